"""Dates of entries, as school sites write them."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from django.utils import timezone

FIRST_YEAR = 1990
AHEAD = timedelta(minutes=5)  # clocks differ by so much
DAY = r"(?P<year>\d{4})\s*(?:年|[-/.])\s*(?P<month>\d{1,2})\s*(?:月|[-/.])\s*(?P<day>\d{1,2})\s*日?"
TIME = (
    r"(?:\D{0,12}?(?P<half>上午|下午|晚上|中午|AM|PM)?\s*"
    r"(?P<hour>\d{1,2})\s*[:：时点]\s*(?P<minute>\d{1,2})(?:\s*[:：分]\s*(?P<second>\d{1,2})(?:[.,]\d+)?)?"
    r"\s*(?P<after>AM|PM)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
WRITTEN = re.compile(DAY + TIME, re.IGNORECASE)
CHINESE_MONTHS = {
    "十二月": "Dec", "十一月": "Nov", "十月": "Oct", "九月": "Sep", "八月": "Aug", "七月": "Jul",
    "六月": "Jun", "五月": "May", "四月": "Apr", "三月": "Mar", "二月": "Feb", "一月": "Jan",
}  # fmt: skip
NUMBERED_MONTH = re.compile(r"(?<=\s)(\d{1,2})月")
WEEKDAY = re.compile(r"(星期|周)[一二三四五六日天]\s*,?")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def date_of(value, *, now=None):
    """The moment that ``value`` names, or None for none, or for one that cannot be.

    ``value`` is (text as it was written, struct_time in UTC that feedparser made of it).
    A time without a zone is ours. What lies ahead becomes now: nobody announces
    tomorrow's news, and it would stay on top of every list until then.
    """
    now = now or timezone.now()
    written, parsed = value
    text = str(written).strip()
    moment = _written(text)
    if moment is None and WRITTEN.search(text) is None:  # else a day that there is not
        moment = _parsed(parsed)
    if moment is None or moment.year < FIRST_YEAR:
        return None
    return min(moment, now) if moment > now + AHEAD else moment


def _written(text):
    for read in (_as_number, _as_digits, _as_mail):
        try:
            moment = read(text)
            if moment is not None:
                if timezone.is_naive(moment):
                    moment = timezone.make_aware(moment)
                return moment.astimezone(UTC)
        except (ValueError, OverflowError, TypeError, IndexError, OSError):
            continue
    return None


def _as_number(text):
    """Seconds, or milliseconds, since 1970."""
    if not text.isascii() or not text.isdecimal() or len(text) not in (9, 10, 12, 13):
        return None
    seconds = int(text) / (1000 if len(text) > 10 else 1)
    return datetime.fromtimestamp(seconds, UTC)


def _as_digits(text):
    """2026年3月5日 下午3:20, 2026-03-05T15:20:00+08:00, 2026/3/5 and their like."""
    found = WRITTEN.search(text)
    if found is None:
        return None
    hour = int(found["hour"] or 0)
    half = (found["half"] or found["after"] or "").upper()
    if half in ("PM", "下午", "晚上") and hour < 12:
        hour += 12
    elif half in ("AM", "上午") and hour == 12:
        hour = 0
    moment = datetime(
        int(found["year"]), int(found["month"]), int(found["day"]),
        hour, int(found["minute"] or 0), min(int(found["second"] or 0), 59),
    )  # fmt: skip
    zone = found["zone"]
    if zone:
        zone = "+00:00" if zone.upper() == "Z" else zone
        moment = moment.replace(tzinfo=datetime.strptime(zone.replace(":", ""), "%z").tzinfo)
    return moment


def _as_mail(text):
    """Thu, 05 Mar 2026 15:20:00 +0800, also with Chinese weekdays and months."""
    text = WEEKDAY.sub("", text)
    for chinese, english in CHINESE_MONTHS.items():
        text = text.replace(chinese, english)
    text = NUMBERED_MONTH.sub(lambda found: MONTHS[int(found[1]) - 1], text)
    # A zone of our own land; in mail, CST is six hours behind Greenwich.
    text = re.sub(r"\bCST\b", "+0800", text)
    return parsedate_to_datetime(text.strip())


def _parsed(parsed):
    if not parsed:
        return None
    try:
        return datetime(*parsed[:6], tzinfo=UTC)
    except (ValueError, TypeError):
        return None
