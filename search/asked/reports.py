"""What was asked, for who looks after a site: often, in vain, and which hit was opened."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Sum
from django.utils import timezone

from search.models import SearchClick, SearchCount

from .totals import RARE

LONGEST = 200  # rows of a list
MONTHS = 7  # that 180 days may touch
POSITIONS = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One text: ``times`` asked, on how many ``days``, ``hits`` found last, ``clicks`` on them."""

    text: str
    times: int
    days: int
    hits: int
    clicks: int


def months(today=None):
    """The first days of the months that may be looked at, the newest first."""
    day = (today or timezone.localdate()).replace(day=1)
    found = []
    for _month in range(MONTHS):
        found.append(day)
        day = _before(day)
    return found


def _before(month):
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def _of(model, site, month):
    rows = model.objects.all() if site is None else model.objects.filter(site=site)
    if month is not None:
        rows = rows.filter(day__year=month.year, day__month=month.month)
    return rows


def asked(site, month, *, in_vain=False):
    """The Rows of what was asked most at ``site`` (None: all) in ``month`` (None: all kept).

    What fewer than three asked is left out: it may tell who they are. ``in_vain``: only
    what found nothing.
    """
    rows = _of(SearchCount, site, month).values("text")
    rows = rows.annotate(times=Sum("total"), days=Count("day", distinct=True), most=Max("hits"))
    rows = rows.filter(times__gte=RARE, **({"most": 0} if in_vain else {}))
    chosen = list(rows.order_by("-times", "text")[:LONGEST])
    clicks = _of(SearchClick, site, month).filter(text__in=[one["text"] for one in chosen])
    by_text = dict(clicks.values_list("text").annotate(Sum("total")))
    return [
        Row(one["text"], one["times"], one["days"], one["most"], by_text.get(one["text"], 0))
        for one in chosen
    ]


def positions(site, month):
    """[(position, clicks)] from the first hit to the tenth, then (0, clicks) on all later ones."""
    rows = _of(SearchClick, site, month).values_list("position").annotate(Sum("total"))
    found = dict(rows)
    first = [(place, found.get(place, 0)) for place in range(1, POSITIONS + 1)]
    later = sum(many for place, many in found.items() if place > POSITIONS)
    return [*first, (0, later)]


def totals(site, month):
    """(questions, of them in vain, clicks): sums, rare ones too, as they tell no text."""
    rows = _of(SearchCount, site, month)
    everything = rows.aggregate(n=Sum("total"))["n"] or 0
    in_vain = rows.filter(hits=0).aggregate(n=Sum("total"))["n"] or 0
    clicks = _of(SearchClick, site, month).aggregate(n=Sum("total"))["n"] or 0
    return everything, in_vain, clicks


def by_site(month):
    """[(site number, questions)] of a month, most first."""
    rows = _of(SearchCount, None, month).values_list("site").annotate(n=Sum("total"))
    return list(rows.order_by("-n", "site"))
