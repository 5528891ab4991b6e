"""The table of the engine on SQLite made anew, without the numbers that no entry has any more.

It is filled beside the old one, a batch in a transaction, so that nobody waits for long.
An entry's number only rises, and another text has another number: what comes into being meanwhile
stands behind what was copied, and the last batch, which takes the old one's place, has it all.
"""

from django.db import connection, transaction

from search.models import Entry
from search.texts import tokens_of

from .sqlite import BITS, CREATE, INSERT, PART, TABLE, rows_of

NEXT = f"{TABLE}_next"
CHUNK = 400  # entries; see search.drift
DEAD = 1 / 3  # of the table, from which on it is made anew


def is_wanted():
    """Whether more than a third of the table is dead."""
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {TABLE}_docsize")
        (there,) = cursor.fetchone()
    return there - Entry.objects.count() > there * DEAD


def make_anew(progress=lambda total: None):
    """Make the table anew; goes on where an earlier one was broken off."""
    bar = progress(Entry.objects.count())
    if NEXT not in connection.introspection.table_names():
        with transaction.atomic():
            _execute(CREATE.format(NEXT))
            _execute(PART.format(NEXT))
    last = _last_copied()
    while True:
        with transaction.atomic():
            copied, last = _copy_some(last)
            if copied < CHUNK:
                _execute(f"DROP TABLE {TABLE}")
                _execute(f"ALTER TABLE {NEXT} RENAME TO {TABLE}")
        if bar is not None:
            bar.update(copied)
        if copied < CHUNK:
            return


def _last_copied():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id & {(1 << BITS) - 1}), 0) FROM {NEXT}_docsize")
        return cursor.fetchone()[0]


def _copy_some(last):
    """Copy the entries behind the number ``last``; returns how many, and the last one's."""
    entries = Entry.objects.filter(pk__gt=last).select_related("text").order_by("pk")[:CHUNK]
    rows = [(entry, tokens_of(entry.text)) for entry in entries]
    with connection.cursor() as cursor:
        cursor.executemany(INSERT.format(NEXT), rows_of(rows))
    return len(rows), rows[-1][0].pk if rows else last


def _execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
