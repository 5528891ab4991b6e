"""Events by when they take place, from every source of a site's lists.

As ``queries`` for lists by date of publication: the only door, one query for
each source. Ends are stored as event_times says, so an event is coming while
its end lies ahead, however many days or months it spans.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from . import clock, event_times, queries
from .models import Listing


@dataclass(frozen=True, slots=True)
class EventWindow:
    """Which events are wanted: those that touch [since, until), or begin at ``starts_from``.

    ``latest_first`` orders by the end, newest first; otherwise by the start.
    ``column_id`` None means the whole site.
    """

    limit: int
    column_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    starts_from: datetime | None = None
    ended_before: datetime | None = None
    latest_first: bool = False

    def condition(self, prefix=""):
        """The window as a condition; ``prefix`` is the relation to a listing."""
        wanted = {
            "starts_at__isnull": False,
            "ends_at__gte": self.since or self.starts_from,  # an end is never before its start
            "ends_at__lt": self.ended_before,
            "starts_at__lt": self.until,
            "starts_at__gte": self.starts_from,
        }
        return Q(**{prefix + name: value for name, value in wanted.items() if value is not None})

    def order(self, prefix=""):
        """The window's order as field names."""
        if self.latest_first:
            return (f"-{prefix}ends_at", f"-{prefix}article_id")
        return (f"{prefix}starts_at", f"{prefix}article_id")


def events(site, window):
    """List items of the events in ``window``, in its order, from every source."""
    found = own_events(site, window)
    for source in queries.sources_of(site):
        if source.events is not None:
            found += source.events(site, window)
    return _in_order(found, window)[: window.limit]


def own_events(site, window):
    """The site's own events in ``window``, in one query."""
    listings = Listing.objects.for_site(site).visible().filter(window.condition())
    if window.column_id:
        listings = listings.filter(column=window.column_id)
    return queries.items_of(site, listings.order_by(*window.order())[: window.limit])


def coming_events(site, limit, column_id=None):
    """Events of ``site`` that are not over, the next one first."""
    window = EventWindow(limit=limit, column_id=column_id, since=clock.now())
    return events(site, window)


def month_before(site, column_id, first):
    """First moment of the last month before ``first`` in which an event ended, or None."""
    window = EventWindow(limit=1, column_id=column_id, ended_before=first, latest_first=True)
    found = events(site, window)
    return _month_of(found[0].facts.ends_at) if found else None


def month_after(site, column_id, last):
    """First moment of the next month from ``last`` on in which an event begins, or None."""
    found = events(site, EventWindow(limit=1, column_id=column_id, starts_from=last))
    return _month_of(found[0].facts.starts_at) if found else None


def _month_of(moment):
    local = timezone.localtime(moment)
    return event_times.month_span(local.year, local.month)[0]


def _in_order(items, window):
    if window.latest_first:
        key = lambda item: (item.facts.ends_at, item.article_id)  # noqa: E731
    else:
        key = lambda item: (item.facts.starts_at, item.article_id)  # noqa: E731
    return sorted(items, key=key, reverse=window.latest_first)
