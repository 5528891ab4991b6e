"""Months, terms and years, as the rules divide them. All begin on the first day of a month."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KINDS = {
    "year": gettext_lazy("年度"),
    "term": gettext_lazy("学期"),
    "month": gettext_lazy("月份"),
}
MOST = 36  # of one kind to choose from


@dataclass(frozen=True)
class Period:
    """From ``start`` up to, not including, ``end``: both the first day of a month."""

    kind: str
    start: date
    end: date
    label: str

    @property
    def value(self):
        """How an address names it."""
        return f"{self.kind}:{self.start:%Y-%m}"

    def months(self):
        """The first day of each month in it."""
        count = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
        return [later(self.start, number) for number in range(count)]


def later(day, months):
    """The first day of the month so many months after the one of ``day``."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def period_of(kind, day, settings):
    """The month, term or year that ``day`` is in, by ``settings`` (ScoreRules)."""
    begins = _beginnings(kind, settings)
    start = day.replace(day=1)
    while start.month not in begins:
        start = later(start, -1)
    end = later(start, 1)
    while end.month not in begins:
        end = later(end, 1)
    return Period(kind, start, end, _label(kind, start, settings))


def recent(kind, first, day, settings):
    """The periods from the one with ``first`` to the one with ``day``, newest first; MOST."""
    found = [period_of(kind, day, settings)]
    while found[-1].start > first and len(found) < MOST:
        found.append(period_of(kind, later(found[-1].start, -1), settings))
    return found


def parse(text, settings, *, today):
    """The period that ``text`` (``Period.value``) names; this year where it names none."""
    kind, _colon, month = (text or "").partition(":")
    try:
        day = date.fromisoformat(f"{month}-01")
    except ValueError:
        day = None
    if kind not in KINDS or day is None or not 2000 <= day.year <= today.year + 1:
        return period_of("year", today, settings)
    return period_of(kind, day, settings)


def _beginnings(kind, settings):
    if kind == "month":
        return range(1, 13)
    if kind == "term":
        return (settings.first_term_month, settings.second_term_month)
    return (settings.first_term_month if settings.year_kind == "school" else 1,)


def _label(kind, start, settings):
    if kind == "month":
        return _("%(year)d 年 %(month)d 月") % {"year": start.year, "month": start.month}
    if kind == "year" and settings.year_kind != "school":
        return _("%(year)d 年") % {"year": start.year}
    first, second = settings.first_term_month, settings.second_term_month
    year = start.year
    if kind == "term" and start.month == second and second < first:
        year -= 1
    values = {"year": year, "next": year + 1}
    if kind == "year":
        return _("%(year)d–%(next)d 学年") % values
    if start.month == first:
        return _("%(year)d–%(next)d 学年第一学期") % values
    return _("%(year)d–%(next)d 学年第二学期") % values
