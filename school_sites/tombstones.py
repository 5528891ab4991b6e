"""What feeds showed and show no longer: who copied it learns that it is gone (RFC 6721).

Nothing is written for it. A listing notes when it was taken off the lists, a deleted
article leaves a GonePage; what only the district showed is known to a registered source.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from . import queries
from .models import GonePage, Listing

MOST = 1000  # in one feed; the oldest are left out


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An item that is in no list any more: its id in feeds, and since when."""

    guid: str
    gone_at: datetime


def article_guid(site_id, number):
    """The id of an article in every feed it stands in: a tag URI (RFC 4151), stable for ever."""
    source = queries.entry_of(site_id)
    code = source.school_site.code if source else "unknown"
    return f"tag:{code}.sitehub,2026:article/{number}"


def outside_guid(number):
    """The id of a page outside, by the number of what was submitted."""
    return f"tag:outside.sitehub,2026:item/{number}"


def guid_of(item):
    """The id of a ListItem in every feed it stands in."""
    if item.is_outside:
        return outside_guid(-item.article_id)
    return article_guid(item.site_id, item.article_id)


def tombstones(site, column_id=None, now=None):
    """What the feed of ``site``, or of a column, lost in the last FEED_DELETED_DAYS days.

    Newest first. Two queries, and those of each source that applies.
    """
    since = (now or timezone.now()) - timedelta(days=settings.FEED_DELETED_DAYS)
    found = own_tombstones(site, column_id, since)
    for source in queries.sources_of(site):
        if source.gone is not None:
            found += source.gone(site, column_id, since)
    newest = {}
    for one in sorted(found, key=lambda one: (one.gone_at, one.guid)):
        newest[one.guid] = one
    return sorted(newest.values(), key=lambda one: (one.gone_at, one.guid), reverse=True)[:MOST]


def own_tombstones(site, column_id, since):
    """Of the site's own articles."""
    hidden = Listing.objects.for_site(site).filter(listed=False, listed_changed_at__gte=since)
    deleted = GonePage.objects.filter(site=site, was_listed=True, gone_at__gte=since)
    if column_id is not None:
        hidden, deleted = hidden.filter(column=column_id), deleted.filter(column_number=column_id)
    rows = [
        *hidden.order_by("-listed_changed_at").values_list("pk", "listed_changed_at")[:MOST],
        *deleted.order_by("-gone_at").values_list("number", "gone_at")[:MOST],
    ]
    return [Tombstone(article_guid(site.pk, number), moment) for number, moment in rows]
