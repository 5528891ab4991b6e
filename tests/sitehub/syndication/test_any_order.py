"""In any order of events the district shows what a plain model says it should.

``make chaos`` runs this with more and longer histories (HISTORIES, HISTORY_STEPS).
"""

import os
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run
from wagtail.models import PageViewRestriction

from school_sites import hosts, reviewing
from school_sites.listings_check import find_drift
from school_sites.models import ArticlePage, ColumnPage, SchoolSite
from sitehub.platform.scheduled_publishing import publish_due
from sitehub.provisioning import sites
from sitehub.syndication import arranging, transitions
from sitehub.syndication.models import Channel, ChannelRule, Submission, TrustedSchool
from sitehub.syndication.reconciling import reconcile
from sitehub.syndication.sources import visible_submissions
from tests.factories import column_of, make_article

from .expected import TEXTS, Article, Expected, Rule, School, Version

pytestmark = pytest.mark.django_db
HISTORIES = int(os.environ.get("HISTORIES", 12))
STEPS = int(os.environ.get("HISTORY_STEPS", 20))
KINDS = ["news", "students", "moral", "notice"]  # the last one is not offered
MOST = 6  # articles: all fit on the district's home page
TITLES = ["校运会", "读书节"]
DISTRICT = {"host": "district.localhost"}
LINK = re.compile(r'href="http://[a-z]+\.localhost[^"/]*/a/(\d+)/"')
WHICH = st.integers(0, 99)
MINUTES = st.sampled_from([1, 30, 90])


class Clock:
    """Time stands still but for a moment at each look, and jumps when told."""

    def __init__(self):
        self.moment = timezone.now()

    def __call__(self):
        self.moment += timedelta(milliseconds=1)
        return self.moment


class Histories(RuleBasedStateMachine):
    """Two schools, a district, and everything that may happen between them."""

    world = None  # what the test's fixtures made

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.clock = self.world["clock"]
        self.by, self.client = self.world["by"], self.world["client"]
        self.forget()
        self.sites = {one.code: one for one in SchoolSite.objects.schools()}
        self.schools = {
            code: School(code, {column_of(site, kind).pk: kind for kind in KINDS})
            for code, site in self.sites.items()
        }
        channels = Channel.objects.filter(name__in=["学校动态", "德育体艺"])
        rules = ChannelRule.objects.filter(column_kind__in=KINDS)
        self.expected = Expected(
            {one.pk: one.column_id for one in channels},
            {one.column_kind: Rule(one.channel_id) for one in rules},
        )
        self.district_columns = [
            *ColumnPage.objects.filter(pk__in=self.expected.columns.values()),
            ColumnPage.objects.get(slug="yaowen"),
        ]
        self.looked = 0

    def teardown(self):
        try:
            for column in self.district_columns:
                self.look_at(column)
            self.home_shows_the_same()
            assert list(reconcile(mend=False)) == []
            assert list(find_drift()) == []
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)
            self.forget()

    def forget(self):
        hosts.forget()
        reviewing.forget()
        cache.clear()

    # --- looking

    def get(self, path):
        response = self.client.get(path, headers=DISTRICT)
        assert response.status_code == 200, path
        return response

    def feed(self, path):
        return [
            (int(item["id"].rpartition("/")[2]), item["title"])
            for item in self.get(path + "feed.json").json()["items"]
        ]

    def links(self, path):
        found = map(int, LINK.findall(self.get(path).content.decode()))
        return list(dict.fromkeys(found))

    @invariant()
    def the_district_shows_what_it_should(self):
        shown = self.expected.shown(self.clock())
        numbers = [number for number, _title in shown]
        assert sorted(visible_submissions().values_list("article", flat=True)) == sorted(numbers)
        assert self.feed("/") == shown
        self.looked += 1
        self.look_at(self.district_columns[self.looked % len(self.district_columns)])

    def look_at(self, column):
        shown = self.expected.shown(self.clock(), column.pk)
        path = column.site_path(column.site_entry)
        assert self.feed(path) == shown
        assert self.links(path) == [number for number, _title in shown]

    def home_shows_the_same(self):
        shown = self.expected.shown(self.clock())
        assert set(self.links("/")) == {number for number, _title in shown}

    # --- what articles there are

    def one(self, which, *, offered=False):
        """(page, article, submission or None) of one of the articles there are."""
        chosen = sorted(
            number for number, one in self.expected.articles.items() if one.row or not offered
        )
        if not chosen:
            return None, None, None
        number = chosen[which % len(chosen)]
        row = Submission.objects.select_related("site", "channel").filter(article=number).first()
        return ArticlePage.objects.get(pk=number), self.expected.articles[number], row

    def school(self, which):
        code = sorted(self.schools)[which % len(self.schools)]
        return SchoolSite.objects.get(code=code), self.schools[code]

    def column(self, school, which):
        return sorted(school.kinds)[which % len(school.kinds)]

    # --- a school writes

    @initialize()
    def begin(self):
        """Some are there already: one shown, one that waits, one that is not offered."""
        for which, where in ((0, 0), (1, 0), (0, 3)):
            self.write(which=which, where=where, publish=True)
        self.decide(which=0, name="accept")

    @precondition(lambda self: len(self.expected.articles) < MOST)
    @rule(which=WHICH, where=WHICH, publish=st.booleans())
    def write(self, which, where, publish):
        site, school = self.school(which)
        number = self.column(school, where)
        publish = publish and school.status == "open"
        version = Version(f"{TITLES[0]}{which}")
        before = self.clock()
        page = make_article(
            site, version.title, column=ColumnPage.objects.get(pk=number), publish=publish,
            body=[("text", TEXTS[version.text])],
        )  # fmt: skip
        article = Article(school, number, version)
        self.expected.articles[page.pk] = article
        if publish:
            self.expected.publish(article, version, before)
            self.take_date(page, article)

    @rule(which=WHICH, title=st.sampled_from(TITLES), text=st.sampled_from(sorted(TEXTS)),
          how=st.sampled_from(["save", "publish", "publish", "schedule", "expire"]),
          minutes=MINUTES)  # fmt: skip
    def edit(self, which, title, text, how, minutes):
        page, article, _row = self.one(which)
        if page is None or article.school.status not in ("open",):
            return
        version = article.latest = Version(title, text)
        then = self.clock() + timedelta(minutes=minutes)
        page = page.get_latest_revision_as_object()
        page.title, page.body = version.title, [("text", TEXTS[version.text])]
        page.go_live_at = then if how == "schedule" else None
        page.expire_at = then if how == "expire" else None
        revision = page.save_revision()
        if how == "save":
            return
        revision.publish()
        if how != "schedule":
            self.expected.publish(article, version, self.clock(), page.expire_at)
            self.take_date(page, article)
            return
        article.due = (then, version)
        article.live = article.live and ArticlePage.objects.get(pk=page.pk).live

    def take_date(self, page, article):
        """The exact moment of the first publication, which dates what was offered."""
        moment = ArticlePage.objects.get(pk=page.pk).first_published_at
        if article.row and article.row.date == article.first_published:
            article.row.date = moment
        article.first_published = moment

    @rule(which=WHICH)
    def unpublish(self, which):
        page, article, _row = self.one(which)
        if page is not None and article.live:
            page.unpublish()
            article.live, article.due = False, None

    @rule(which=WHICH, where=WHICH)
    def move(self, which, where):
        page, article, _row = self.one(which)
        if page is None or (number := self.column(article.school, where)) == article.column:
            return
        page.move(ColumnPage.objects.get(pk=number), pos="last-child")
        article.column = number
        if article.online:
            self.expected.written(article)

    @rule(which=WHICH)
    def delete(self, which):
        page, _article, _row = self.one(which)
        if page is not None and len(self.expected.articles) > 3:
            page.delete()
            del self.expected.articles[page.pk]

    @rule(which=WHICH)
    def make_private_or_public(self, which):
        page, article, _row = self.one(which)
        if page is None:
            return
        article.private = not article.private
        if article.private:
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        else:
            PageViewRestriction.objects.get(page=page).delete()
            if article.live:
                self.expected.offer(article)

    @rule(which=WHICH, where=WHICH, kind=st.sampled_from(KINDS))
    def make_the_column_another_kind(self, which, where, kind):
        _site, school = self.school(which)
        number = self.column(school, where)
        column = ColumnPage.objects.get(pk=number)
        column.kind = school.kinds[number] = kind
        column.save_revision().publish()
        for article in self.expected.articles.values():
            if article.column == number and article.online:
                self.expected.file(article)

    # --- the school and its offers

    @rule(which=WHICH)
    def withdraw_or_offer_again(self, which):
        _page, article, row = self.one(which, offered=True)
        if row is None or (article.row.withdrew and article.school.status == "archived"):
            return
        change = transitions.offer_again if article.row.withdrew else transitions.withdraw
        change(row, by=self.by)
        article.row.withdrew = not article.row.withdrew

    @rule(which=WHICH)
    def submit_again(self, which):
        _page, article, row = self.one(which, offered=True)
        if row is None or article.school.status == "archived":
            return
        if article.row.decision == "returned" and not (article.row.withdrew or article.row.aside):
            transitions.submit_again(row, by=self.by)
            article.row.decision = "waiting"

    # --- the district

    @rule(which=WHICH, name=st.sampled_from(["accept"] * 4 + ["return_to_school", "put_on_hold",
                                                              "recall"]))  # fmt: skip
    def decide(self, which, name):
        _page, article, row = self.one(which, offered=True)
        if row is None or (name == "accept" and article.school.status == "archived"):
            return
        reason = {"reason": "重复"} if name == "return_to_school" else {}
        row = getattr(transitions, name)(row, version=row.version, by=self.by, **reason)
        self.expected.decide(article, row.decision)

    @rule(which=WHICH, where=WHICH, headline=st.sampled_from(["", "区站标题"]),
          begins=st.none() | MINUTES, lasts=st.none() | MINUTES)  # fmt: skip
    def arrange(self, which, where, headline, begins, lasts):
        _page, article, row = self.one(which, offered=True)
        if row is None:
            return
        column = self.district_columns[where % len(self.district_columns)]
        now, mine = self.clock(), article.row
        mine.column, mine.headline = column.pk, headline
        mine.show_from = now + timedelta(minutes=begins) if begins else None
        mine.show_until = (mine.show_from or now) + timedelta(minutes=lasts) if lasts else None
        values = {name: getattr(row, name) for name in arranging.OVERLAY}
        values |= {"column": column, "headline": headline, "show_from": mine.show_from,
                   "show_until": mine.show_until}  # fmt: skip
        arranging.arrange(row, version=row.version, by=self.by, **values)

    @rule(which=WHICH)
    def trust_or_not(self, which):
        site, school = self.school(which)
        school.trusted = not school.trusted
        if school.trusted:
            TrustedSchool.objects.create(site=site)
        else:
            TrustedSchool.objects.get(site=site).delete()

    @rule(which=WHICH, kind=st.sampled_from(KINDS), at_once=st.booleans(), keep=st.booleans())
    def change_the_rules(self, which, kind, at_once, keep):
        ChannelRule.objects.filter(column_kind=kind).delete()
        self.expected.rules.pop(kind, None)
        if keep:
            channel = sorted(self.expected.columns)[which % len(self.expected.columns)]
            ChannelRule.objects.create(channel_id=channel, column_kind=kind, at_once=at_once)
            self.expected.rules[kind] = Rule(channel, at_once)

    @rule(which=WHICH)
    def hide_what_changes_or_not(self, which):
        channel = sorted(self.expected.columns)[which % len(self.expected.columns)]
        self.expected.hides ^= {channel}
        Channel.objects.filter(pk=channel).update(hides_changed=channel in self.expected.hides)

    @rule(which=WHICH, change=st.sampled_from(["suspend", "reopen", "reopen", "archive"]))
    def change_the_school(self, which, change):
        site, school = self.school(which)
        after = {"suspend": "suspended", "reopen": "open", "archive": "archived"}[change]
        if school.status == after:
            return
        school.status = getattr(sites, change)(site, by=None).status
        hosts.forget()
        for article in self.expected.articles.values():
            if article.school is school and change == "archive":
                article.due = None
            elif article.school is school and change == "reopen" and article.online:
                self.expected.offer(article)

    # --- time

    @rule(minutes=MINUTES, runs=st.booleans())
    def time_passes(self, minutes, runs):
        self.clock.moment += timedelta(minutes=minutes)
        if runs:
            publish_due()
            now = self.clock()
            for number, article in self.expected.articles.items():
                self.the_scheduler_comes(number, article, now)

    def the_scheduler_comes(self, number, article, now):
        if article.live and article.expires and article.expires < now:
            article.live, article.due = False, None
        if article.due and article.due[0] < now and article.school.status == "open":
            self.expected.publish(article, article.due[1], now)
            self.take_date(ArticlePage.objects.get(pk=number), article)


def test_in_any_order_of_events_the_district_shows_what_it_should(
    client, school, other_school, district_editor, monkeypatch
):
    district_editor.is_superuser = True  # may act for the schools as well
    district_editor.save()
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    Histories.world = {"client": client, "by": district_editor, "clock": clock}
    run(
        Histories,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize="HISTORIES" not in os.environ,
            suppress_health_check=list(HealthCheck),
        ),
    )
