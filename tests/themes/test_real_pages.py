"""Every type of page, real, in every theme: it renders, and says and leads where base's does."""

import pytest
from wagtail.models import Page

from school_sites import hosts
from school_sites.looks import shown
from school_sites.looks.choices import Choice
from school_sites.models import ColumnLayout, ColumnPage, FormPage, MailboxPage, SitePage
from tests.isolation.conftest import no_log, world  # noqa: F401
from themes import registry

from .test_base_templates import Outline

OTHERS = [theme.slug for theme in registry.offered() if theme.slug != "base"]
FURTHER = ["/search/?q=学校", "/search/", "/nowhere/"]


def places(site):
    """Addresses of what is live at ``site``, by the type of page."""
    entry = hosts.table(recheck=True).by_id[site.pk]
    found = {}
    for page in Page.objects.live().descendant_of(site.root_page, inclusive=True).specific():
        kind = type(page).__name__
        if isinstance(page, ColumnPage):
            kind += f"-{page.layout}"
        path = page.site_path(entry) if isinstance(page, SitePage) else "/"
        found.setdefault(kind, path)
        if isinstance(page, (MailboxPage, FormPage)):
            found.setdefault(f"{kind}-fill-in", f"/f/{page.pk}/")
    further = FURTHER + ([] if site.is_district else ["/district-notices/"])
    return found | {path: path for path in further}


@pytest.fixture
def outlines(client):
    """``outlines(site, theme)``: what each address shows there."""

    def ask(site, theme):
        host = site.hosts.get(is_primary=True).host
        found = {}
        with shown.trying(Choice(theme=theme)):
            for name, path in places(site).items():
                response = client.get(path, headers={"host": host}, follow=True)
                assert response.status_code == (404 if path == "/nowhere/" else 200), path
                found[name] = Outline(response.content.decode())
        return found

    return ask


@pytest.mark.parametrize("theme", OTHERS)
def test_every_type_of_page_is_drawn_and_loses_nothing(theme, world, db, outlines):  # noqa: F811
    lost = []
    for site in (world.a.site, world.district):
        base, theirs = outlines(site, "base"), outlines(site, theme)
        for name, page in theirs.items():
            html = page.all("html")[0]["class"]
            assert f"theme-{theme}" in html
            ours, led = ({a.get("href") for a in one.all("a")} for one in (base[name], page))
            lost += [(name, link) for link in ours - led]
            assert len(page.all("h1")) == 1, name
            for fact in (site.name, site.sponsor, site.icp_number):
                assert fact in page.text
    assert lost == []


def test_no_type_of_page_and_no_layout_is_left_out(world, db):  # noqa: F811
    """A new one has to be put into the world that the test above walks."""
    found = {*places(world.a.site), *places(world.district)}
    types = {model.__name__ for model in SitePage.__subclasses__() if not model._meta.abstract}
    missing = {name for name in types if not any(one.startswith(name) for one in found)}
    assert missing == set()
    assert found >= {f"ColumnPage-{one}" for one in (ColumnLayout.LIST, ColumnLayout.FORMS)}
