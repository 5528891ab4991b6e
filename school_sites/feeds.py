"""Feeds of a site and of a column: Atom (RFC 4287) and JSON Feed 1.1.

Both say the same: the newest items, what is gone since (RFC 6721), where older ones
are (RFC 5005), and the hub that tells of changes, if there is one (docs/decisions/0025).
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from mimetypes import guess_type

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db import transaction
from django.http import Http404, JsonResponse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.html import escape
from django.utils.http import http_date
from django.views.decorators.http import conditional_page, require_safe

from sitehub.publishing import tag

from . import queries
from .plain_text import without_control
from .queries import Cursor, Window
from .tombstones import guid_of, tombstones

FEED_LIMIT = 30
ATOM, JSON = "feed/", "feed.json"  # below the address of what they list
JSON_FEED = "https://jsonfeed.org/version/1.1"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
LANGUAGE = "zh-Hans"
BEFORE_ANY_SITE = datetime(2026, 1, 1, tzinfo=UTC)  # of a site that never opened


@dataclass(frozen=True)
class FeedPage:
    """One page of a feed, whichever form it takes. ``older`` is the next page's position."""

    entry: object
    title: str
    path: str
    column_id: int | None
    after: Cursor | None = None
    items: list = field(default_factory=list)
    gone: list = field(default_factory=list)
    older: Cursor | None = None

    @property
    def guid(self):
        """The feed's id: neither another host name nor another address changes it."""
        code = self.entry.school_site.code
        part = f"column/{self.column_id}" if self.column_id else "site"
        return f"tag:{code}.sitehub,2026:{part}"

    @property
    def updated(self):
        """When it last changed: with its newest item or newest deletion."""
        moments = [item.updated for item in self.items] + [one.gone_at for one in self.gone[:1]]
        return max(moments, default=self.entry.school_site.opened_at or BEFORE_ANY_SITE)

    def url(self, form, position=None):
        """The feed's address in ``form``; of the page at ``position``, if given."""
        address = self.entry.url(self.path + form)
        return f"{address}?after={position}" if position else address


def read_page(request, entry, *, title, path, column_id=None):
    """The page that the request asks for; Http404 for a position that none has."""
    after = None
    if position := request.GET.get("after", ""):
        try:
            after = Cursor.parse(position)
        except ValueError:
            raise Http404 from None
    site = entry.school_site
    window = Window(limit=FEED_LIMIT + 1, column_id=column_id, after=after)
    items = queries.for_site(site, window)
    return FeedPage(
        entry, title, path, column_id, after,
        items=items[:FEED_LIMIT],
        gone=[] if after else tombstones(site, column_id),
        older=items[FEED_LIMIT - 1].cursor if len(items) > FEED_LIMIT else None,
    )  # fmt: skip


class SiteAtomFeed(Atom1Feed):
    """Django's generator, which would say that an empty feed has changed just now."""

    content_type = "application/atom+xml; charset=utf-8"

    def latest_post_date(self):
        return self.feed["page"].updated

    def root_attributes(self):
        return super().root_attributes() | {"xmlns:at": TOMBSTONES}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        page = self.feed["page"]
        links = [("first", page.url(ATOM))] if page.after else []
        if page.older:
            links.append(("next", page.url(ATOM, page.older)))
        if settings.WEBSUB_HUB:
            links.append(("hub", settings.WEBSUB_HUB))
        for relation, address in links:
            handler.addQuickElement("link", attrs={"rel": relation, "href": address})
        for one in page.gone:
            attributes = {"ref": one.guid, "when": rfc3339_date(one.gone_at)}
            handler.addQuickElement("at:deleted-entry", attrs=attributes)

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if address := item["cover"]:
            # By hand, because Django's enclosures want a length, which nobody knows.
            kind = guess_type(address)[0] or "image/webp"
            handler.addQuickElement(
                "link", attrs={"rel": "enclosure", "href": address, "type": kind}
            )


class ListFeed(Feed):
    """An Atom feed of list items."""

    feed_type = SiteAtomFeed
    language = LANGUAGE

    def __init__(self, page):
        self.page, self.entry = page, page.entry

    def title(self):
        return self.page.title

    def link(self):
        return self.entry.url(self.page.path)

    def feed_url(self):
        return self.page.url(ATOM, self.page.after)

    def feed_extra_kwargs(self, obj):
        return {"page": self.page}

    def feed_guid(self):
        return self.page.guid

    def items(self):
        return self.page.items

    def item_title(self, item):
        return without_control(item.title)

    def item_description(self, item):
        # Atom1Feed calls summaries HTML; ours are text.
        return escape(without_control(item.summary))

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


def json_feed(page):
    """The feed as JSON Feed 1.1 wants it; ``_deleted`` is ours (docs/operations.md)."""
    entry, site = page.entry, page.entry.school_site
    feed = {
        "version": JSON_FEED,
        "title": page.title,
        "home_page_url": entry.url(page.path),
        "feed_url": page.url(JSON, page.after),
        "language": LANGUAGE,
    }
    if site.logo_url:
        feed["icon"] = absolute(entry, site.logo_url)
    if page.older:
        feed["next_url"] = page.url(JSON, page.older)
    if settings.WEBSUB_HUB:
        feed["hubs"] = [{"type": "WebSub", "url": settings.WEBSUB_HUB}]
    feed["items"] = [_json_item(entry, item) for item in page.items]
    if page.gone:
        gone = [{"id": one.guid, "deleted_at": one.gone_at.isoformat()} for one in page.gone]
        feed["_deleted"] = {"items": gone}
    return feed


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


def _respond(request, page, form):
    if form == ATOM:
        response = ListFeed(page)(request)
    else:
        response = JsonResponse(
            json_feed(page),
            json_dumps_params={"ensure_ascii": False},
            content_type="application/feed+json; charset=utf-8",
        )
    response["Last-Modified"] = http_date(page.updated.timestamp())
    if settings.WEBSUB_HUB:
        itself = page.url(form, page.after)
        response["Link"] = f'<{settings.WEBSUB_HUB}>; rel="hub", <{itself}>; rel="self"'
    return tag(response, site=page.entry.id)


@transaction.non_atomic_requests
@require_safe
@conditional_page
def site_feed(request, form=ATOM):
    """The newest articles of the site; on the district's, accepted submissions too."""
    entry = request.site_entry
    page = read_page(request, entry, title=entry.school_site.name, path="/")
    return _respond(request, page, form)


@conditional_page
def column_feed(request, column, form=ATOM):
    """The newest articles of one column."""
    entry = column.site_entry
    title = f"{column.title} - {entry.school_site.name}"
    path = column.site_path(entry)
    page = read_page(request, entry, title=title, path=path, column_id=column.pk)
    return _respond(request, page, form)
