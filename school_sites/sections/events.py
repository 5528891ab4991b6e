"""Events: what is coming, the calendar of a month, and the time and place of one."""

from datetime import timedelta

from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone

from school_sites import context as ctx
from school_sites import event_lists, event_times
from school_sites.event_lists import EventWindow
from school_sites.facts import Facts
from school_sites.linked_data import organisation
from school_sites.models import ColumnLayout, Form
from sitehub.publishing import tag, until

from . import Section, register
from .parts import Part, register_part

COMING_LIMIT = 12  # above a column's articles
MONTH_LIMIT = 300
DAY_LIMIT = 3  # shown in one day of the table; the agenda below has all


def column_values(request, entry, column):
    """What is coming in a calendar column, and the way to the months."""
    site, now = entry.school_site, timezone.now()
    coming = event_lists.coming_events(site, COMING_LIMIT, column.pk)
    local = timezone.localtime(now)
    month = event_times.month_span(local.year, local.month)[0]
    if not coming:  # the last month in which something was
        month = event_lists.month_before(site, column.pk, now) or month
    base = column.site_path(entry)
    return {
        "section_items": coming,
        "month_url": month_url(base, month),
        "calendar_url": f"{base}calendar.ics",
        "changes_at": event_times.next_midnight(now),  # "this month" is another one then
    }


def month_url(base, moment):
    """Address of the month of ``moment`` below a column's address."""
    return f"{base}month/{timezone.localtime(moment):%Y-%m}/"


def month_page(request, page, text):
    """The calendar of one month, ``2026-03``; 404 for months and columns that have none."""
    year, month = parse_month(text)
    if page.layout != ColumnLayout.CALENDAR:
        raise Http404
    entry, site, now = page.site_entry, page.site_entry.school_site, timezone.now()
    first, last = event_times.month_span(year, month)
    window = EventWindow(limit=MONTH_LIMIT, column_id=page.pk, since=first, until=last)
    events = event_lists.events(site, window)
    base = page.site_path(entry)
    columns = ctx.columns_for(entry)
    title = f"{page.title}（{year}年{month}月）"
    crumbs = [*ctx.trail(columns, page.path), {"title": f"{year}年{month}月", "url": ""}]
    context = ctx.page_context(
        entry,
        columns=columns,
        breadcrumb=crumbs,
        title=title,
        path=month_url(base, first),
        description=page.description,
        page_meta=[
            ("ColumnName", page.title),
            ("ColumnDescription", page.description or f"{site.name}{page.title}"),
            ("ColumnKeywords", page.keywords or page.title),
            ("ColumnType", page.column_type),
        ],
        feed_path=f"{base}feed/",
        tree_path=page.path,
    )
    context |= {
        "column": {"title": page.title, "url": base},
        "section_styles": ("events",),
        "month": {"year": year, "month": month, "first": first},
        "weeks": weeks_of(first, last, events, timezone.localdate(now)),
        "events": events,
        "calendar_url": f"{base}calendar.ics",
        **neighbour_months(site, page.pk, base, first, last, events),
    }
    response = TemplateResponse(request, "themes/base/pages/month.html", context)
    until(response, event_times.next_midnight(now), *(e.facts.changes_at(now) for e in events))
    return tag(response, site=site.pk, column=page.pk)


def parse_month(text):
    """(year, month) of ``2026-03``; raises Http404 for anything else."""
    year, dash, month = text.partition("-")
    known = text.isascii() and year.isdecimal() and month.isdecimal() and dash
    if not known or len(year) != 4 or len(month) != 2:
        raise Http404
    if not (1900 <= int(year) <= 9998 and 1 <= int(month) <= 12):
        raise Http404
    return int(year), int(month)


def neighbour_months(site, column_id, base, first, last, events):
    """Links to the nearest months that have events, before and after; "" at an end.

    An event that reaches over the edge of the month is in the month beside it.
    """
    before = after = None
    if any(event.facts.starts_at < first for event in events):
        before = first - timedelta(days=1)
    else:
        before = event_lists.month_before(site, column_id, first)
    if any(event.facts.ends_at >= last for event in events):
        after = last
    else:
        after = event_lists.month_after(site, column_id, last)
    return {
        "previous_url": month_url(base, before) if before else "",
        "next_url": month_url(base, after) if after else "",
    }


def weeks_of(first, last, events, today):
    """The month as weeks of days ``{date, today, inside, events, more}``, Monday first."""
    day = timezone.localdate(first)
    end = timezone.localdate(last)
    inside = range(day.toordinal(), end.toordinal())
    day -= timedelta(days=day.weekday())
    weeks = []
    while day < end:
        week = [day + timedelta(days=number) for number in range(7)]
        weeks.append([day_values(one, one.toordinal() in inside, events, today) for one in week])
        day += timedelta(days=7)
    return weeks


def day_values(date, inside, events, today):
    """One day of the table; days of the months beside are empty."""
    own = [event for event in events if on_day(event.facts, date)] if inside else []
    return {
        "date": date,
        "inside": inside,
        "today": date == today,
        "events": own[:DAY_LIMIT],
        "more": max(0, len(own) - DAY_LIMIT),
    }


def on_day(facts, date):
    """Whether an event takes place on a local date."""
    return timezone.localdate(facts.starts_at) <= date <= timezone.localdate(facts.ends_at)


def event_part(entry, page):
    """Time, place and people of an event, and its calendar file."""
    starts_at, ends_at = page.span
    facts = Facts(form=Form.EVENT, starts_at=starts_at, ends_at=ends_at, all_day=page.all_day,
                  place=page.place)  # fmt: skip
    return Part(
        template="themes/base/components/event.html",
        values={
            "facts": facts,
            "audience": page.audience,
            "contact": page.contact,
            "file_url": f"{page.site_path(entry)}event.ics" if page.pk else "",
        },
        styles=("events",),
        json_ld=event_json_ld(entry, page, facts),
        changes_at=facts.changes_at(timezone.now()),
    )


def event_json_ld(entry, page, facts):
    """schema.org Event; replaces what says that the page is a news article."""
    data = {
        "@type": "Event",
        "name": page.title,
        "startDate": event_times.machine_date(facts.starts_at, facts.all_day),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "eventStatus": "https://schema.org/EventScheduled",
        "organizer": organisation(entry),
        "location": {
            "@type": "Place",
            "name": page.place or entry.school_site.name,
            "address": entry.school_site.address or entry.school_site.name,
        },
    }
    if page.ends_at:
        data["endDate"] = event_times.machine_date(facts.ends_at, facts.all_day)
    if page.audience:
        data["audience"] = {"@type": "Audience", "audienceType": page.audience}
    return data


register(
    Section(
        layout=ColumnLayout.CALENDAR,
        column=column_values,
        styles=("events",),
        empty="还没有安排活动",
    )
)
register_part(Form.EVENT, event_part)
