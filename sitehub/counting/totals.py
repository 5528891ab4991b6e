"""Totals by school, month and channel: kept with each line of the ledger, in its transaction."""

from collections import Counter, defaultdict

from django.db import connection, transaction

from sitehub.syndication.models import LedgerEntry

from .models import MonthTotal
from .points import FIGURES, Line, fold
from .rules import in_force

FIELDS = tuple(Line.__dataclass_fields__)
BATCH = 500
TABLE = MonthTotal._meta.db_table
KEY = ("site_id", "month", "channel_id")


def apply(entries, *, begins):
    """Add what ``entries`` (new lines of the ledger) change; ``begins``: their first ones.

    Two statements at most, however many they are: what was written of the same submissions
    before, and one that adds. Without ``begins`` nothing is asked.
    """
    rules = in_force().rules
    earlier = defaultdict(list) if begins else _earlier(entries)
    new = defaultdict(list)
    for entry in entries:
        new[entry.submission_id].append(line_of(entry))
    changes = Counter()
    for number, lines in new.items():
        changes.update(fold(earlier[number] + lines, rules))
        changes.subtract(fold(earlier[number], rules))
    add(changes)


def _earlier(entries):
    found = defaultdict(list)
    rows = LedgerEntry.objects.filter(
        submission_id__in={one.submission_id for one in entries}
    ).exclude(pk__in=[one.pk for one in entries])
    for values in rows.order_by("pk").values_list(*FIELDS):
        line = Line(*values)
        found[line.submission_id].append(line)
    return found


def line_of(entry):
    """What counting reads of ``entry``."""
    return Line(*(getattr(entry, name) for name in FIELDS))


def add(changes):
    """Add ``changes`` ({(site, month, channel, figure): amount}) to the totals.

    Rows are taken in the order of their key, so that two writers never wait for each other,
    and added to by the database, so that none undoes what the other did.
    """
    rows = rows_of(changes)
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        marks = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(part))
        sums = ", ".join(f"{name} = {TABLE}.{name} + excluded.{name}" for name in FIGURES)
        statement = (
            f"INSERT INTO {TABLE} ({', '.join((*KEY, *FIGURES))}) VALUES {marks} "  # noqa: S608 (names of this module)
            f"ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET {sums}"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for row in part for value in row])


def rows_of(changes):
    """(site, month as text, channel, *FIGURES) of ``changes``, sorted; without those of zeros."""
    found = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
    for (site, month, channel, figure), amount in changes.items():
        found[site, month.isoformat(), channel][figure] += amount
    return sorted(
        (*key, *(amounts[name] for name in FIGURES))
        for key, amounts in found.items()
        if any(amounts.values())
    )


def counted(site_id, rules):
    """What the ledger adds up to for one school: a Counter as ``add`` takes it."""
    mine = LedgerEntry.objects.filter(site_id=site_id).order_by().values("submission_id")
    rows = LedgerEntry.objects.filter(submission_id__in=mine).order_by("submission_id", "pk")
    found, lines = Counter(), []
    for values in rows.values_list(*FIELDS).iterator(chunk_size=2_000):
        line = Line(*values)
        if lines and lines[0].submission_id != line.submission_id:
            found.update(fold(lines, rules))
            lines = []
        lines.append(line)
    if lines:
        found.update(fold(lines, rules))
    # What was given to another school since counts there.
    return Counter({key: amount for key, amount in found.items() if key[0] == site_id})


def kept(site_id):
    """What the totals say of one school, as ``counted`` says it; zeros left out."""
    rows = MonthTotal.objects.filter(site=site_id).values_list(*KEY, *FIGURES)
    return Counter(
        {
            (site, month, channel, name): amount
            for site, month, channel, *amounts in rows
            for name, amount in zip(FIGURES, amounts, strict=True)
            if amount
        }
    )


@transaction.atomic
def renew(site_id, rules):
    """Count one school anew from the ledger."""
    _alone()
    MonthTotal.objects.filter(site=site_id).delete()
    add(counted(site_id, rules))


def compare(site_id, rules):
    """(what is kept, what is counted) of one school; while nobody writes if they differ."""
    has, should = kept(site_id), counted(site_id, rules)
    if has == should:
        return has, should
    with transaction.atomic():
        _alone()
        return kept(site_id), counted(site_id, rules)


def _alone():
    """Until the transaction ends nobody else adds to totals (on SQLite nobody does anyway).

    Whoever waits for that has written a line that is not seen here, and adds it afterwards.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {TABLE} IN SHARE ROW EXCLUSIVE MODE")
