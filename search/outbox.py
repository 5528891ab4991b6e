"""What Elasticsearch is still to be told: written with the change, told by the worker.

The order of writing is the order of truth. Of one entry two transactions cannot write at once,
and each notes its change after the row, so later changes have higher numbers; Elasticsearch
takes none that is lower than what it has. Telling twice, late or in any order does no harm.
"""

import logging
import random
import time
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from .models import Change, Entry

logger = logging.getLogger(__name__)

AT_ONCE = 500  # changes of one claim
TEXTS_AT_ONCE = 50  # entries whose texts are in memory together
BYTES_AT_ONCE = 5 << 20  # of one request
FEW = 50  # changes; of so few visitors learn at once instead of within a second
LEASE = timedelta(minutes=2)  # after which what somebody claimed is claimed anew
LONGEST_WAIT = 60  # seconds between two attempts
MOST_REFUSALS = 5  # of a document that Elasticsearch finds faulty
SECONDS = 60  # of one task


class Refused(RuntimeError):
    """Elasticsearch finds documents faulty; a person should look. The task fails with it."""


def note(numbers):
    """Elasticsearch, if there is one, is to learn of the entries ``numbers`` as they are now."""
    if not settings.ELASTICSEARCH_URL or not numbers:
        return
    now = timezone.now()
    Change.objects.bulk_create(
        (Change(entry_number=number, due_at=now) for number in numbers), batch_size=AT_ONCE
    )
    if not any(run is _ask for _savepoints, run, *_rest in connection.run_on_commit):
        transaction.on_commit(_ask)


def _ask():
    from .tasks import tell_elasticsearch

    path = tell_elasticsearch.module_path
    if not DBTaskResult.objects.ready().filter(task_path=path).exists():
        tell_elasticsearch.enqueue()


def ask_if_due():
    """Have the worker tell what is due; the scheduler's part, for what was lost or postponed."""
    if not settings.ELASTICSEARCH_URL:
        Change.objects.all().delete()
    elif due().exists():
        _ask()


def due():
    """Changes to be told now."""
    return Change.objects.filter(due_at__lte=timezone.now())


def tell(seconds=SECONDS):
    """Tell what is due, as long as it is taken; returns whether nothing due is left.

    Raises Refused for what was refused too often; that is forgotten, and all else is told.
    """
    end = time.monotonic() + seconds
    while changes := _claim():
        if not _tell(changes):
            return False
        if time.monotonic() > end:
            _ask()
            return False
    return True


def _claim():
    """Take some changes; others leave them alone until the moment that names the claim."""
    numbers = due().order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    until = timezone.now() + LEASE + timedelta(microseconds=random.randrange(10**6))  # noqa: S311
    due().filter(pk__in=list(numbers)).update(due_at=until)
    return list(Change.objects.filter(due_at=until).order_by("pk"))


def _tell(changes):
    """Tell of ``changes``; returns whether Elasticsearch takes more."""
    import elasticsearch

    versions = {change.entry_number: change.pk for change in changes}
    late, refused, trouble = set(versions), {}, ""
    try:
        for number, status, reason in _answers(versions):
            if status == 400:
                refused[number] = reason
            elif status not in (200, 201, 409):  # 409: it knows of a later change
                trouble = reason
                break  # it is overwhelmed, or going down: leave it alone for a while
            late.discard(number)
    except (elasticsearch.ApiError, elasticsearch.TransportError) as error:
        trouble = str(error)
    late -= refused.keys()
    _forget(change for change in changes if change.entry_number not in late | refused.keys())
    _postpone([change for change in changes if change.entry_number in late])
    if trouble:
        logger.warning("Elasticsearch takes no updates: %s", trouble)
    if refused:
        _refuse([change for change in changes if change.entry_number in refused], refused)
    return not trouble


def _answers(versions):
    """(entry number, status, reason) of each entry, once every index has answered for it."""
    from elasticsearch import helpers

    from .engines import cluster

    # Looked up after the claim: what is noted once an index is begun reaches it, too.
    aliases = set().union(*cluster.indexes().values()) & {cluster.serving(), cluster.following()}
    if not aliases:
        yield from ((number, 404, "there is no index yet") for number in versions)
        return
    waiting = dict.fromkeys(versions, len(aliases))
    worst = dict.fromkeys(versions, (0, ""))
    answers = helpers.streaming_bulk(
        cluster.client(),
        _actions(versions, sorted(aliases)),
        max_chunk_bytes=BYTES_AT_ONCE,
        raise_on_error=False,
        raise_on_exception=False,
        require_alias=True,  # or an index would come into being that nobody made
        refresh=len(versions) <= FEW,
    )
    for _ok, answer in answers:
        answer = answer["index"]
        number, status = int(answer["_id"]), answer.get("status") or 503
        rank = 0 if status in (200, 201, 409) else status
        worst[number] = max(worst[number], (rank, str(answer.get("error", ""))))
        waiting[number] -= 1
        if not waiting[number]:
            rank, reason = worst[number]
            yield number, rank or 200, reason


def _actions(versions, aliases):
    from .engines import cluster

    numbers = list(versions)
    for start in range(0, len(numbers), TEXTS_AT_ONCE):
        some = numbers[start : start + TEXTS_AT_ONCE]
        entries = Entry.objects.select_related("text").in_bulk(some)
        for number in some:
            document = cluster.document(number, entries.get(number))
            for alias in aliases:
                yield cluster.action(alias, document, versions[number] + cluster.COPIED)


def _forget(changes):
    Change.objects.filter(pk__in=[change.pk for change in changes]).delete()


def _postpone(changes):
    if not changes:
        return
    attempts = min(change.attempts for change in changes) + 1
    wait = timedelta(seconds=min(LONGEST_WAIT, 2**attempts))
    again = {"attempts": attempts, "due_at": timezone.now() + wait}
    Change.objects.filter(pk__in=[change.pk for change in changes]).update(**again)


def _refuse(changes, reasons):
    _postpone(changes)
    hopeless = [change for change in changes if change.attempts + 1 >= MOST_REFUSALS]
    if hopeless:
        _forget(hopeless)
        number = hopeless[0].entry_number
        raise Refused(f"{len(hopeless)} documents refused; entry {number}: {reasons[number]}")
