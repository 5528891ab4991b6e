"""One expression says what the district shows; every surface of every site asks it.

``surfaces`` names what visitors can reach. A new address, page type, layout or block of a
home page fails here until somebody says what of schools' articles it shows.
"""

import json
from dataclasses import fields
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import get_resolver
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, get_page_models

from school_sites.event_times import month_span
from school_sites.models import (
    ColumnLayout,
    ColumnPage,
    EventPage,
    Listing,
    SiteFigure,
    TopicPage,
)
from school_sites.queries import Source
from school_sites.sections.documents import key_of
from search.models import Entry
from sitehub.district.home import PROFILE
from sitehub.district.models import DistrictHomePage, SubjectPage
from sitehub.placements.models import Placement, Slot, SlotKind
from sitehub.provisioning.sites import archive, suspend
from sitehub.syndication import transitions
from sitehub.syndication.figures import count_accepted
from sitehub.syndication.models import Submission
from tests.factories import column_of, make_article, make_column, make_picture, make_school

from .surfaces import (
    BLOCKS,
    HOME_BLOCKS,
    LAYOUTS,
    NAMED_ADDRESSES,
    ON_THE_DISTRICT,
    ON_THE_SCHOOL,
    OTHER_ADDRESSES,
    PARTS_OF_A_SOURCE,
    ROUTES_OF_COLUMNS,
    SEARCHES,
    TYPES_OF_PAGES,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DISTRICT, SCHOOL = "district.localhost", "shiyan.localhost"


def test_the_tables_name_every_surface():
    patterns = get_resolver(settings.PUBLIC_URLCONF).url_patterns
    names = {getattr(one, "name", None) or str(one.pattern) for one in patterns}
    assert names == NAMED_ADDRESSES.keys() | OTHER_ADDRESSES
    assert {route.name for route in ColumnPage.get_subpage_urls()} == ROUTES_OF_COLUMNS.keys()
    ours = {model.__name__ for model in get_page_models() if model is not Page}
    assert ours == TYPES_OF_PAGES.keys()
    assert set(ColumnLayout.values) == LAYOUTS.keys()
    assert PROFILE.kinds.keys() == HOME_BLOCKS.keys()
    assert {one.name for one in fields(Source)} == PARTS_OF_A_SOURCE


# --- ways of not being seen: each is done to an article of its own


def decided(change, **values):
    def way(world, article, row):
        change(row, version=row.version, by=world.district_editor, **values)

    return way


def updated(**values):
    def way(world, article, row):
        Submission.objects.filter(pk=row.pk).update(**values)

    return way


def withdraw(world, article, row):
    transitions.withdraw(row, by=world.editor)


def change_much(world, article, row):
    row.channel.hides_changed = True
    row.channel.save()
    article.title += "（改期）"
    article.save_revision().publish()


def move_away(world, article, row):
    article.move(column_of(world.school, "notice"), pos="last-child")


def expire(world, article, row):
    for rows in (Listing.objects.filter(pk=article.pk), Entry.objects.filter(page=article.pk)):
        rows.update(expires_at=timezone.now() - A_DAY)


def restrict(page):
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )


A_DAY = timedelta(days=1)
NOW = timezone.now()
# The school's own site goes on showing it.
ON_THE_DISTRICT_ONLY = {
    "waiting": None,
    "recalled": decided(transitions.recall),
    "returned": decided(transitions.return_to_school, reason="重复"),
    "on hold": decided(transitions.put_on_hold),
    "withdrawn": withdraw,
    "not yet": updated(show_from=NOW + A_DAY),
    "no longer": updated(show_until=NOW - A_DAY),
    "hidden after a change": change_much,
    "moved away": move_away,
}
EVERYWHERE = {
    "unpublished": lambda world, article, row: article.unpublish(),
    "deleted": lambda world, article, row: article.delete(),
    "private": lambda world, article, row: restrict(article),
    "in a private column": lambda world, article, row: restrict(article.get_parent()),
    "expired, the scheduler late": expire,
    "of a suspended school": lambda world, article, row: suspend(world.suspended, by=None),
}
SEEN = {"seen", "of an archived school"}


class World:
    """An article for each way: an event with all that surfaces ask for. The seen are the oldest."""

    def __init__(self, school, suspended, archived, editor, district_editor):
        self.school, self.suspended, self.archived = school, suspended, archived
        self.editor, self.district_editor = editor, district_editor
        self.cover = make_picture(school)
        self.articles = {}
        self.write("seen", school)
        self.write("of an archived school", archived)
        archive(archived, by=None)
        for name, way in (ON_THE_DISTRICT_ONLY | EVERYWHERE).items():
            site = suspended if name == "of a suspended school" else school
            kind = "students" if name == "in a private column" else "news"
            article, row = self.write(name, site, kind, accepted=way is not None)
            if way is not None:
                way(self, article, row)

    def write(self, name, site, kind="news", *, accepted=True):
        article = make_article(
            site, f"{name}的运动会", kind=kind, model=EventPage, keywords="运动会",
            subject="sport", category="通知", starts_at=NOW + A_DAY,
            ends_at=NOW + 2 * A_DAY, cover=self.cover,
        )  # fmt: skip
        self.articles[name] = article.pk
        row = Submission.objects.select_related("channel", "site").get(article=article.pk)
        if accepted:
            transitions.accept(row, version=row.version, by=self.district_editor)
            row.refresh_from_db()
        return article, row


@pytest.fixture
def world(school, other_school, district, editor, district_editor):
    """Three schools and what they wrote."""
    return World(school, other_school, make_school("yuying"), editor, district_editor)


class Look:
    """What is seen where, with one client."""

    def __init__(self, client, world, district):
        self.client, self.names = client, world.articles
        self.columns = {
            f"as-{layout}": make_column(district, layout, layout, slug=f"as-{layout}")
            for layout in LAYOUTS
        }
        self.deyu = self.columns["deyu"] = ColumnPage.objects.get(
            root_path=district.root_page.path, slug="deyu"
        )
        topic = TopicPage(title="专题", locale_id=self.deyu.locale_id)
        tag = {"title": "标签", "layout": "list", "limit": 8, "word": "运动会"}
        topic.sections = [("tag", tag)]
        ColumnPage.objects.get(pk=column_of(district, "topic").pk).add_child(instance=topic)
        subject = SubjectPage(title="体育教研", subject="sport", locale_id=self.deyu.locale_id)
        column_of(district, "subject").add_child(instance=subject)
        month, _end = month_span(*timezone.localtime(NOW + A_DAY).timetuple()[:2])
        beside = make_article(district, "区里的比赛", kind="moral", keywords="运动会")
        neighbour = make_article(world.school, "邻居", keywords="运动会")
        self.numbers = {
            "year": timezone.localdate().year, "month": f"{month:%Y-%m}", "key": key_of("通知"),
            "future": f"{int((NOW + A_DAY).timestamp() * 1_000_000)}-9-1",
            "topic": topic.pk, "subject": subject.pk, "beside": beside.pk,
            "neighbour": neighbour.pk,
        }  # fmt: skip
        self.home = DistrictHomePage.objects.get()
        for kind in SlotKind.values:
            column = self.deyu if kind == SlotKind.PIN else None
            slot = Slot.objects.create(kind=kind, column=column, limit=99)
            Placement.objects.bulk_create(
                Placement(slot=slot, submission=row, title=row.title)
                for row in Submission.objects.filter(article__in=self.names.values())
            )

    def at(self, host, path):
        """Names of the articles that an address names, by title or by link."""
        response = self.client.get(path.format(**self.numbers), headers={"host": host})
        assert response.status_code == 200, path
        text = response.content.decode()
        return {
            name for name, pk in self.names.items() if f"{name}的" in text or f"/a/{pk}/" in text
        }

    def on_the_district(self, path):
        """At an address; all articles stand in the column it is about."""
        if column := self.columns.get(path.split("/")[1]):
            Submission.objects.update(column=column)
        return self.at(DISTRICT, path)

    def in_block(self, name):
        """On a home page of one block."""
        stream = json.dumps([{"type": name, "value": HOME_BLOCKS[name], "id": name}])
        self.home.body = stream.replace('"{deyu}"', str(self.deyu.pk))
        DistrictHomePage.objects.update(body=self.home.body)
        Submission.objects.update(column=self.deyu)
        return self.at(DISTRICT, "/")


def test_what_is_not_to_be_seen_is_on_no_surface(client, world, district):
    look = Look(client, world, district)
    places = {path: look.on_the_district(path) for path in ON_THE_DISTRICT}
    places |= {name: look.in_block(name) for name in BLOCKS}
    # Some blocks have room for one.
    assert {path: seen for path, seen in places.items() if not seen or seen - SEEN} == {}
    school = {path: look.at(SCHOOL, path) for path in ON_THE_SCHOOL}
    own = {"seen", *ON_THE_DISTRICT_ONLY}
    assert {path: seen for path, seen in school.items() if not seen or seen - own} == {}
    assert school["/sitemap-0.xml"] == own


def test_search_shows_what_schools_show_and_marks_what_the_district_took(client, world, district):
    look = Look(client, world, district)
    own = {"seen", *ON_THE_DISTRICT_ONLY}
    for paths in SEARCHES:
        assert set().union(*(look.at(SCHOOL, path) for path in paths)) == own, paths
        assert set().union(*(look.at(DISTRICT, path) for path in paths)) == own, paths
        closed = set().union(*(look.at(DISTRICT, f"{path}&archived=1") for path in paths))
        assert closed == {*own, "of an archived school"}, paths
    for path, marked in (("", {"seen"}), ("&archived=1", SEEN)):
        hits = [
            hit
            for page in (1, 2)
            for hit in client.get(
                f"/search.json?q=运动会&page={page}{path}", headers={"host": DISTRICT}
            ).json()["hits"]
        ]
        assert len({hit["url"] for hit in hits}) == len(hits)
        assert {hit["title"].removesuffix("的运动会") for hit in hits if hit["featured"]} == marked


def test_numbers_count_what_is_seen(world):
    count_accepted()
    figures = SiteFigure.objects.filter(name="accepted_year").values_list("site__code", "value")
    assert dict(figures) == {"shiyan": 1, "yuying": 1}
