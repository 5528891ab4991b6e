"""iCalendar files (RFC 5545): one event, and a calendar column to subscribe to.

They say what the page says and no more: no person, no address, no contact.
Times carry the platform's time zone with its rules, so that a phone abroad
shows the school's hour. Stamps come from the listing: the same event gives the
same bytes.
"""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from icalendar import Calendar, Event

from sitehub.publishing import tag, until

from . import event_lists, event_times, queries
from .event_lists import EventWindow
from .models import ColumnLayout, Listing
from .plain_text import without_control

CONTENT_TYPE = "text/calendar; charset=utf-8"
KEPT_DAYS = 90  # how long past events stay in a subscribed calendar
LIMIT = 500


def event_file(page):
    """``event.ics`` of one event; 404 before it is published."""
    entry = page.site_entry
    listings = Listing.objects.for_site(entry.school_site).visible().filter(pk=page.pk)
    items = queries.items_of(entry.school_site, listings)
    if not items:
        raise Http404
    response = respond(entry, page.title, items, name=f"event-{page.pk}.ics")
    return tag(response, site=entry.id, article=page.pk)


def column_file(column):
    """``calendar.ics`` of a calendar column: what is coming, and the last weeks."""
    if column.layout != ColumnLayout.CALENDAR:
        raise Http404
    entry, now = column.site_entry, timezone.now()
    since = event_times.day_start(now) - timedelta(days=KEPT_DAYS)
    window = EventWindow(limit=LIMIT, column_id=column.pk, since=since)
    items = event_lists.events(entry.school_site, window)
    title = f"{entry.school_site.short_name}{column.title}"
    response = respond(entry, title, items, name="calendar.ics")
    until(response, event_times.next_midnight(now))
    return tag(response, site=entry.id, column=column.pk)


def respond(entry, title, items, *, name):
    """A calendar of list items as a response."""
    calendar = Calendar()
    calendar.add("prodid", "-//SiteHub//SiteHub//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", without_control(title))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    for item in items:
        calendar.add_component(component(entry, item))
    calendar.add_missing_timezones()
    response = HttpResponse(calendar.to_ical(), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def component(entry, item):
    """One event. Its UID is the article's number at the site's code, whatever its host."""
    facts = item.facts
    source = queries.entry_of(item.site_id)
    event = Event()
    event.add("uid", f"article-{item.article_id}@{source.school_site.code}.sitehub")
    event.add("dtstamp", item.updated)
    event.add("last-modified", item.updated)
    event.add("summary", without_control(item.title))
    start, end = timezone.localtime(facts.starts_at), timezone.localtime(facts.ends_at)
    if facts.all_day:
        event.add("dtstart", start.date())
        event.add("dtend", end.date() + timedelta(days=1))  # exclusive
    else:
        event.add("dtstart", start)
        if event_times.has_hour(facts.ends_at):
            event.add("dtend", end)
    if facts.place:
        event.add("location", without_control(facts.place))
    if item.summary:
        event.add("description", without_control(item.summary))
    event.add("url", item.url if "://" in item.url else entry.url(item.url))
    return event
