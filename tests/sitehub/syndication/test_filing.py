"""Where submissions belong when articles, columns and sites change place or state."""

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


def test_moved_while_private_it_is_offered_when_it_is_not_any_more(school):
    article = make_article(school, kind="notice")
    PageViewRestriction.objects.create(page=article, restriction_type="login")
    move(article, column_of(school))
    assert not Submission.objects.exists()
    PageViewRestriction.objects.get().delete()
    assert Submission.objects.get().article_id == article.pk
    line = AuditEntry.objects.filter(action="submission.submit").get()
    assert line.details == {"offered": 1}


def test_what_was_renamed_while_hidden_is_shown_by_its_new_name(school, district_editor):
    article = make_article(school, "旧标题")
    private = PageViewRestriction.objects.create(page=article, restriction_type="login")
    article.title = "新标题"
    article.save_revision().publish()
    assert Submission.objects.get(article=article).title == "旧标题"

    private.delete()

    assert Submission.objects.get(article=article).title == "新标题"


def test_what_a_private_column_hid_is_offered_when_it_is_opened(school):
    column = column_of(school)
    private = PageViewRestriction.objects.create(page=column, restriction_type="login")
    articles = {make_article(school, title).pk for title in ("甲", "乙")}
    assert not Submission.objects.exists()
    private.delete()
    assert set(Submission.objects.values_list("article", flat=True)) == articles


def test_deleting_a_private_column_offers_nothing_of_it(school, district_editor):
    column = column_of(school, "students")
    article = make_article(school, column=column)
    PageViewRestriction.objects.create(page=column, restriction_type="login")
    make_article(school, column=column)
    ColumnPage.objects.get(pk=column.pk).delete()
    assert Submission.objects.get().source_key == f"page:{article.pk}"


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


# --- a site is archived


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
