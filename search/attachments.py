"""Reading the words of files that pages offer: what waits, the job, and its end.

Each text ends as done or failed; failed ones stand in a list that the school's people see.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from school_sites.document_access import documents_of, offered_ids

from .extraction import can_read, text_of
from .models import AttachmentText

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)  # reading takes half a minute at most, fetching the file some more
PATIENCE = timedelta(minutes=10)
PAUSES = (timedelta(minutes=1), timedelta(minutes=15))  # after the first try, and the second
MAX_ATTEMPTS = 3
AT_ONCE = 200

# Sent in the same transaction when what is known of a document's words has changed: they were
# read, cannot be read, or are of a file that was replaced. Arguments: document.
attachment_read = Signal()


def page_published(page):
    """Have the files read that ``page`` offers, as far as they were not."""
    want_texts(documents_of(page))


@transaction.atomic
def document_saved(document):
    """A file was replaced: its old words are nobody's any more, the new ones are to be read."""
    old = AttachmentText.objects.filter(document=document).exclude(file_hash=document.file_hash)
    if old.delete()[0]:
        attachment_read.send(sender=AttachmentText, document=document)
    if offered_ids([document.pk]):
        want_texts([document])


@transaction.atomic
def want_texts(documents, *, queue=True):
    """Make a waiting text for each document that has none of its present file; return how many.

    Files of kinds that cannot be read get none. With ``queue`` the worker is told.
    """
    documents = {one.pk: one for one in documents if can_read(one.file.name)}
    texts = AttachmentText.objects.filter(document__in=documents)
    known = set(texts.of_present_file().values_list("document_id", flat=True))
    new = [one for pk, one in documents.items() if pk not in known]
    if not new:
        return 0
    texts.filter(document__in=new).delete()
    rows = [AttachmentText(document=one, file_hash=one.file_hash) for one in new]
    AttachmentText.objects.bulk_create(rows, ignore_conflicts=True)
    if queue:
        for one in new:
            _queue(one.pk)
    return len(new)


# Nobody sits and waits for these, as people do for an import or a letter.
@task(priority=-10)
def read_attachment(document_id):
    """Read one waiting text. Run twice, or by two workers, it is still read once."""
    text = _claim(document_id)
    if text is None:
        return
    document = text.document
    try:
        with document.file.open("rb") as file:
            found = text_of(file, name=document.file.name)
    except FileNotFoundError:
        logger.error("document %s has no file; see manage.py check_media", document.pk)
        _end(text, AttachmentText.FAILED, problem=_("文件不见了，请重新上传。"))
    except OSError as error:
        logger.warning("document %s: storage failed: %s", document.pk, error)
        _try_again(text, _("存放文件的地方暂时读不到。"))
    else:
        _conclude(text, found)


def requeue_attachments(now=None):
    """Put texts in the queue again whose worker died or whose job was lost."""
    now = now or timezone.now()
    for text in AttachmentText.objects.stuck(now, PATIENCE)[:AT_ONCE]:
        if text.attempts >= MAX_ATTEMPTS:
            _end(text, AttachmentText.FAILED, problem=_("读取时几次被中断。"))
            continue
        same = AttachmentText.objects.filter(pk=text.pk, queued_at=text.queued_at)
        if same.update(queued_at=now):
            _queue(text.document_id)


def try_failed_again():
    """Let every text wait that failed; return how many do."""
    failed = AttachmentText.objects.failed()
    waiting = {"state": AttachmentText.WAITING, "attempts": 0, "problem": ""}
    return failed.update(**waiting, due_at=timezone.now(), queued_at=timezone.now())


def _queue(document_id, **options):
    job = read_attachment.using(**options) if options else read_attachment
    transaction.on_commit(lambda: job.enqueue(document_id))


def _claim(document_id):
    """Take a text for ourselves for the time of a lease; None when it is not to be had."""
    now = timezone.now()
    free = AttachmentText.objects.claimable(now).filter(document_id=document_id)
    text = free.filter(attempts__lt=MAX_ATTEMPTS).select_related("document").first()
    if text is None:
        return None
    mine = {
        "attempts": text.attempts + 1,
        "due_at": now + LEASE,
        "file_hash": text.document.file_hash,
    }
    if not free.filter(pk=text.pk, attempts=text.attempts).update(**mine):
        return None
    for name, value in mine.items():
        setattr(text, name, value)
    return text


def _conclude(text, found):
    if found.may_pass:
        _try_again(text, found.problem)
    elif found.problem:
        _end(text, AttachmentText.FAILED, problem=found.problem)
    else:
        note = _("文件很长，只有前面的部分能搜到。") if found.truncated else ""
        _end(text, AttachmentText.DONE, text=found.text, problem=note)


def _try_again(text, problem):
    """Wait for the next try, or give up after the last."""
    if text.attempts >= MAX_ATTEMPTS:
        _end(text, AttachmentText.FAILED, problem=problem)
        return
    later = timezone.now() + PAUSES[text.attempts - 1]
    with transaction.atomic():
        if _mine(text).update(due_at=later, queued_at=later, problem=problem):
            _queue(text.document_id, run_after=later)


@transaction.atomic
def _end(row, state, *, text="", problem=""):
    """End the reading, if it is still ours, and tell."""
    ended = {"state": state, "text": text, "problem": problem, "extracted_at": timezone.now()}
    if _mine(row).update(**ended):
        attachment_read.send(sender=AttachmentText, document=row.document)


def _mine(text):
    """The row as long as nobody else claimed it and its file is the one that was read."""
    same = {"attempts": text.attempts, "file_hash": text.file_hash}
    return AttachmentText.objects.filter(pk=text.pk, state=AttachmentText.WAITING, **same)
