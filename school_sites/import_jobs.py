"""Uploads are read by the worker, so that no request waits for a long document."""

import logging
import uuid
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from .imports import check_upload, column_gone, import_article
from .models import ImportJob
from .word_import import ImportRefused

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)  # a conversion may take a minute; no import takes three
PATIENCE = timedelta(minutes=2)  # after which a waiting upload is put in the queue again
SLOW = timedelta(seconds=20)  # after which the page says that nobody has begun
MAX_ATTEMPTS = 3
KEPT_FOR = timedelta(days=30)


class LeaseLost(RuntimeError):
    """Another worker has taken the upload meanwhile; what this one did is undone."""


@transaction.atomic
def accept_uploads(*, column, uploads, by, batch=None):
    """Take files to be imported into ``column``; return their batch's id, ``batch`` or a new one.

    ``by`` must be allowed to add articles there. Each file becomes a waiting
    ImportJob. Raises PermissionDenied, ImportRefused (unknown-type, too-large, empty).
    """
    if not column.permissions_for_user(by).can_add_subpage():
        raise PermissionDenied
    for upload in uploads:
        check_upload(upload.name, upload.size)
    batch = batch or uuid.uuid4()
    for upload in uploads:
        job = ImportJob(column=column, by=by, batch=batch, name=upload.name[:255], size=upload.size)
        suffix = "." + upload.name.rpartition(".")[2].lower()
        job.file.save(f"{uuid.uuid4().hex}{suffix}", upload, save=True)
        run_import.enqueue(job.pk)
    return batch


@task()
def run_import(job_id):
    """Import one waiting upload. Run twice, or by two workers, it still imports once."""
    job = _claim(job_id)
    if job is None:
        return
    try:
        _import(job)
    except ImportRefused as refused:
        _finish(job, ImportJob.REFUSED, str(refused))
    except ValidationError as error:
        refusal = _("导入的内容不能保存：%s") % "；".join(error.messages)
        _finish(job, ImportJob.REFUSED, refusal)
    except PermissionDenied:
        _finish(job, ImportJob.REFUSED, _("您已经没有在这个栏目写文章的权限。"))
    except LeaseLost:
        logger.warning("upload %s was imported by another worker meanwhile", job.pk)
    except Exception:
        # Whatever went wrong, the editor is told and the file is kept for another try.
        logger.exception("import of upload %s failed", job.pk)
        _give_back(job)


def requeue_imports(now=None):
    """Put uploads in the queue again that a dead worker left, or that nobody took."""
    now = now or timezone.now()
    for job in ImportJob.objects.stuck(now, PATIENCE):
        if job.state == ImportJob.RUNNING and job.attempts >= MAX_ATTEMPTS:
            _give_up(job)
            continue
        if ImportJob.objects.filter(pk=job.pk, queued_at=job.queued_at).update(queued_at=now):
            run_import.enqueue(job.pk)


def prune_imports(now=None):
    """Forget uploads that ended a month ago, with the files of those that failed."""
    before = (now or timezone.now()) - KEPT_FOR
    ImportJob.objects.filter(finished_at__lt=before).delete()  # the files follow


def is_slow(job, now=None):
    """Whether nobody has begun with ``job`` for longer than a living worker needs."""
    waits = (now or timezone.now()) - job.created_at
    return job.state == ImportJob.WAITING and waits > SLOW


def _claim(job_id):
    """Take the upload for ourselves for the time of a lease; None when it is not to be had."""
    now = timezone.now()
    free = ImportJob.objects.claimable(now).filter(pk=job_id)
    job = free.filter(attempts__lt=MAX_ATTEMPTS).first()
    if job is None:
        return None
    mine = {"state": ImportJob.RUNNING, "leased_until": now + LEASE, "attempts": job.attempts + 1}
    if not free.filter(attempts=job.attempts).update(**mine):
        return None
    for name, value in mine.items():
        setattr(job, name, value)
    return job


def _import(job):
    """Make the article and end the job in one transaction, so that neither stands alone."""
    if job.column is None:
        raise column_gone()
    with job.file.open("rb") as file:
        data = file.read()
    import_article(
        column=job.column,
        name=job.name,
        data=data,
        by=job.by,
        within=lambda article: _finish(job, ImportJob.DONE, "", article=article),
    )


def _finish(job, state, message, *, article=None):
    """End ``job``, if it is still ours; its file goes once that is certain."""
    ended = {"state": state, "message": message, "article": article, "finished_at": timezone.now()}
    mine = ImportJob.objects.filter(pk=job.pk, attempts=job.attempts, state=ImportJob.RUNNING)
    if not mine.update(**ended):
        raise LeaseLost
    transaction.on_commit(lambda: job.file.storage.delete(job.file.name))


def _give_back(job):
    if job.attempts >= MAX_ATTEMPTS:
        _give_up(job)
        return
    waiting = {"state": ImportJob.WAITING, "leased_until": None, "queued_at": timezone.now()}
    ImportJob.objects.filter(pk=job.pk, attempts=job.attempts).update(**waiting)


def _give_up(job):
    """The file stays, so that somebody can look at it."""
    message = _("文件“%(name)s”导入时出错，试了 %(n)d 次都没有成功。请联系平台管理员。")
    ended = {
        "state": ImportJob.FAILED,
        "message": message % {"name": job.name, "n": job.attempts},
        "finished_at": timezone.now(),
    }
    ImportJob.objects.filter(pk=job.pk, attempts=job.attempts).update(**ended)
