"""Rules: whom they are for, what they would match, and offering what is older."""

from datetime import timedelta

import pytest
from django.utils import timezone

from school_sites.models import SiteKind
from sitehub.syndication import backfilling
from sitehub.syndication.models import Backfill, Channel, ChannelRule, Decision, Submission
from tests.factories import make_article, make_school

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
RULES = "/admin/submission-settings/rules/"
KIND = "notice"  # no rule of the district's offers it


@pytest.fixture
def secondary(district):
    """An open school of another kind than ``school``."""
    return make_school("zhongxue", kind=SiteKind.MIDDLE)


@pytest.fixture
def admin(admin_client, administrator):
    """A client of the admin host, signed in as the district's administrator."""
    admin_client.force_login(administrator)
    return admin_client


def rule(channel="学校动态", **fields):
    channel = Channel.objects.get(name=channel)
    return ChannelRule.objects.create(channel=channel, column_kind=KIND, **fields)


def form(**fields):
    channel = Channel.objects.get(name="学校动态").pk
    data = {"column_kind": KIND, "channel": channel, "school_kind": "", "site": "", "since": ""}
    return data | fields


def offered(article):
    row = Submission.objects.filter(article=article).first()
    return row and (row.channel.name, row.decision)


def test_the_rule_that_says_most_about_the_school_holds(school, other_school, secondary):
    rule()
    rule("教学研究", school_kind=SiteKind.MIDDLE)
    rule("教学研究", site=other_school, at_once=True)
    assert offered(make_article(school, kind=KIND))[1] == Decision.WAITING
    assert offered(make_article(secondary, kind=KIND)) == ("教学研究", Decision.WAITING)
    assert offered(make_article(other_school, kind=KIND)) == ("教学研究", Decision.ACCEPTED)


def test_what_is_older_than_the_rule_says_is_not_offered(school):
    rule(since=timezone.localdate() - timedelta(days=30))
    now = timezone.now()
    old = make_article(school, kind=KIND, publication_date=now - timedelta(days=31))
    assert offered(old) is None
    assert offered(make_article(school, kind=KIND, publication_date=now - timedelta(days=29)))


def test_preview_counts_what_would_match_and_saves_nothing(admin, school, other_school, secondary):
    now = timezone.now()
    for site, days in ((school, 1), (school, 400), (other_school, 1), (secondary, 1)):
        make_article(site, kind=KIND, publication_date=now - timedelta(days=days))
    make_article(school, kind=KIND, publish=False)
    rule("教学研究", site=other_school)
    count = ChannelRule.objects.count()
    for fields, matches in (
        ({}, 2),
        ({"school_kind": SiteKind.MIDDLE}, 1),
        ({"site": school.pk}, 1),
        ({"since": (timezone.localdate() + timedelta(days=1)).isoformat()}, 0),
    ):
        page = admin.post(RULES + "new/", form(preview="1", **fields)).content.decode()
        assert f"过去一年里有 {matches} 篇文章符合这条规则" in page, fields
    assert ChannelRule.objects.count() == count


def test_a_rule_is_for_a_kind_or_a_school_and_there_is_one_only(admin, school):
    both = form(school_kind=SiteKind.PRIMARY, site=school.pk)
    assert "只能填一个" in admin.post(RULES + "new/", both).content.decode()
    assert admin.post(RULES + "new/", form(site=school.pk)).status_code == 302
    assert "已有一条规则" in admin.post(RULES + "new/", form(site=school.pk)).content.decode()
    assert ChannelRule.objects.filter(column_kind=KIND).count() == 1


def test_older_articles_are_offered_once_however_often(
    admin, school, secondary, run_jobs, monkeypatch
):
    monkeypatch.setattr(backfilling, "CHUNK", 2)
    articles = [make_article(school, f"旧文 {n}", kind=KIND) for n in range(5)]
    make_article(secondary, kind=KIND)
    one = rule(site=school)
    for _again in range(2):
        admin.post(f"{RULES}{one.pk}/backfill/")
    assert Submission.objects.filter(article__in=articles).count() == 5
    assert Submission.objects.count() == 5
    first, second = Backfill.objects.order_by("pk")
    assert (first.total, first.done, first.offered) == (5, 5, 5)
    assert (second.total, second.done, second.offered) == (5, 5, 0)
    page = admin.get(f"{RULES}edit/{one.pk}/").content.decode()
    assert "看了 5 篇，新报送 0 篇" in page


def test_a_run_that_stopped_goes_on_where_it_was(administrator, school, monkeypatch):
    monkeypatch.setattr(backfilling, "CHUNK", 2)
    for number in range(5):
        make_article(school, f"旧文 {number}", kind=KIND)
    job = backfilling.begin_backfill(rule(), by=administrator)
    calls = []
    whole = backfilling.offer_listed

    def breaks(*args):
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("the worker was killed")
        return whole(*args)

    monkeypatch.setattr(backfilling, "offer_listed", breaks)
    with pytest.raises(RuntimeError):
        backfilling.backfill.func(job_id=job.pk)
    assert Submission.objects.count() == 2
    backfilling.backfill.func(job_id=job.pk)
    job.refresh_from_db()
    assert Submission.objects.count() == 5
    assert (job.done, job.offered) == (5, 5)


def test_one_run_at_a_time_and_by_who_may_only(admin, school, district_editor):
    one = rule()
    address = f"{RULES}{one.pk}/backfill/"
    admin.post(address)
    assert "正在补报，请等它做完" in admin.post(address, follow=True).content.decode()
    Backfill.objects.all().delete()
    admin.force_login(district_editor)
    admin.post(address)
    assert not Backfill.objects.exists()
