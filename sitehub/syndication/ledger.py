"""Writing the ledger: one line for each thing that happens to a submission, in its transaction.

Whatever changes how a submission stands (its decision, what the school took back, where
it belongs) calls ``write`` after its update, so that the rows it reads are what it left.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.dispatch import Signal
from django.utils import timezone

from .ledger_entries import Event, LedgerEntry
from .lengths import lengths_of

BATCH = 500
# The text counts as it is when it is offered and when it is taken.
WEIGHED = (Event.SUBMITTED, Event.SUBMITTED_AGAIN, Event.ACCEPTED)

# Sent in the same transaction after lines were written. Arguments: entries, in order;
# begins, whether they are the first lines of their submissions.
ledger_written = Signal()

_moment = ContextVar("moment", default=None)


@contextmanager
def as_of(moment):
    """What is written in the block happened at ``moment``: for worlds with a past."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


def write(rows, event, *, by=None, begins=False, lengths=None, **facts):
    """Add one line for each of ``rows`` (submissions as they stand now); return the lines.

    ``begins``: nothing was written of them before. ``lengths``: {article: characters} where
    the caller has them; else they are read where they count. ``facts`` are other fields.
    Statements grow by BATCH rows, not by the row.
    """
    rows, at = list(rows), _moment.get() or timezone.now()
    facts = {"counts_on": timezone.localdate(at)} | facts
    if by is not None:
        facts |= {"by_id": by.pk, "by_name": str(by)[:150]}
    written = []
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        known = _lengths(part, event) if lengths is None else lengths
        entries = [
            LedgerEntry(
                event=event, at=at, characters=known.get(row.article_id), **_standing(row), **facts
            )
            for row in part
        ]
        written += LedgerEntry.objects.bulk_create(entries)
        ledger_written.send(sender=LedgerEntry, entries=entries, begins=begins)
    return written


def _standing(row):
    return {
        "submission_id": row.pk,
        "site_id": row.site_id,
        "school_name": row.school_name,
        "channel_id": row.channel_id,
        "title": row.title,
        "published_at": row.first_published_at,
        "decision": row.decision,
        "school_withdrew": row.school_withdrew,
        "set_aside": row.set_aside,
    }


def _lengths(rows, event):
    articles = [row.article_id for row in rows if row.article_id]
    return lengths_of(articles) if articles and event in WEIGHED else {}
