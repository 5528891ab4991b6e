"""The district's start page, and the menu of each role."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.menu import admin_menu

from school_sites.models import SchoolSite, SiteStatus
from sitehub.accounts.roles import SEARCH_MENU
from sitehub.district.panels import stale_sites, todays_listings
from sitehub.isolation.working_site import SESSION_KEY, WorkingSiteMiddleware
from sitehub.syndication import transitions
from sitehub.syndication.models import Submission
from tests.factories import make_article, make_school

HOME = "/admin/"
QUERY_LIMIT = 30
EVERYBODY = {"home", "explorer", "images", "documents", "letters", "reviews", "hub-help"}


@pytest.fixture
def superuser(db):
    """Somebody who may do everything."""
    return get_user_model().objects.create_superuser("root", password="correct horse")


def menu_of(user, site=None):
    """Names of the menu items ``user`` finds."""
    # Reversing loads the URLs, and with them the viewsets that put items in the menu.
    request = RequestFactory().get(reverse("wagtailadmin_home"))
    request.user, request.is_admin_host = user, True
    request.session = {SESSION_KEY: site.pk} if site else {}
    WorkingSiteMiddleware(lambda request: None)(request)
    return {item.name for item in admin_menu.menu_items_for_request(request)}


def home_of(client, user):
    client.force_login(user)
    response = client.get(HOME)
    assert response.status_code == 200
    return response.content.decode()


# --- the start page


def test_what_waits_is_counted_and_listed(admin_client, school, district_editor):
    for number in range(10):
        make_article(school, f"文章{number}")
    page = home_of(admin_client, district_editor)
    assert '<span class="hub-count">10</span>' in page
    waiting = page[page.index("panel-waiting") : page.index("panel-today")]
    assert waiting.count("hub-line__title") == 8
    assert "/admin/submissions/" in waiting


def test_nothing_waits(admin_client, district_editor):
    page = home_of(admin_client, district_editor)
    assert "都处理完了" in page
    assert "今天还没有学校发布文章" in page


def test_withdrawn_submission_does_not_wait(admin_client, school, editor, district_editor):
    make_article(school, "校运会")
    transitions.withdraw(Submission.objects.get(), by=editor)
    page = home_of(admin_client, district_editor)
    assert "校运会" not in page[page.index("panel-waiting") : page.index("panel-today")]


def test_todays_articles_of_all_schools(school, other_school, district):
    today = make_article(school, "今天")
    other = make_article(other_school, "也是今天")
    make_article(school, "昨天", publication_date=timezone.now() - timedelta(days=1, hours=1))
    make_article(district, "区里的")
    hidden = make_article(school, "下线了")
    hidden.unpublish()
    assert {row.article_id for row in todays_listings()} == {today.pk, other.pk}


def test_stale_sites(school, other_school, settings):
    now = timezone.now()
    make_article(school)
    silent, young, closed = (make_school(code) for code in ("silent", "young", "closed"))
    SchoolSite.objects.filter(pk=silent.pk).update(opened_at=now - timedelta(days=15))
    SchoolSite.objects.filter(pk=other_school.pk).update(latest_article_at=now - timedelta(days=15))
    SchoolSite.objects.filter(pk=closed.pk).update(
        opened_at=now - timedelta(days=99), status=SiteStatus.ARCHIVED
    )
    assert list(stale_sites()) == [silent, other_school]
    settings.STALE_DAYS = 20
    assert list(stale_sites()) == []
    assert young not in stale_sites(now + timedelta(days=19))


def test_stock_panels_give_way_except_for_the_superuser(admin_client, district_editor, superuser):
    admin_client.force_login(district_editor)
    ours = [type(panel).__name__ for panel in admin_client.get(HOME).context["panels"]]
    assert ours == [
        "WaitingPanel", "VanishedPanel", "ReturnedPanel", "TodayPanel", "StalePanel",
    ]  # fmt: skip
    admin_client.force_login(superuser)
    everything = {type(panel).__name__ for panel in admin_client.get(HOME).context["panels"]}
    assert {"WaitingPanel", "RecentEditsPanel"} <= everything


def test_same_queries_for_two_schools_and_ten(admin_client, school, other_school, district_editor):
    for site in (school, other_school):
        make_article(site)
    home_of(admin_client, district_editor)
    with CaptureQueriesContext(connection) as two:
        admin_client.get(HOME)
    for number in range(8):
        make_article(make_school(f"more{number}"))
    home_of(admin_client, district_editor)
    with CaptureQueriesContext(connection) as ten:
        admin_client.get(HOME)
    assert len(ten) == len(two)
    assert len(ten) < QUERY_LIMIT


# --- the menu


def test_school_editor_finds_only_what_the_role_uses(editor):
    assert menu_of(editor) == EVERYBODY | {"my-submissions", "own-points", "received-notices"}


def test_district_editor_who_also_writes_for_a_school_finds_what_the_chosen_site_needs(
    district_editor, district, school
):
    district_editor.groups.add(school.groups.get(role="school-editor").group)
    again = get_user_model().objects.get(pk=district_editor.pk)
    assert menu_of(district_editor, district) == EVERYBODY | {
        "desk", "placements", "points", "district-notices", "working-site", *SEARCH_MENU,
    }  # fmt: skip
    assert menu_of(again, school) == EVERYBODY | {
        "my-submissions", "own-points", "received-notices", "working-site",
    }  # fmt: skip


def test_district_editor_finds_the_desk_too(district_editor):
    assert menu_of(district_editor) == EVERYBODY | {
        "desk",
        "placements",
        "points",
        "district-notices",
        *SEARCH_MENU,
    }


def test_administrator_finds_the_platform_too(administrator):
    assert menu_of(administrator) == EVERYBODY | {
        "desk", "placements", "points", "district-notices", "feeds", "submission-settings",
        "look", "schools", "platform", *SEARCH_MENU,
    }  # fmt: skip


def test_superuser_finds_everything(superuser):
    everything = EVERYBODY | {"desk", "placements", "submission-settings", "settings", "reports"}
    assert menu_of(superuser) >= everything - {"letters"}  # letters are their own site's business


@pytest.mark.parametrize("role", ["editor", "district_editor", "administrator"])
def test_explorer_works_for_every_role(request, admin_client, district, school, role):
    admin_client.force_login(request.getfixturevalue(role))
    root = school.root_page if role == "editor" else district.root_page
    response = admin_client.get(f"/admin/pages/{root.pk}/")
    assert response.status_code == 200
    assert admin_client.get("/admin/pages/", follow=True).status_code == 200
