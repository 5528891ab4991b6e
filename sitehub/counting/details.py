"""Where a school's points of a month come from: its lines of the ledger, with what each earned."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from sitehub.syndication.ledger_entries import Event
from sitehub.syndication.models import Decision, LedgerEntry

from .periods import later
from .points import POINTS, steps
from .rules import in_force
from .totals import line_of

MOST = 300  # lines shown


@dataclass
class Detail:
    """One line: the day it counts on, what happened to which article, and its points."""

    day: date
    title: str
    event: str
    place: str
    points: int


def details_of(site, month):
    """Details of ``site`` in ``month`` (its first day), the newest first; two queries at most.

    Returns (details, how many there are): MOST of them are read.
    """
    own = LedgerEntry.objects.filter(site_id=site.pk)
    in_month = own.filter(counts_on__gte=month, counts_on__lt=later(month, 1)).order_by()
    numbers = set(in_month.values_list("submission_id", flat=True))
    newest = sorted(numbers, reverse=True)[:MOST]
    rows = LedgerEntry.objects.filter(submission_id__in=newest).order_by("submission_id", "pk")
    found = []
    for _number, entries in groupby(rows, key=lambda one: one.submission_id):
        found += _of_submission(list(entries), month)
    found.sort(key=lambda one: one[0], reverse=True)
    return [detail for _pk, detail in found[:MOST]], len(found)


def _of_submission(entries, month):
    """(number of the line, Detail) of the lines that count in ``month``."""
    changes = steps([line_of(one) for one in entries], in_force().rules)
    for entry, (line, change) in zip(entries, changes, strict=True):
        if line.counts_on.replace(day=1) == month:
            points = sum(amount for (_channel, name), amount in change.items() if name == POINTS)
            place = " ".join(filter(None, (entry.get_level_display(), entry.place)))
            yield (
                entry.pk,
                Detail(line.counts_on, entry.title, _told(entry), place, points),
            )


def _told(entry):
    if (entry.event, entry.decision) == (Event.SUBMITTED, Decision.ACCEPTED):
        return _("报送，直接采用")
    return entry.get_event_display()
