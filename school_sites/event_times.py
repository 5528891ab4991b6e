"""When something takes place: from an editor's fields to stored moments, and to words.

A stored end is always a moment, so that "is it over" is one comparison: the
last microsecond of the day stands for "no hour is known".
"""

from datetime import datetime, time, timedelta

from django.utils import timezone

from .weeks import WEEKDAYS


def day_end(moment):
    """The last microsecond of the local day of ``moment``."""
    return datetime.combine(timezone.localtime(moment), time.max, timezone.get_current_timezone())


def day_start(moment):
    """The first moment of the local day of ``moment``."""
    return datetime.combine(timezone.localtime(moment), time.min, timezone.get_current_timezone())


def span_of(starts_at, ends_at, all_day):
    """(start, end) as stored: whole days where ``all_day``; without an end, the day's end."""
    if all_day:
        return day_start(starts_at), day_end(ends_at or starts_at)
    return starts_at, ends_at or day_end(starts_at)


def has_hour(end):
    """Whether a stored end was given as an hour rather than as a day."""
    return end.microsecond != time.max.microsecond


def words(starts_at, ends_at, all_day):
    """The time of an event in Chinese, from its stored span: ``3月5日（周四）14:00—16:00``.

    The year is always said: pages are read years later.
    """
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    one_day = start.date() == end.date()
    first = f"{start.year}年{_day(start)}"
    last = _day(end) if end.year == start.year else f"{end.year}年{_day(end)}"
    if all_day:
        return first if one_day else f"{first}至{last}"
    first += f"{start:%H:%M}"
    if not has_hour(ends_at):
        return first if one_day else f"{first}至{last}"
    return f"{first}—{end:%H:%M}" if one_day else f"{first}至{last}{end:%H:%M}"


def machine_date(moment, all_day):
    """For ``<time datetime>`` and schema.org: a date, or a moment with its offset."""
    local = timezone.localtime(moment)
    return f"{local:%Y-%m-%d}" if all_day else local.isoformat(timespec="minutes")


def month_span(year, month):
    """(first moment, first moment of the next month) of a calendar month, local time."""
    zone = timezone.get_current_timezone()
    first = datetime(year, month, 1, tzinfo=zone)
    return first, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)


def next_midnight(now):
    """The first moment of the local day after ``now``."""
    return day_end(now) + timedelta(microseconds=1)


def _day(local):
    return f"{local.month}月{local.day}日（周{WEEKDAYS[local.weekday()][-1]}）"


def end_of_date(date):
    """The last microsecond of a date, local time."""
    return datetime.combine(date, time.max, timezone.get_current_timezone())
