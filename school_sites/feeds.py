"""Feeds of a site and of a column: Atom (RFC 4287) and JSON Feed 1.1."""

from datetime import UTC, datetime
from mimetypes import guess_type

from django.contrib.syndication.views import Feed
from django.db import transaction
from django.http import JsonResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date
from django.views.decorators.http import conditional_page, require_safe

from sitehub.publishing import tag

from . import queries
from .plain_text import without_control
from .queries import Window

FEED_LIMIT = 30
ATOM, JSON = "feed/", "feed.json"  # below the address of what they list
JSON_FEED = "https://jsonfeed.org/version/1.1"
LANGUAGE = "zh-Hans"
BEFORE_ANY_SITE = datetime(2026, 1, 1, tzinfo=UTC)  # of a site that never opened


class SiteAtomFeed(Atom1Feed):
    """Django's generator, which would say that an empty feed has changed just now."""

    content_type = "application/atom+xml; charset=utf-8"

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["opened_at"]

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if address := item["cover"]:
            # By hand, because Django's enclosures want a length, which nobody knows.
            kind = guess_type(address)[0] or "image/webp"
            handler.addQuickElement(
                "link", attrs={"rel": "enclosure", "href": address, "type": kind}
            )


class ListFeed(Feed):
    """An Atom feed of list items. Ids are tag URIs (RFC 4151), stable for ever."""

    feed_type = SiteAtomFeed
    language = LANGUAGE

    def __init__(self, entry, *, title, path, items):
        self.entry = entry
        self._title, self._path, self._items = title, path, items

    def title(self):
        return self._title

    def link(self):
        return self.entry.url(self._path)

    def feed_url(self):
        return self.entry.url(self._path + ATOM)

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
        return absolute(self.entry, item.url)

    def item_guid(self, item):
        return guid_of(item)

    def item_extra_kwargs(self, item):
        return {"cover": absolute(self.entry, item.cover.url) if item.cover else ""}

    def item_pubdate(self, item):
        return item.date

    def item_updateddate(self, item):
        return item.updated

    def item_author_name(self, item):
        return item.school or self.entry.school_site.name

    def item_categories(self, item):
        return [item.column] if item.column else []


def absolute(entry, address):
    """``address`` of an item or a picture as seen from outside the site of ``entry``."""
    return address if "://" in address else entry.url(address)


def guid_of(item):
    """The id of an item in every feed it stands in: a tag URI (RFC 4151), stable for ever."""
    source = queries.entry_of(item.site_id)
    code = source.school_site.code if source else "unknown"
    return f"tag:{code}.sitehub,2026:article/{item.article_id}"


def json_feed(entry, *, title, path, items):
    """The feed as JSON Feed 1.1 wants it."""
    site = entry.school_site
    return {
        "version": JSON_FEED,
        "title": title,
        "home_page_url": entry.url(path),
        "feed_url": entry.url(path + JSON),
        "language": LANGUAGE,
        **({"icon": absolute(entry, site.logo_url)} if site.logo_url else {}),
        "items": [_json_item(entry, item) for item in items],
    }


def _json_item(entry, item):
    values = {
        "id": guid_of(item),
        "url": absolute(entry, item.url),
        "title": item.title,
        "content_text": item.summary or item.title,
        "date_published": item.date.isoformat(),
        "date_modified": item.updated.isoformat(),
        "authors": [{"name": item.school or entry.school_site.name}],
    }
    if item.summary:
        values["summary"] = item.summary
    if item.column:
        values["tags"] = [item.column]
    if item.cover:
        values["image"] = absolute(entry, item.cover.url)
    return values


def _respond(request, entry, *, title, path, window, form):
    items = queries.for_site(entry.school_site, window)
    if form == ATOM:
        response = ListFeed(entry, title=title, path=path, items=items)(request)
    else:
        feed = json_feed(entry, title=title, path=path, items=items)
        response = JsonResponse(
            feed,
            json_dumps_params={"ensure_ascii": False},
            content_type="application/feed+json; charset=utf-8",
        )
        changed = max((item.updated for item in items), default=entry.school_site.opened_at)
        response["Last-Modified"] = http_date((changed or BEFORE_ANY_SITE).timestamp())
    return tag(response, site=entry.id)


@transaction.non_atomic_requests
@require_safe
@conditional_page
def site_feed(request, form=ATOM):
    """The newest articles of the site; on the district's, accepted submissions too."""
    entry = request.site_entry
    window = Window(limit=FEED_LIMIT)
    return _respond(
        request, entry, title=entry.school_site.name, path="/", window=window, form=form
    )


@conditional_page
def column_feed(request, column, form=ATOM):
    """The newest articles of one column."""
    entry = column.site_entry
    return _respond(
        request,
        entry,
        title=f"{column.title} - {entry.school_site.name}",
        path=column.site_path(entry),
        window=Window(limit=FEED_LIMIT, column_id=column.pk),
        form=form,
    )
