"""The newest results of a search as an Atom feed, by the writer of all our feeds."""

import hashlib
from dataclasses import dataclass, replace

from school_sites.feeds import FEED_LIMIT, FeedPage, ListFeed, absolute
from sitehub.publishing import tag

from .asking import ATOM, PAGE, Asked
from .showing import plain

__all__ = ["FEED_LIMIT", "respond"]


@dataclass(frozen=True)
class SearchFeedPage(FeedPage):
    """The feed of one search: no older pages, and nothing is told of what is gone."""

    asked: Asked | None = None

    @property
    def guid(self):
        """The feed's id: its site, and what it is asked, whatever its host is called."""
        digest = hashlib.sha256(self.asked.address(ATOM).encode()).hexdigest()[:16]
        return f"tag:{self.entry.school_site.code}.sitehub,2026:search/{digest}"

    def url(self, form, position=None):
        """The feed's own address."""
        return self.entry.url(self.asked.address(ATOM))


def respond(request, asked, hits):
    """The response with ``hits`` (showing.Shown) that have all the words, newest first."""
    site = asked.entry.school_site
    page = SearchFeedPage(
        entry=asked.entry,
        title=f"搜索“{asked.text}” - {site.name}" if asked.text else f"搜索 - {site.name}",
        path=asked.address(PAGE, came_from=None),
        column_id=None,
        items=[_item(one) for one in hits if not one.hit.is_loose],
        asked=asked,
    )
    response = ListFeed(page)(request)
    return tag(response, site=asked.entry.id)


def _item(one):
    """The hit as an item of a feed: at its own address, with the passage that was found."""
    cover = one.item.cover
    if cover is not None:
        cover = replace(cover, url=absolute(one.entry, cover.url))
    return replace(
        one.item, title=plain(one.hit.title), url=one.hit.url, summary=plain(one.hit.passage),
        school=one.hit.site.short_name, cover=cover,
    )  # fmt: skip
