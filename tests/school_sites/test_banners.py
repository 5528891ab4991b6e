"""Pictures across the top of a site's pages: chosen with its looks, cut around the focal point."""

import re
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from wagtail.models import ReferenceIndex

from school_sites.looks import states
from school_sites.looks.choices import Choice
from school_sites.models import SiteLook
from tests.factories import make_picture
from themes import registry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

FORM = {"theme": "base", "brand": "", "header": "", "scale": "standard"}


@pytest.fixture(autouse=True)
def worker(run_jobs, monkeypatch):
    """Pictures are drawn anew at once: a test's transaction never commits."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda run, **options: run())


@pytest.fixture
def picture(school):
    cache.clear()
    return make_picture(school, "校门", size=(2000, 1250))


@pytest.fixture
def at_work(admin_client, manager):
    admin_client.force_login(manager)
    return admin_client


def use(site, **choice):
    states.try_out(site, choice=Choice(**choice), by=None)
    states.put_in_force(site, by=None)


def html_of(client, path="/"):
    return client.get(path, headers={"host": "shiyan.localhost"}).content.decode()


def banner_of(html):
    """(class, addresses, heights) of the page's banner; None without one."""
    found = re.search(r'<picture class="(site-banner[^"]*)">(.*?)</picture>', html, re.S)
    if found is None:
        return None
    told = [re.findall(rf'{name}="([^"]+)"', found[2]) for name in ("src(?:set)?", "height")]
    return found[1], *told


def test_the_home_page_has_one_and_other_pages_their_own(client, school, picture):
    use(school, banner=picture.pk)
    name, _addresses, heights = banner_of(html_of(client))
    assert "site-banner--home" in name
    assert heights == ["520", "440"]
    assert banner_of(html_of(client, "/xinwen/")) is None
    use(school, inner_banner=picture.pk)
    assert banner_of(html_of(client)) is None
    name, _addresses, heights = banner_of(html_of(client, "/xinwen/"))
    assert name == "site-banner"
    assert heights == ["220", "240"]


@pytest.mark.parametrize("theme", [one.slug for one in registry.offered()])
def test_every_theme_shows_each_where_it_stands(client, school, picture, theme):
    use(school, theme=theme, banner=picture.pk, inner_banner=picture.pk)
    assert banner_of(html_of(client))[2] == ["520", "440"]
    assert banner_of(html_of(client, "/xinwen/"))[2] == ["220", "240"]
    assert banner_of(html_of(client, "/nowhere/"))[2] == ["220", "240"]


def test_it_costs_no_query(client, school, picture):
    use(school, theme="plain")
    asked = []
    for choice in ({}, {"inner_banner": picture.pk}):
        use(school, **choice)
        html_of(client, "/xinwen/")
        with CaptureQueriesContext(connection) as queries:
            html_of(client, "/xinwen/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_it_is_cut_around_the_focal_point(client, school, picture, at_work):
    use(school, banner=picture.pk)
    _name, before, _heights = banner_of(html_of(client))
    data = {"title": "校门", "collection": picture.collection_id, "tags": ""}
    point = {"focal_point_x": 300, "focal_point_y": 1100}
    size = {"focal_point_width": 200, "focal_point_height": 200}
    at_work.post(f"/admin/images/{picture.pk}/", data | point | size)
    _name, now, _heights = banner_of(html_of(client))
    assert set(now).isdisjoint(before)
    kept = SiteLook.objects.get(site=school).pictures
    assert now[0] == kept[str(picture.pk)]["home"][0]


def test_a_new_file_gives_it_new_addresses(client, school, picture, at_work):
    use(school, banner=picture.pk)
    _name, before, _heights = banner_of(html_of(client))
    data = BytesIO()
    Image.new("RGB", (1900, 900), "firebrick").save(data, "JPEG")
    file = SimpleUploadedFile("other.jpg", data.getvalue(), "image/jpeg")
    data = {"title": "校门", "collection": picture.collection_id, "tags": "", "file": file}
    at_work.post(f"/admin/images/{picture.pk}/", data)
    _name, now, _heights = banner_of(html_of(client))
    assert set(now).isdisjoint(before)


def test_a_header_lies_on_it_on_every_page(client, school, picture):
    use(school, header="picture", banner=picture.pk)
    assert "header-picture" in html_of(client)
    html = html_of(client, "/xinwen/")
    assert "header-picture" in html
    assert banner_of(html)[2] == ["220", "240"]
    # There is none without a picture.
    picture.delete()
    html = html_of(client)
    assert banner_of(html) is None
    assert "header-standard" in html


def test_a_header_on_a_picture_wants_one(school):
    with pytest.raises(ValidationError) as error:
        states.try_out(school, choice=Choice(header="picture"), by=None)
    assert list(error.value.error_dict) == ["banner"]


def test_a_picture_of_another_school_is_refused(school, other_school, at_work):
    theirs = make_picture(other_school, "别校的校门")
    with pytest.raises(ValidationError) as error:
        states.try_out(school, choice=Choice(banner=theirs.pk), by=None)
    assert list(error.value.error_dict) == ["banner"]
    page = at_work.post(reverse("look:index"), FORM | {"banner": theirs.pk}).content.decode()
    assert "只能用本网站图片库里的图片" in page
    assert "别校的校门" not in page
    assert not SiteLook.objects.filter(draft__isnull=False).exists()


def test_one_that_cannot_be_read_is_told(school, picture):
    picture.file.storage.delete(picture.file.name)
    with pytest.raises(ValidationError, match="读不出来"):
        states.try_out(school, choice=Choice(banner=picture.pk), by=None)


def test_the_manager_tries_it_on_the_schools_pages(client, school, picture, at_work):
    at_work.post(reverse("look:index"), FORM | {"banner": picture.pk, "header": "picture"})
    page = at_work.get(reverse("look:frame"), {"path": "/"}).content.decode()
    assert "site-banner--home" in page
    assert "header-picture" in page
    assert banner_of(html_of(client)) is None
    at_work.post(reverse("look:act", args=["use"]))
    assert banner_of(html_of(client))
    assert "校门" in at_work.get(reverse("look:index")).content.decode()


def test_one_that_was_deleted_since_is_chosen_no_more(client, school, picture, at_work):
    use(school, banner=picture.pk, inner_banner=picture.pk)
    states.try_out(school, choice=Choice(banner=picture.pk), by=None)
    picture.delete()
    assert at_work.get(reverse("look:index")).status_code == 200
    assert at_work.get(reverse("look:frame"), {"path": "/"}).status_code == 200
    assert banner_of(html_of(client)) is None
    assert SiteLook.objects.get(site=school).pictures == {}


def test_going_back_shows_what_was_there_before(client, school, picture):
    other = make_picture(school, "操场", size=(2000, 900))
    use(school, banner=picture.pk)
    first = banner_of(html_of(client))
    use(school, banner=other.pk)
    assert banner_of(html_of(client)) != first
    states.go_back(school, by=None)
    assert banner_of(html_of(client)) == first
    # What no choice names any more is not kept.
    states.try_out(school, choice=Choice(), by=None)
    states.put_in_force(school, by=None)
    states.try_out(school, choice=Choice(), by=None)
    states.put_in_force(school, by=None)
    assert SiteLook.objects.get(site=school).pictures == {}


def test_wagtail_tells_where_it_is_used(school, picture, at_work):
    use(school, banner=picture.pk)
    assert at_work.get(f"/admin/images/usage/{picture.pk}/").status_code == 200
    assert at_work.get(f"/admin/images/{picture.pk}/delete/").status_code == 200
    usage = ReferenceIndex.get_references_to(picture)
    assert usage.filter(base_content_type__model="sitelook").exists()
