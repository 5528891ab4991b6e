"""Atom feeds of a site and of a column (RFC 4287)."""

from datetime import UTC, datetime

from django.contrib.syndication.views import Feed
from django.db import transaction
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from sitehub.publishing import tag

from . import queries
from .plain_text import without_control
from .queries import Window

FEED_LIMIT = 30
BEFORE_ANY_SITE = datetime(2026, 1, 1, tzinfo=UTC)  # of a site that never opened


class SiteAtomFeed(Atom1Feed):
    """Django's generator, which would say that an empty feed has changed just now."""

    content_type = "application/atom+xml; charset=utf-8"

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["opened_at"]


class ListFeed(Feed):
    """An Atom feed of list items. Ids are tag URIs (RFC 4151), stable for ever."""

    feed_type = SiteAtomFeed
    language = "zh-Hans"

    def __init__(self, entry, *, title, path, items):
        self.entry = entry
        self._title, self._path, self._items = title, path, items

    def title(self):
        return self._title

    def link(self):
        return self.entry.url(self._path)

    def feed_url(self):
        return self.entry.url(self._path + "feed/")

    def feed_extra_kwargs(self, obj):
        return {"opened_at": self.entry.school_site.opened_at or BEFORE_ANY_SITE}

    def feed_guid(self):
        return self.entry.url(self._path)

    def items(self):
        return self._items

    def item_title(self, item):
        return without_control(item.title)

    def item_description(self, item):
        return without_control(item.summary)

    def item_link(self, item):
        return item.url if "://" in item.url else self.entry.url(item.url)

    def item_guid(self, item):
        source = queries.entry_of(item.site_id)
        code = source.school_site.code if source else "unknown"
        return f"tag:{code}.sitehub,2026:article/{item.article_id}"

    def item_pubdate(self, item):
        return item.date

    def item_updateddate(self, item):
        return item.updated

    def item_author_name(self, item):
        return item.school or self.entry.school_site.name

    def item_categories(self, item):
        return [item.column] if item.column else []


def _respond(request, entry, *, title, path, window):
    items = queries.for_site(entry.school_site, window)
    response = ListFeed(entry, title=title, path=path, items=items)(request)
    return tag(response, site=entry.id)


@transaction.non_atomic_requests
@require_safe
def site_feed(request):
    """The newest articles of the site; on the district's, accepted submissions too."""
    entry = request.site_entry
    window = Window(limit=FEED_LIMIT)
    return _respond(request, entry, title=entry.school_site.name, path="/", window=window)


def column_feed(request, column):
    """The newest articles of one column."""
    entry = column.site_entry
    return _respond(
        request,
        entry,
        title=f"{column.title} - {entry.school_site.name}",
        path=column.site_path(entry),
        window=Window(limit=FEED_LIMIT, column_id=column.pk),
    )
