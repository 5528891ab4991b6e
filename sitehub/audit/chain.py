"""The chain: each sealed line's fingerprint covers its content and the line before it.

SQLite has one writer, so a line is sealed as it is written. On PostgreSQL that
would make everybody who publishes wait for the slowest transaction; there lines
are written unsealed, and the scheduler seals them in order twice a minute
(docs/decisions/0021).
"""

import hashlib
import json
from datetime import UTC

from django.db import connection, models, transaction
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

# ruff: noqa: S608 (only names of our own tables and columns are put into statements)
FIELDS = [field for field in AuditEntry._meta.concrete_fields if not field.primary_key]
COLUMNS = ", ".join(f'"{field.column}"' for field in FIELDS)
MARKS = ", ".join(["%s"] * len(FIELDS))
TABLE, HEAD = AuditEntry._meta.db_table, ChainHead._meta.db_table
INSERT = f"INSERT INTO {TABLE} ({COLUMNS}) VALUES ({MARKS}) RETURNING id"
READ_HEAD = f"SELECT id, sequence, hash FROM {HEAD}"
WRITE_HEAD = f"UPDATE {HEAD} SET sequence = %s, hash = %s"


def add(entry):
    """Write ``entry`` in the caller's transaction; on SQLite with its seal."""
    with transaction.atomic(savepoint=False):
        if connection.features.has_select_for_update:
            _insert(entry)
        else:
            with connection.cursor() as cursor:
                cursor.execute(READ_HEAD)
                head = ChainHead(*cursor.fetchone())
                _link(entry, head)
                _insert(entry)
                cursor.execute(WRITE_HEAD, [head.sequence, head.hash])
    return entry


def _insert(entry):
    """Write the row without the ORM, which takes five times as long."""
    ops = connection.ops
    values = [getattr(entry, field.attname) for field in FIELDS]
    for number, field in enumerate(FIELDS):
        if values[number] is None:
            continue
        if isinstance(field, models.JSONField):
            values[number] = ops.adapt_json_value(values[number], None)
        elif isinstance(field, models.DateTimeField):
            values[number] = ops.adapt_datetimefield_value(values[number])
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)
        (entry.pk,) = cursor.fetchone()
    entry._state.adding, entry._state.db = False, connection.alias


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
