"""The furnished demo: every kind of thing is there, visitors can open it, a second run keeps it."""

import io

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from PIL import Image
from wagtail.models import Page, Revision

from school_sites import hosts
from school_sites.models import (
    AlbumPage,
    ArticlePage,
    EventPage,
    FormPage,
    Letter,
    LinkBoardPage,
    MailboxPage,
    PersonPage,
    PlainPage,
    SchoolHomePage,
    SchoolSite,
    SiteGroup,
    SiteStatus,
    TopicPage,
    VideoPage,
    WeekMenuPage,
)
from school_sites.models.menus import DAYS
from school_sites.queries import columns_of
from sitehub.accounts.roles import Role
from sitehub.demo import making, world
from sitehub.demo import people as demo_people
from sitehub.district.subject_pages import SubjectPage
from sitehub.people.models import Invitation
from sitehub.reviews.models import Delegation, ReviewState, UrgentPublication

WITHOUT_ARTICLES = dict(host_of="{}.localhost".format, progress=lambda articles: [])
OPEN_TYPES = (PlainPage, PersonPage, WeekMenuPage, AlbumPage, EventPage, LinkBoardPage, VideoPage,
              MailboxPage, FormPage, TopicPage, SubjectPage)  # fmt: skip


def blank(*_names, **_options):
    """A picture in the place of a drawing; drawings have tests of their own."""
    out = io.BytesIO()
    Image.new("RGB", (64, 40), "teal").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """A demo world without its articles, built once for the module."""
    var = tmp_path_factory.mktemp("var")
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(VAR_DIR=var, MEDIA_ROOT=str(var / "media")),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        for module in ("world", "standing"):
            patch.setattr(f"sitehub.demo.{module}.draw_logo", blank)
        for module in ("furnishing", "district_pages"):
            patch.setattr(f"sitehub.demo.{module}.draw_portrait", blank)
        patch.setattr(making, "draw", blank)
        hosts.forget()
        world.build(**WITHOUT_ARTICLES)
        yield {site.code: site for site in SchoolSite.objects.all()}
        transaction.set_rollback(True)
    hosts.forget()


pytestmark = pytest.mark.django_db


def test_every_kind_of_page_is_there_and_opens(demo, client):
    for model in OPEN_TYPES:
        pages = model.objects.live()
        assert pages, model.__name__
        page = pages.first()
        host = page.site_entry.school_site.hosts.get(is_primary=True).host
        answer = client.get(f"/a/{page.pk}/", headers={"host": host})
        assert (answer.status_code, page.title in answer.text) == (200, True), model.__name__


def test_six_weeks_of_menus_with_dishes_on_every_day_and_no_two_alike(demo):
    menus = WeekMenuPage.objects.live().order_by("week_start")
    weeks = [[tuple(meal.dishes(day)) for meal in menu.meals.all() for day in DAYS]
             for menu in menus]  # fmt: skip
    assert len(weeks) == 6
    assert all(dishes for week in weeks for dishes in week)
    assert len({tuple(week) for week in weeks}) == 6


def test_letters_are_answered_waiting_and_overdue_and_forms_have_answers(demo):
    school = Letter.objects.for_site(demo["shiyan"])
    assert school.published().count() == 2
    assert school.overdue().count() == 1
    assert school.to_answer().count() == 3
    assert Letter.objects.filter(box_kind="form").count() == 7
    assert all(letter.received_at < letter.settled_at for letter in school.published())


def test_documents_carry_numbers_and_some_are_no_longer_valid(demo):
    documents = ArticlePage.objects.live().exclude(document_number="")
    assert documents.count() == 8
    today = timezone.localdate()
    lapsed = [page.valid_until < today for page in documents if page.valid_until]
    assert (lapsed.count(True), lapsed.count(False)) == (2, 3)


def test_schools_stand_in_every_state_and_one_is_silent(demo, client):
    states = {code: site.status for code, site in demo.items()}
    assert states["songfeng"] == SiteStatus.ARCHIVED
    assert states["tingyu"] == SiteStatus.SUSPENDED
    assert states["xingang"] == SiteStatus.PREPARING
    assert states["linxi"] == SiteStatus.OPEN
    newest = max(page.publication_date for page in _articles(demo["linxi"]))
    assert demo["linxi"].latest_article_at == newest
    shown = {code: client.get("/", headers={"host": f"{code}.localhost"}).status_code
             for code in ("songfeng", "tingyu", "linxi")}  # fmt: skip
    assert shown == {"songfeng": 200, "tingyu": 503, "linxi": 200}


def _articles(site):
    return ArticlePage.objects.filter(path__startswith=site.root_page.path)


def test_a_school_shows_a_film_that_browsers_play(demo, client):
    page = VideoPage.objects.live().get()
    page.full_clean()
    text = client.get(f"/a/{page.pk}/", headers={"host": "shiyan.localhost"}).text
    assert f'src="{page.file.url}"' in text
    film = client.get(page.file.url, headers={"host": "shiyan.localhost"})
    assert film.headers["Content-Type"] == "video/webm"


def test_schools_of_one_kind_differ_in_their_columns(demo):
    menus = {
        code: [column.title for column in columns_of(demo[code]) if column.in_menu]
        for code in ("shiyan", "hupan", "mingde", "zhixing", "yunfeng")
    }
    assert len({tuple(menu) for menu in menus.values()}) == len(menus)


def test_the_districts_home_leads_to_its_pages_of_subjects(demo, client):
    text = client.get("/", headers={"host": "district.localhost"}).text
    for page in SubjectPage.objects.live():
        assert f'href="/a/{page.pk}/">{page.title}</a>' in text
    assert "数说云澜" in text


def test_managers_arranged_two_homes(demo, client):
    arranged = [home for home in SchoolHomePage.objects.live() if home.body]
    assert {home.slug for home in arranged} == {"shiyan", "qingmiao"}
    assert "这周吃什么" in client.get("/", headers={"host": "qingmiao.localhost"}).text


def test_a_second_run_changes_nothing(demo):
    before = _state()
    call_command("demo", force=True)
    assert _state() == before


def _state():
    pages = Page.objects.order_by("pk").values_list("pk", "title", "latest_revision_created_at")
    letters = Letter.objects.order_by("pk").values_list("pk", "state", "version")
    invited = Invitation.objects.order_by("pk").values_list("pk", "accepted_at", "revoked_at")
    steps = ReviewState.objects.order_by("pk").values_list("pk", "status")
    sign_ins = (settings.VAR_DIR / demo_people.SIGN_INS).read_text(encoding="utf-8")
    return (
        list(pages),
        list(letters),
        list(invited),
        list(steps),
        Revision.objects.count(),
        sign_ins,
    )


def test_every_role_has_somebody_to_sign_in_as(demo):
    roles = {row[0] for row in demo_people.sign_ins()}
    assert roles == {str(role.label) for role in Role}


def test_people_were_invited_left_and_work_at_two_schools(demo):
    waiting = {(one.name, one.invited_by.username) for one in Invitation.objects.waiting()}
    assert waiting == {
        ("乔木深", "shiyan.manager"),
        ("温如玉", "shiyan.manager"),
        ("程远航", "security"),
        ("顾明辨", "security"),
    }
    assert not get_user_model().objects.get(username="shiyan.guest").is_active
    places = SiteGroup.objects.filter(group__user__username="shiyan.news")
    assert {row.site.code for row in places} == {"shiyan", "boya"}


def test_every_step_of_a_review_has_something_waiting(demo):
    waiting = ReviewState.objects.waiting()
    assert {state.step for state in waiting} == {"first", "second", "final", "district"}
    assert ReviewState.objects.filter(site=demo["hupan"], status="rejected").count() == 1
    assert UrgentPublication.objects.filter(resolved_at=None).count() == 1
    assert Delegation.objects.to_come().count() == 1
