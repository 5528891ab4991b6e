"""What the screens show of the totals. The number of queries does not grow with schools."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from statistics import median

from django.db.models import Min, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from school_sites import hosts
from school_sites.models import SiteStatus
from sitehub.syndication.models import Channel

from .models import MonthTotal
from .periods import KINDS, period_of, recent
from .points import FIGURES
from .rules import in_force

FEWEST = 3  # schools of a kind: the median of two would tell each the other's number
NOTHING = dict.fromkeys(FIGURES, 0)


@dataclass
class Row:
    """One school's figures in a period, and its share of the year's quota."""

    site: object
    submitted: int
    accepted: int
    returned: int
    points: int
    year_accepted: int
    year_points: int
    quota: int  # articles a year; 0 for none
    points_quota: int
    rank: int = 0

    @property
    def rate(self):
        """Percent of what was submitted that was accepted; None where nothing was."""
        return percent(self.accepted, self.submitted)

    @property
    def done(self):
        """Percent of the year's articles; None without a quota."""
        return percent(self.year_accepted, self.quota)

    @property
    def points_done(self):
        """Percent of the year's points; None without a quota."""
        return percent(self.year_points, self.points_quota)


SORTS = {
    "points": lambda row: (-row.points, -row.accepted),
    "submitted": lambda row: -row.submitted,
    "accepted": lambda row: -row.accepted,
    "returned": lambda row: -row.returned,
    "rate": lambda row: -(-1 if row.rate is None else row.rate),
    "done": lambda row: -(-1 if row.done is None else row.done),
    "school": lambda row: row.site.short_name,
}


def percent(part, whole):
    """``part`` of ``whole`` in whole percent; None of nothing."""
    return round(100 * part / whole) if whole > 0 else None


def league(period, *, kind="", sort="points"):
    """Rows of all schools (of ``kind``), ranked by points whatever they are sorted by.

    One query. Schools with the same points have the same rank; one that is not
    open is among them where it has figures.
    """
    now = in_force()
    year = period_of("year", later_day(period), now.settings)
    sums, of_year = _by_site(period, year)
    rows = []
    for site in schools(kind):
        if site.status != SiteStatus.OPEN and not any(sums.get(site.pk, NOTHING).values()):
            continue
        articles, points = now.quotas.get(site.kind, (0, 0))
        in_year = of_year.get(site.pk, NOTHING)
        rows.append(
            Row(
                site,
                **sums.get(site.pk, NOTHING),
                year_accepted=in_year["accepted"],
                year_points=in_year["points"],
                quota=articles,
                points_quota=points,
            )
        )
    _rank(rows)
    key = SORTS.get(sort, SORTS["points"])
    return sorted(rows, key=lambda row: (key(row), row.rank, row.site.short_name))


def later_day(period):
    """A day of the period's last month: its year is the one the period ends in."""
    return period.months()[-1]


def _rank(rows):
    points = sorted((row.points for row in rows), reverse=True)
    places = {}
    for place, value in enumerate(points, start=1):
        places.setdefault(value, place)
    for row in rows:
        row.rank = places[row.points]


def _by_site(*periods):
    """For each of ``periods`` {number of the site: its sums}; one query for all."""
    within = [Q(month__gte=one.start, month__lt=one.end) for one in periods]
    totals = MonthTotal.objects.filter(reduce(or_, within)).order_by()
    sums = {
        f"{name}_{place}": Sum(name, filter=condition, default=0)
        for place, condition in enumerate(within)
        for name in FIGURES
    }
    found = [{} for _period in periods]
    for row in totals.values("site").annotate(**sums):
        for place, by_site in enumerate(found):
            by_site[row["site"]] = {name: row[f"{name}_{place}"] for name in FIGURES}
    return found


def _within(period):
    return MonthTotal.objects.filter(month__gte=period.start, month__lt=period.end).order_by()


def schools(kind=""):
    """Every school (of ``kind``) as the host table knows it; no query."""
    sites = (entry.school_site for entry in hosts.table().by_id.values())
    return [one for one in sites if not one.is_district and kind in ("", one.kind)]


def periods_to_choose(first=None):
    """[(label of the kind, [Period, …]), …] since the first total; one query."""
    settings, today = in_force().settings, timezone.localdate()
    first = first or MonthTotal.objects.aggregate(first=Min("month"))["first"] or today
    return [(label, recent(kind, first, today, settings)) for kind, label in KINDS.items()]


@dataclass
class Month:
    """A school's figures in one month, and the median of its kind."""

    month: date
    submitted: int
    accepted: int
    returned: int
    points: int
    median: float | None


@dataclass
class SchoolReport:
    """One school's year: by month, by channel, and in all."""

    months: list
    channels: list  # (name, submitted, accepted, points)
    total: Row
    median: float | None  # points in the year, of the schools of its kind
    same_kind: int


def school_report(site, year, *, shows_any_median=False):
    """The SchoolReport of ``site`` for ``year`` (a Period). Three queries.

    Without ``shows_any_median`` there is none where the school could tell from it what
    another has.
    """
    months, channels = _of_school(site, year)
    kin = [one.pk for one in schools(site.kind) if one.status == SiteStatus.OPEN]
    medians, of_year = {}, None
    if shows_any_median or len(kin) >= FEWEST:
        medians, of_year = _medians(kin, year)
    articles, points = in_force().quotas.get(site.kind, (0, 0))
    sums = {name: sum(one[name] for one in months.values()) for name in FIGURES}
    total = Row(
        site, **sums, year_accepted=sums["accepted"], year_points=sums["points"],
        quota=articles, points_quota=points,
    )  # fmt: skip
    this_month = timezone.localdate().replace(day=1)
    rows = [
        Month(month, **months.get(month, NOTHING), median=medians.get(month))
        for month in year.months()
        if month <= this_month or month in months
    ]
    return SchoolReport(rows, channels, total, of_year, len(kin))


def _of_school(site, year):
    rows = _within(year).filter(site=site.pk).values_list("month", "channel_id", *FIGURES)
    months, channels = defaultdict(lambda: dict(NOTHING)), defaultdict(lambda: dict(NOTHING))
    for month, channel, *amounts in rows:
        for name, amount in zip(FIGURES, amounts, strict=True):
            months[month][name] += amount
            channels[channel][name] += amount
    names = dict(Channel.objects.values_list("pk", "name"))
    mix = [
        (names.get(number, _("已删除的频道")), one["submitted"], one["accepted"], one["points"])
        for number, one in channels.items()
        if any(one.values())
    ]
    return dict(months), sorted(mix, key=lambda one: (-one[2], -one[1], one[0]))


def _medians(kin, year):
    """({month: median of points}, median of the year) of the schools ``kin``, zeros counted."""
    if not kin:
        return {}, None
    rows = _within(year).values_list("site", "month").annotate(points_sum=Sum("points"))
    wanted, found = set(kin), defaultdict(dict)
    for site, month, points in rows:
        if site in wanted:
            found[month][site] = points
    by_month = {
        month: _middle([found[month].get(site, 0) for site in kin]) for month in year.months()
    }
    return by_month, _middle([sum(one.get(site, 0) for one in found.values()) for site in kin])


def _middle(numbers):
    """Their median, as a whole number where it is one."""
    found = median(numbers)
    return int(found) if found == int(found) else found
