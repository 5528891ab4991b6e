"""A worker that is killed while it imports (power cut, out of memory): done once, or given up."""

import multiprocessing
import signal
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import timezone

from media.models import SiteImage
from school_sites import import_jobs, imports
from school_sites.models import ArticlePage, ImportJob, ImportReport
from tests.factories import column_of
from tests.school_sites.word_import.documents import with_pictures

PICTURES = 3


def begin_and_wait(number, reached):
    """Import up to where every row is written and nothing committed, and go no further."""

    def wait(*arguments, **options):
        reached.set()
        time.sleep(60)

    imports.record = wait
    import_jobs.run_import.call(number)


def kill_in_the_middle(job):
    """Import ``job`` in a process of its own, and kill that when it has written everything."""
    context = multiprocessing.get_context("fork")
    reached = context.Event()
    connections.close_all()  # the child opens its own
    worker = context.Process(target=begin_and_wait, args=(job.pk, reached))
    worker.start()
    assert reached.wait(60)
    worker.kill()
    worker.join(10)
    assert worker.exitcode == -signal.SIGKILL


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("kills", "state"), [(1, "done"), (import_jobs.MAX_ATTEMPTS, "failed")])
def test_a_killed_import_leaves_nothing_and_is_done_once_or_given_up(
    school, editor, settings, kills, state
):
    upload = SimpleUploadedFile("新闻.docx", with_pictures(PICTURES))
    import_jobs.accept_uploads(column=column_of(school, "news"), uploads=[upload], by=editor)
    job = ImportJob.objects.get()
    for _ in range(kills):
        kill_in_the_middle(job)
        for model in (ArticlePage, SiteImage, ImportReport):
            assert not model.objects.exists()
        import_jobs.run_import.call(job.pk)
        assert not ArticlePage.objects.exists(), "the dead worker's lease still holds"
        ImportJob.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    for minutes in (10, 20):
        import_jobs.requeue_imports(timezone.now() + timedelta(minutes=minutes))
    job.refresh_from_db()
    assert job.state == state
    done = state == "done"
    assert ArticlePage.objects.count() == ImportReport.objects.count() == done
    assert SiteImage.objects.count() == PICTURES * done
    if not done:
        assert "联系平台管理员" in job.message
        job.file.storage.delete(job.file.name)
