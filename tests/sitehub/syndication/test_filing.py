"""Where submissions belong when articles, columns and sites change place or state."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from school_sites.listings_check import mend
from school_sites.models import ArticlePage, ColumnPage, Listing
from sitehub.audit.models import AuditEntry
from sitehub.provisioning.sites import archive, reopen, suspend
from sitehub.syndication import transitions
from sitehub.syndication.models import Channel, ChannelRule, Decision, Submission, TrustedSchool
from tests.factories import column_of, make_article, make_school

from .helpers import offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def page(pk):
    return ArticlePage.objects.get(pk=pk)


def move(article, column):
    page(article.pk).move(ColumnPage.objects.get(pk=column.pk), pos="last-child")


def publish(article):
    page(article.pk).save_revision().publish()


def set_kind(column, kind):
    column = ColumnPage.objects.get(pk=column.pk)
    column.kind = kind
    column.save_revision().publish()


def shown():
    """(article, channel name) of what the district shows, one entry for each row."""
    return sorted(Submission.objects.visible().values_list("article", "channel__name"))


def accepted(article, by):
    submission = Submission.objects.get(article=article)
    return transitions.accept(submission, version=submission.version, by=by)


# --- an article is moved


def test_moved_and_published_again_an_article_is_shown_once_where_it_is(school):
    TrustedSchool.objects.create(site=school)
    article = make_article(school)
    move(article, column_of(school, "moral"))
    publish(article)
    assert shown() == [(article.pk, "德育体艺")]
    assert Submission.objects.get().accepted_at is not None


def test_what_one_channel_accepted_waits_in_the_next(school, district_editor):
    article = make_article(school)
    before = accepted(article, district_editor)
    move(article, column_of(school, "moral"))
    row = Submission.objects.get()
    assert (row.channel.name, row.decision, row.decided_by) == ("德育体艺", "waiting", None)
    assert row.version == before.version + 1
    with pytest.raises(transitions.AlreadyDecided, match="刚才有了变化"):
        transitions.recall(row, version=before.version, by=district_editor)
    line = AuditEntry.objects.get(action="submission.refile")
    assert line.object_id == str(row.pk)
    assert line.details == {"moved": 1, "waits_again": 1, "channel": "德育体艺"}


@pytest.mark.parametrize("decide", ["return_to_school", "put_on_hold", "recall"])
def test_a_move_is_no_way_around_a_decision(school, district_editor, decide):
    article = make_article(school)
    row = accepted(article, district_editor)
    reason = {} if decide == "put_on_hold" else {"reason": "重复"}
    decided = getattr(transitions, decide)(row, version=row.version, by=district_editor, **reason)
    move(article, column_of(school, "moral"))
    row = Submission.objects.get()
    assert (row.decision, row.reason) == (decided.decision, decided.reason)
    assert row.channel.name == "德育体艺"


def test_in_a_column_without_a_rule_it_leaves_the_district_and_comes_back(school, district_editor):
    article = make_article(school)
    accepted(article, district_editor)
    move(article, column_of(school, "notice"))
    assert shown() == []
    assert Submission.objects.get().set_aside
    assert AuditEntry.objects.get(action="submission.refile").details["set_aside"] == 1
    publish(article)
    assert shown() == []
    move(article, column_of(school))
    assert shown() == [(article.pk, "学校动态")]
    assert not Submission.objects.get().school_withdrew


def test_between_columns_of_one_channel_nothing_changes(school, district_editor):
    article = make_article(school)
    before = accepted(article, district_editor)
    move(article, column_of(school, "students"))
    row = Submission.objects.get()
    assert (row.version, row.decision) == (before.version, "accepted")
    assert not AuditEntry.objects.filter(action="submission.refile").exists()


def test_a_row_that_stands_in_the_new_channel_keeps_its_decision(school, district_editor):
    article = make_article(school)
    live = accepted(article, district_editor)
    channel = Channel.objects.get(name="德育体艺")
    old = Submission.objects.create(
        channel=channel, column=channel.column, source_key=live.source_key, site=school,
        article=page(article.pk), title=live.title, school_name=school.name, set_aside=True,
        first_published_at=live.first_published_at, decision=Decision.RECALLED,
    )  # fmt: skip
    move(article, column_of(school, "moral"))
    rows = Submission.objects.order_by("pk").values_list("pk", "decision", "set_aside")
    assert list(rows) == [(live.pk, "accepted", True), (old.pk, "recalled", False)]
    move(article, column_of(school))
    assert shown() == [(article.pk, "学校动态")]


def test_moved_while_private_it_is_not_shown_where_it_was(school, district_editor):
    article = make_article(school)
    accepted(article, district_editor)
    private = PageViewRestriction.objects.create(page=article, restriction_type="login")
    move(article, column_of(school, "notice"))
    private.delete()
    assert shown() == []


def test_moved_while_private_it_is_not_offered(school):
    article = make_article(school, kind="notice")
    PageViewRestriction.objects.create(page=article, restriction_type="login")
    move(article, column_of(school))
    assert not Submission.objects.exists()


def test_rules_say_where_articles_go_from_now_on(school, district_editor):
    old = make_article(school, "旧闻")
    accepted(old, district_editor)
    rule = ChannelRule.objects.get(column_kind="news")
    rule.channel = Channel.objects.get(name="德育体艺")
    rule.save()
    publish(old)
    new = make_article(school, "新闻")
    assert Submission.objects.get(article=new).channel.name == "德育体艺"
    rule.delete()
    publish(old)
    assert shown() == [(old.pk, "学校动态")]


# --- a column changes its kind


def test_a_column_of_another_kind_takes_its_articles_along(school, district_editor):
    articles = [make_article(school, f"文章{number}") for number in range(3)]
    accepted(articles[0], district_editor)
    column = column_of(school)
    set_kind(column, "notice")
    assert shown() == []
    assert not Submission.objects.waiting().exists()
    set_kind(column, "news")
    assert shown() == [(articles[0].pk, "学校动态")]
    set_kind(column, "moral")
    assert shown() == []
    assert Submission.objects.waiting().filter(channel__name="德育体艺").count() == 3
    line = AuditEntry.objects.filter(action="submission.refile").last()
    assert (line.object_title, line.details["moved"]) == (column.title, 3)


def test_a_column_that_becomes_offered_offers_its_articles(school):
    make_article(school, kind="notice")
    set_kind(column_of(school, "notice"), "news")
    assert Submission.objects.get().channel.name == "学校动态"


def test_a_districts_own_column_files_nothing(district):
    make_article(district, kind="notice")
    set_kind(column_of(district, "notice"), "news")
    assert not Submission.objects.exists()


def test_statements_do_not_grow_with_the_articles(school, other_school):
    for site, count in ((school, 1), (other_school, 12)):
        for number in range(count):
            make_article(site, f"文章{number}")
            make_article(site, f"通知{number}", kind="notice")

    def statements(site):
        with CaptureQueriesContext(connection) as captured:
            set_kind(column_of(site), "moral")
            set_kind(column_of(site, "notice"), "news")
        return len(captured)

    assert statements(other_school) == statements(school)


# --- a site is opened


def test_what_was_published_while_preparing_is_offered_on_opening(district, district_editor):
    school = make_school("later", status="preparing")
    news, private = make_article(school, "喜报"), make_article(school, "内部")
    make_article(school, "通知", kind="notice")
    make_article(school, "草稿", publish=False)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert not Submission.objects.exists()
    reopen(school, by=None)
    row = Submission.objects.get()
    assert (row.article_id, row.channel.name, row.decision) == (news.pk, "学校动态", "waiting")
    assert row.first_published_at == Listing.objects.get(pk=news.pk).published_at
    transitions.accept(row, version=row.version, by=district_editor)
    reopen(suspend(school, by=None), by=None)
    assert Submission.objects.get().decision == "accepted"


def test_a_trusted_school_is_on_the_district_as_soon_as_it_opens(district):
    school = make_school("later", status="preparing")
    TrustedSchool.objects.create(site=school)
    article = make_article(school)
    reopen(school, by=None)
    assert shown() == [(article.pk, "学校动态")]


# --- dates


@pytest.mark.parametrize("way", ["published", "mended"])
def test_a_changed_date_is_the_same_on_both_sites(client, school, way):
    TrustedSchool.objects.create(site=school)
    first, second = make_article(school, "第一篇"), make_article(school, "第二篇")
    day = timezone.now() - timedelta(days=40)
    if way == "published":
        second.publication_date = day
        second.save_revision().publish()
    else:
        ArticlePage.objects.filter(pk=second.pk).update(publication_date=day)
        mend(second.pk)
    rows = Submission.objects.visible().newest_first()
    assert [row.article_id for row in rows] == [first.pk, second.pk]
    assert rows[1].first_published_at == Listing.objects.get(pk=second.pk).published_at == day
    text = timezone.localtime(day).strftime("%Y-%m-%d")
    for host, path in (
        ("shiyan.localhost", "/xinwen/"),
        ("district.localhost", "/xinwen/xuexiao/"),
    ):
        assert text in client.get(path, headers={"host": host}).content.decode(), host


# --- any order of events


class Expected:
    """What should become of one article's submission, told without a database."""

    CHANNELS = {"news": "学校动态", "students": "学校动态", "moral": "德育体艺", "notice": None}

    def __init__(self, kind, trusted):
        self.kind, self.trusted = kind, trusted
        self.channel, self.decision, self.withdrew, self.aside = None, None, False, False
        self.live = self.public = True
        self.written()

    def written(self):
        channel = self.CHANNELS[self.kind]
        if self.decision is None:
            if channel and self.live and self.public:
                self.channel = channel
                self.decision = "accepted" if self.trusted else "waiting"
            return
        self.aside = channel is None
        if channel and channel != self.channel:
            self.channel = channel
            if self.decision == "accepted" and not self.trusted:
                self.decision = "waiting"

    @property
    def visible(self):
        offered = self.decision == "accepted" and not (self.withdrew or self.aside)
        return offered and self.live and self.public


class Walk:
    """One walk over two articles of two schools, one of them trusted."""

    def __init__(self, seed, schools, by):
        self.random, self.by = random.Random(seed), by
        self.articles = {}
        for site, trusted in schools:
            article = make_article(site, f"{site.short_name}的文章")
            self.articles[article.pk] = (site, Expected("news", trusted))

    def step(self):
        pk = self.random.choice(list(self.articles))
        steps = ["publish", "unpublish", "move", "move", "kind", "privacy", "decide", "decide",
                 "withdraw", "again"]  # fmt: skip
        getattr(self, self.random.choice(steps))(pk, *self.articles[pk])

    def publish(self, pk, site, expected):
        page(pk).save_revision().publish()
        expected.live = True
        expected.written()

    def unpublish(self, pk, site, expected):
        page(pk).unpublish()
        expected.live = False

    def move(self, pk, site, expected):
        kinds = dict(self.columns(site))
        column = self.random.choice(sorted(set(kinds) - {page(pk).column.pk}))
        page(pk).move(ColumnPage.objects.get(pk=column), pos="last-child")
        expected.kind = kinds[column]
        expected.written()

    def kind(self, pk, site, expected):
        expected.kind = self.random.choice(sorted(Expected.CHANNELS))
        set_kind(page(pk).column, expected.kind)
        expected.written()

    @staticmethod
    def columns(site):
        columns = ColumnPage.objects.filter(root_path=site.root_page.path)
        return columns.filter(kind__in=Expected.CHANNELS).values_list("pk", "kind")

    def privacy(self, pk, site, expected):
        if expected.public:
            PageViewRestriction.objects.create(page=page(pk), restriction_type="login")
        else:
            PageViewRestriction.objects.get(page=pk).delete()
        expected.public = not expected.public

    def row(self, pk):
        return Submission.objects.filter(article=pk).select_related("site").first()

    def decide(self, pk, site, expected):
        row = self.row(pk)
        if row is not None:
            name = self.random.choice(["accept", "accept", "return_to_school", "recall"])
            reason = {} if name == "accept" else {"reason": "重复"}
            row = getattr(transitions, name)(row, version=row.version, by=self.by, **reason)
            expected.decision = row.decision

    def withdraw(self, pk, site, expected):
        if row := self.row(pk):
            change = transitions.offer_again if expected.withdrew else transitions.withdraw
            change(row, by=self.by)
            expected.withdrew = not expected.withdrew

    def again(self, pk, site, expected):
        if expected.decision == "returned" and not (expected.withdrew or expected.aside):
            transitions.submit_again(self.row(pk), by=self.by)
            expected.decision = "waiting"


@pytest.mark.parametrize("seed", range(4))
def test_in_any_order_of_events_an_article_is_shown_once_or_not_at_all(
    school, other_school, district_editor, seed
):
    TrustedSchool.objects.create(site=other_school)
    district_editor.is_superuser = True  # may act for the schools as well
    district_editor.save()
    walk = Walk(seed, [(school, False), (other_school, True)], district_editor)
    for _step in range(30):
        walk.step()
        expected = [
            (pk, one.channel) for pk, (_site, one) in sorted(walk.articles.items()) if one.visible
        ]
        assert shown() == expected
        assert Submission.objects.count() <= len(walk.articles)


def test_an_archived_schools_offers_wait_no_more_and_its_accepted_ones_stay(
    school, district_editor
):
    article = make_article(school)
    accepted(article, district_editor)
    offer(school, "没处理的")
    assert Submission.objects.waiting().count() == 1
    archive(school, by=None)
    assert Submission.objects.waiting().count() == 0
    assert shown() == [(article.pk, "学校动态")]
