"""What is due is published, what is over is taken down, each on its own."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from school_sites.models import ArticlePage, Listing
from sitehub.platform.scheduled_publishing import publish_due
from tests.factories import make_article

pytestmark = pytest.mark.both_databases


def schedule(article, **times):
    """Approve a revision of ``article`` for later, as the editor's schedule dialog does."""
    for name, value in times.items():
        setattr(article, name, value)
    article.save_revision().publish()


def make_due(article):
    """Let the time of ``article``'s approved revision come."""
    past = timezone.now() - timedelta(minutes=1)
    revision = Revision.objects.get(object_id=str(article.pk), approved_go_live_at__isnull=False)
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()


@pytest.fixture
def due_article(school):
    """An article whose time has come, and that is not yet live."""
    article = make_article(school, "定时发布", publish=False)
    schedule(article, go_live_at=timezone.now() + timedelta(hours=1))
    make_due(article)
    return article


@pytest.fixture
def expired_article(school):
    """A live article whose time is over."""
    article = make_article(school, "已到期")
    ArticlePage.objects.filter(pk=article.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    return article


def test_due_article_is_published_and_listed(due_article):
    counts = publish_due()
    assert (counts.published, counts.failed) == (1, 0)
    assert Listing.objects.get(pk=due_article.pk).listed


def test_article_whose_time_has_not_come_stays_a_draft(school):
    article = make_article(school, "明天再发", publish=False)
    schedule(article, go_live_at=timezone.now() + timedelta(hours=1))
    assert publish_due().published == 0
    assert not ArticlePage.objects.get(pk=article.pk).live


def test_expired_article_is_taken_down_and_no_longer_listed(expired_article):
    assert publish_due().unpublished == 1
    article = ArticlePage.objects.get(pk=expired_article.pk)
    assert (article.live, article.expired) == (False, True)
    assert not Listing.objects.get(pk=article.pk).listed


def test_second_run_finds_nothing_to_do(due_article, expired_article):
    publish_due()
    again = publish_due()
    assert (again.published, again.unpublished, again.failed) == (0, 0, 0)


def test_failure_of_one_is_rolled_back_and_stops_no_other(
    school, due_article, expired_article, monkeypatch, caplog
):
    other = make_article(school, "另一篇", publish=False)
    schedule(other, go_live_at=timezone.now() + timedelta(hours=1))
    make_due(other)
    publish = Revision.publish

    def break_after_publishing(revision, **options):
        publish(revision, **options)
        if revision.object_id == str(due_article.pk):
            raise RuntimeError("what follows from it failed")

    monkeypatch.setattr(Revision, "publish", break_after_publishing)
    counts = publish_due()
    assert (counts.published, counts.unpublished, counts.failed) == (1, 1, 1)
    assert not ArticlePage.objects.get(pk=due_article.pk).live
    assert not Listing.objects.filter(pk=due_article.pk).exists()
    assert ArticlePage.objects.get(pk=other.pk).live
    assert "what follows from it failed" in caplog.text


def test_row_that_another_scheduler_just_published_is_left_alone(due_article, monkeypatch):
    """Between looking for what is due and locking it, another scheduler was faster."""
    from sitehub.platform import scheduled_publishing

    attempt = scheduled_publishing._attempt

    def other_scheduler_first(counts, change, rows, pk):
        Revision.objects.filter(pk=pk).update(approved_go_live_at=None)
        return attempt(counts, change, rows, pk)

    monkeypatch.setattr(scheduled_publishing, "_attempt", other_scheduler_first)
    assert publish_due().published == 0


def test_command_of_wagtails_name_is_ours(due_article, capsys):
    call_command("publish_scheduled", dryrun=True)
    assert "定时发布" in capsys.readouterr().out
    call_command("publish_scheduled")
    assert "published 1, unpublished 0, failed 0" in capsys.readouterr().out


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_row_locked_by_another_scheduler_is_skipped():
    """With the row locked elsewhere, publish_due neither waits nor publishes twice."""
    import threading

    from django.db import connection

    from tests.factories import make_district, make_school

    make_district()
    article = make_article(make_school("shiyan"), "定时发布", publish=False)
    schedule(article, go_live_at=timezone.now() + timedelta(hours=1))
    make_due(article)
    counts = []

    def other_scheduler():
        counts.append(publish_due())
        connection.close()

    with transaction.atomic():
        Revision.objects.select_for_update().get(approved_go_live_at__isnull=False)
        thread = threading.Thread(target=other_scheduler)
        thread.start()
        thread.join(10)
    assert (counts[0].published, counts[0].failed) == (0, 0)
    assert publish_due().published == 1
