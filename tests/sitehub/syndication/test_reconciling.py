"""What is wrong between submissions and articles is found, told and mended."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from school_sites import hosts
from school_sites.models import ArticlePage, Listing
from sitehub.audit.models import AuditEntry
from sitehub.platform.models import ScheduledRun
from sitehub.platform.schedule import jobs, run
from sitehub.provisioning.sites import suspend
from sitehub.syndication import transitions
from sitehub.syndication.ledger_entries import LedgerEntry
from sitehub.syndication.models import Channel, ChannelRule, Decision, Submission
from sitehub.syndication.reconciling import KINDS, reconcile
from tests.factories import column_of, make_article

from .helpers import offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LATER = timedelta(seconds=1)


def set_row(row, **values):
    Submission.objects.filter(pk=row.pk).update(**values)


def forget(row, **values):
    """The row is gone, though the article is there as ``values`` say."""
    Listing.objects.filter(pk=row.article_id).update(**values)
    row.delete()


def put_second(row, **values):
    """Another live row for the same article, in the channel of ``values`` or another one."""
    channel = Channel.objects.exclude(pk=row.channel_id).first()
    Submission.objects.create(**{
        "channel": channel, "column": channel.column, "source_key": "elsewhere:1",
        "article_id": row.article_id, "site": row.site, "title": row.title,
        "school_name": row.school_name, "filed_kind": row.filed_kind,
        "first_published_at": row.first_published_at,
    } | values)  # fmt: skip


def move_behind_its_back(row):
    Listing.objects.filter(pk=row.article_id).update(column=column_of(row.site, "notice"))


def foreign(row):
    set_row(row, column=column_of(row.site))


PLANTS = {
    "unlinked": lambda row: set_row(row, article=None),
    "double": lambda row: put_second(row),
    "key": lambda row: set_row(row, source_key="page:1"),
    "outside": lambda row: set_row(row, outside_url="https://example.com/1"),
    "site": lambda row: set_row(row, site=None),
    "place": move_behind_its_back,
    "aside": lambda row: set_row(row, set_aside=True, standing_at=timezone.now() + LATER),
    "title": lambda row: set_row(row, title="别的标题"),
    "date": lambda row: set_row(row, first_published_at=timezone.now() + LATER),
    "column": foreign,
    "decided": lambda row: set_row(row, decided_at=None, accepted_at=None),
    "undecided": lambda row: set_row(row, decision=Decision.WAITING),
    "flag": lambda row: set_row(row, decision=Decision.ON_HOLD, changed_at=timezone.now()),
    "hidden": lambda row: set_row(row, is_hidden=True),
    "missing": forget,
}


@pytest.fixture
def row(school, district_editor):
    """An accepted submission of the school, among others that are as they should be."""
    ChannelRule.objects.exclude(column_kind__in=["news", "moral"]).delete()  # each is a query
    offer(school, "春游")
    make_article(school, "通知", kind="notice")
    row = offer(school, "校运会")
    return transitions.accept(row, version=row.version, by=district_editor)


@contextmanager
def undone():
    """What is done inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    hosts.forget()


def found(*, mend=False):
    return [batch.kind.name for batch in reconcile(mend=mend)]


def check():
    call_command("reconcile_submissions", check=True)


def test_every_kind_of_drift_is_planted_below():
    assert set(PLANTS) == {kind.name for kind in KINDS} | {"missing"}


def test_drift_is_told_mended_and_recorded(row, capsys):
    check()
    assert "报送与文章一致" in capsys.readouterr().out
    for name, plant in PLANTS.items():
        with undone():
            plant(row)
            lines = AuditEntry.objects.count()
            with pytest.raises(CommandError, match="不加 --check"):
                check()
            assert f"{name} " in capsys.readouterr().out
            assert AuditEntry.objects.count() == lines, "a check writes nothing"
            call_command("reconcile_submissions")
            assert "已修正" in capsys.readouterr().out
            check()
            follows = name in ("title", "date")  # as at any other time, without a line
            assert follows or AuditEntry.objects.count() > lines, name


def test_what_was_mended_is_as_it_was(row):
    columns = [one.attname for one in Submission._meta.concrete_fields]
    changing = ("version", "standing_at", "changed_at", "is_hidden")
    before = [Submission.objects.values_list(*columns).get(pk=row.pk)]
    for name in ("unlinked", "key", "outside", "site", "aside", "title", "date", "column"):
        PLANTS[name](row)
        assert found(mend=True) == [name]
        before.append(Submission.objects.values_list(*columns).get(pk=row.pk))
    kept = [at for at, name in enumerate(columns) if name not in changing]
    assert len({tuple(values[at] for at in kept) for values in before}) == 1


def test_a_row_that_cannot_have_its_article_lets_go_of_it(row):
    put_second(row, channel=row.channel, column=row.column)
    assert found(mend=True) == ["double", "key"]
    assert found() == []
    assert Submission.objects.get(article=row.article_id).pk == row.pk
    second = Submission.objects.get(set_aside=True)
    last = LedgerEntry.objects.filter(submission_id=second.pk).latest("pk")
    assert (last.event, last.set_aside) == ("set-aside", second.set_aside)


def test_a_hidden_article_stays_hidden_until_somebody_looked(row):
    PLANTS["hidden"](row)
    found(mend=True)
    assert not Submission.objects.visible().exists()
    assert Submission.objects.changed().get() == row


def change_a_rule(article):
    ChannelRule.objects.get(column_kind="moral").delete()


def begin_tomorrow(article):
    tomorrow = timezone.localdate() + timedelta(days=1)
    ChannelRule.objects.filter(column_kind="news").update(since=tomorrow)


NOT_MISSED = {
    "not public": lambda article: article.unpublish(),
    "suspended": lambda article: suspend(Listing.objects.get(pk=article.pk).site, by=None),
    "older than the rule": begin_tomorrow,
    "a rule changed since": change_a_rule,
    "no rule": lambda article: ChannelRule.objects.filter(column_kind="news").delete(),
    "deleted": lambda article: article.delete(),
}


def test_what_need_not_be_offered_is_not_missed(row):
    article = ArticlePage.objects.get(pk=row.article_id)
    Submission.objects.all().delete()
    ArticlePage.objects.exclude(pk=article.pk).delete()
    assert found() == ["missing"]
    for why, change in NOT_MISSED.items():
        with undone():
            change(ArticlePage.objects.get(pk=article.pk))
            assert found() == [], why


def test_what_a_school_withdrew_or_the_district_recalled_is_no_drift(
    row, school, editor, district_editor
):
    transitions.recall(row, version=row.version, by=district_editor)
    transitions.withdraw(offer(school, "合唱"), by=editor)
    returned = offer(school, "画展")
    transitions.return_to_school(
        returned, version=returned.version, by=district_editor, reason="重复"
    )
    moved = offer(school, "义卖")
    ArticlePage.objects.get(pk=moved.article_id).move(column_of(school, "notice"), pos="last-child")
    gone = offer(school, "植树")
    ArticlePage.objects.get(pk=gone.article_id).delete()
    assert found() == []


def test_batches_hold_a_few_rows_and_cost_the_same(row, school):
    def plant(count):
        for number in range(count):
            offer(school, f"文章{count}之{number}")
        Submission.objects.filter(title__startswith="文章").update(title="错")

    def batches():
        with CaptureQueriesContext(connection) as captured:
            sizes = [len(batch.rows) for batch in reconcile(mend=False, batch=4)]
        return sizes, len(captured)

    plant(4)
    sizes, few = batches()
    assert sizes == [4]
    plant(7)
    sizes, more = batches()
    assert sizes == [4, 4, 3]
    assert more - few == 2


def test_the_nightly_job_fails_where_people_look(row, admin_client, administrator):
    job = next(one for one in jobs() if one.name == "reconcile_submissions")
    ScheduledRun.objects.create(name=job.name, started_at=timezone.now())
    set_row(row, title="别的标题")
    run(job)
    assert "1 处" in ScheduledRun.objects.get(name=job.name).error
    assert Submission.objects.get(pk=row.pk).title == "别的标题", "a person looks first"
    admin_client.force_login(administrator)
    assert "1 处不一致" in admin_client.get("/admin/platform/").content.decode()
