"""The chain: each sealed line's fingerprint covers its content and the line before it.

SQLite has one writer, so a line is sealed as it is written. On PostgreSQL that
would make everybody who publishes wait for the slowest transaction; there lines
are written unsealed and sealed in order after the commit, and by the scheduler
where that did not happen (docs/decisions/0021).
"""

import hashlib
import json
from datetime import UTC

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from .models import AuditEntry, ChainHead

VERSION = 1
START = ""  # what the first line has for the hash of the line before it
BATCH = 500
# What the fingerprint covers beside version, sequence and the previous one.
CONTENT = (
    "at", "actor_id", "actor_name", "roles", "source", "address", "agent", "request_id",
    "action", "site_id", "site_code", "object_kind", "object_id", "object_title",
    "before", "after", "details",
)  # fmt: skip
SEAL = ("version", "sequence", "previous_hash", "hash")


def add(entry):
    """Write ``entry`` in the caller's transaction, and see to its seal."""
    with transaction.atomic(savepoint=False):
        if connection.features.has_select_for_update:
            entry.save(force_insert=True)
            _seal_after_commit()
        else:
            head = ChainHead.objects.get()
            _link(entry, head)
            entry.save(force_insert=True)
            ChainHead.objects.update(sequence=head.sequence, hash=head.hash)
    return entry


def _seal_after_commit():
    """Once per transaction, however many lines it writes."""
    if not any(waiting[1] is seal for waiting in connection.run_on_commit):
        transaction.on_commit(seal, robust=True)


def seal():
    """Seal the lines that are not yet, oldest first; return how many.

    Where another process is sealing, this one goes home: nobody waits.
    """
    sealed = 0
    while done := _seal_batch():
        sealed += done
        if done < BATCH:
            break
    return sealed


@transaction.atomic
def _seal_batch():
    head = ChainHead.objects.select_for_update(skip_locked=True).first()
    if head is None:
        return 0
    entries = list(unsealed().order_by("pk")[:BATCH])
    if not entries:
        return 0
    for entry in entries:
        _link(entry, head)
    AuditEntry.objects.bulk_update(entries, SEAL)
    head.save(update_fields=["sequence", "hash"])
    return len(entries)


def unsealed():
    """Lines that wait for their seal."""
    return AuditEntry.objects.filter(Q(sequence=None))


def _link(entry, head):
    """Make ``entry`` the end of the chain, and ``head`` say so."""
    entry.version, entry.sequence, entry.previous_hash = VERSION, head.sequence + 1, head.hash
    values = {name: getattr(entry, name) for name in (*CONTENT, *SEAL)}
    entry.hash = head.hash = fingerprint(values)
    head.sequence = entry.sequence


def fingerprint(values):
    """SHA-256 of a line's canonical form: one JSON object, keys sorted, times in UTC."""
    covered = {name: values[name] for name in (*CONTENT, *SEAL) if name != "hash"}
    covered["at"] = moment(covered["at"])
    text = json.dumps(covered, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def moment(at):
    """``at`` as the canonical form and the archive write it."""
    if timezone.is_naive(at):
        raise ValueError("a moment without a time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")
