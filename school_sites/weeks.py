"""School weeks, Monday to Friday: their days, their names."""

from datetime import date, timedelta

from . import clock

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
SCHOOL_DAYS = 5
SATURDAY = 5


def monday_of(day):
    """The Monday of the week of ``day``, a date."""
    return day - timedelta(days=day.weekday())


def coming_monday():
    """The Monday of the week that visitors care for now: at the weekend, the next one."""
    today = clock.today()
    ahead = 7 if today.weekday() >= SATURDAY else 0
    return monday_of(today) + timedelta(days=ahead)


def day_text(day):
    """``3 月 2 日``."""
    return f"{day.month} 月 {day.day} 日"


def week_text(monday):
    """``2026 年 3 月 2 日—6 日``; month and year are said again only where they change."""
    friday = monday + timedelta(days=SCHOOL_DAYS - 1)
    if friday.year != monday.year:
        end = f"{friday.year} 年 {day_text(friday)}"
    elif friday.month != monday.month:
        end = day_text(friday)
    else:
        end = f"{friday.day} 日"
    return f"{monday.year} 年 {day_text(monday)}—{end}"


def last_day(year):
    """The last day of a year."""
    return date(year, 12, 31)
