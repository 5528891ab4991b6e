"""Lists: the only door to what lists, feeds and home pages show.

A list merges several sources: a site's own listings, and whatever higher rooms
register (the district's accepted submissions). Every source is ordered by
(date, rank, id), newest first, so that paging by key stays exact across them.
Nothing here counts rows or skips by offset.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.db.models import Q
from django.utils import timezone

from . import hosts
from .facts import FACT_FIELDS, NO_FACTS, Facts
from .models import ColumnPage, Listing
from .models.articles import ARTICLE_PATH
from .restrictions import hidden_paths
from .years import years_with

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Microseconds since 1970, with a minus sign before it; rank; number.
POSITION = re.compile(r"(-?[0-9]{1,17})-([0-9]{1,2})-([0-9]{1,19})", re.ASCII)
OWN_RANK = 1  # a site's own articles; registered sources choose other ranks


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture as templates show it; sizes in pixels, ``srcset`` where there are several.

    ``image`` is the number of the picture, where a list knows it.
    """

    url: str
    width: int
    height: int
    alt: str = ""
    part: str = ""  # that must be seen: top, bottom, start or end
    srcset: str = ""
    image: int | None = None


@dataclass(frozen=True, slots=True)
class ListItem:
    """One line of a list. ``date`` is aware; ``school`` is set where schools are mixed.

    ``updated`` rises with every edit, and when it comes to be shown again. An item that
    ``is_outside`` is a page of another website: ``url`` is absolute, and ``article_id``,
    which tells items apart, is a negative number.
    """

    title: str
    url: str
    date: datetime
    summary: str
    cover: Cover | None
    school: str
    school_url: str
    column: str
    rank: int
    id: int
    article_id: int
    site_id: int
    updated: datetime
    facts: Facts = NO_FACTS
    from_district: bool = False  # handed down to a school, not its own
    is_outside: bool = False
    is_pinned: bool = False  # above the others of its column

    @property
    def cursor(self):
        return Cursor(self.date, self.rank, self.id)

    @property
    def key(self):
        return (self.date, self.rank, self.id)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A position in a merged list: items after it are older."""

    date: datetime
    rank: int
    id: int

    def __str__(self):
        microseconds = (self.date - EPOCH) // timedelta(microseconds=1)
        return f"{microseconds}-{self.rank}-{self.id}"

    @classmethod
    def parse(cls, text):
        """Read what ``str()`` wrote; raises ValueError for anything else."""
        found = POSITION.fullmatch(text)
        if found is None:
            raise ValueError(f"not a list position: {text[:40]!r}")
        microseconds, rank, number = map(int, found.groups())
        if microseconds < -(10**16) or number > 2**62:
            raise ValueError("list position out of range")
        return cls(EPOCH + timedelta(microseconds=microseconds), rank, number)


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list is wanted.

    ``column_id`` None means the whole site; ``year`` is a calendar year in the
    current time zone; ``category`` a document category, within a column. There is
    no window by kind of column: no index could answer it, and a kind is soon
    turned into a column.
    """

    limit: int
    column_id: int | None = None
    year: int | None = None
    after: Cursor | None = None
    category: str = ""

    def condition(self, *, rank, date_field, id_field, category_field="category"):
        """The window as a condition on a source's date and id columns."""
        condition = Q()
        if self.year is not None:
            start = datetime(self.year, 1, 1, tzinfo=timezone.get_current_timezone())
            end = start.replace(year=self.year + 1)
            condition &= Q(**{f"{date_field}__gte": start, f"{date_field}__lt": end})
        if self.category:
            # The second part is implied; SQLite takes a partial index only where it is said.
            condition &= Q(**{category_field: self.category}) & ~Q(**{category_field: ""})
        if self.after is not None:
            condition &= _after(self.after, rank=rank, date_field=date_field, id_field=id_field)
        return condition


def _after(cursor, *, rank, date_field, id_field):
    if rank < cursor.rank:
        return Q(**{f"{date_field}__lte": cursor.date})
    older = Q(**{f"{date_field}__lt": cursor.date})
    if rank > cursor.rank:
        return older
    same_date = Q(**{date_field: cursor.date, f"{id_field}__lt": cursor.id})
    # The first condition is implied; it lets the index seek instead of scan.
    return Q(**{f"{date_field}__lte": cursor.date}) & (older | same_date)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a site's lists come from, beside its own listings.

    ``applies(site)`` must not query; ``items(site, window)`` runs one query and
    returns at most ``window.limit`` items, newest first; ``years(site,
    column_id, category)`` runs one query and returns the calendar years that have items;
    ``picks(site, picks)`` is the same for the short lists of ``gathering``;
    ``events(site, window)`` is as ``items`` for an ``event_lists.EventWindow``;
    ``categories(site, column_id)`` returns the document categories of a column;
    ``gone(site, column_id, since)`` what feeds showed and show no longer (``tombstones``).
    """

    name: str
    applies: Callable
    items: Callable
    years: Callable
    picks: Callable | None = None
    events: Callable | None = None
    categories: Callable | None = None
    gone: Callable | None = None


_sources: list[Source] = []


def register_source(source):
    """Add a source to every site's lists; called from a higher room's ready()."""
    if source.name not in [one.name for one in _sources]:
        _sources.append(source)


def sources_of(site):
    """The registered sources that feed ``site``'s lists."""
    return [source for source in _sources if source.applies(site)]


def for_site(site, window):
    """Items of ``site`` (a SchoolSite) in ``window``, newest first, from every source."""
    lists = [own_items(site, window)]
    lists += [source.items(site, window) for source in sources_of(site)]
    if len(lists) == 1:
        return lists[0]
    merged = heapq.merge(*lists, key=lambda item: item.key, reverse=True)
    return list(islice(merged, window.limit))


def years_of(site, column_id, category=""):
    """Calendar years in which a column, or one category of it, has articles, newest first.

    One query for each source.
    """
    listings = _own_listings(site, column_id)
    if category:
        listings = listings.filter(category=category).exclude(category="")
    years = set(years_with(listings, "published_at"))
    for source in sources_of(site):
        years.update(source.years(site, column_id, category))
    return sorted(years, reverse=True)


def categories_of(site, column_id):
    """Document categories in a column, in order of their characters, in one query a source."""
    own = _own_listings(site, column_id).exclude(category="").order_by("category")
    found = set(own.values_list("category", flat=True).distinct())
    for source in sources_of(site):
        if source.categories is not None:
            found |= set(source.categories(site, column_id))
    return sorted(found)


def _own_listings(site, column_id=None):
    listings = Listing.objects.for_site(site).visible()
    return listings.filter(column=column_id) if column_id else listings


def own_items(site, window):
    """Items of the site's own articles in ``window``, newest first, in one query."""
    listings = _own_listings(site, window.column_id).filter(
        window.condition(rank=OWN_RANK, date_field="published_at", id_field="article_id")
    )
    return items_of(site, listings.newest_first()[: window.limit])


def items_of(site, listings):
    """List items of ``listings`` of ``site``, a queryset with order and limit, in one query."""
    return [own_item(site, row) for row in listings.values_list(*OWN_FIELDS)]


# What ``own_item`` reads, in its order.
OWN_FIELDS = (
    "article_id", "title", "published_at", "summary", "cover_url", "cover_width",
    "cover_height", "cover_id", "column__title", "updated_at", "listed_changed_at", *FACT_FIELDS,
)  # fmt: skip


def own_item(site, row):
    """The list item of one of the site's own listings, ``row`` being its OWN_FIELDS."""
    pk, title, date, summary, *cover, column, updated, listed_at = row[: -len(FACT_FIELDS)]
    return ListItem(
        title=title,
        url=ARTICLE_PATH.format(pk),
        date=date,
        summary=summary,
        cover=cover_of(*cover),
        school="",
        school_url="",
        column=column,
        rank=OWN_RANK,
        id=pk,
        article_id=pk,
        site_id=site.pk,
        updated=max(updated, listed_at) if listed_at else updated,
        facts=Facts(*row[-len(FACT_FIELDS) :]),
    )


def cover_of(url, width, height, image, part=""):
    """The Cover that a listing's fields tell of, or None."""
    return Cover(url, width, height, part=part, image=image) if url else None


def neighbours(site, listing):
    """(newer, older) items beside ``listing`` in its column, each None at an end."""
    cursor = Cursor(listing.published_at, OWN_RANK, listing.article_id)
    older = own_items(site, Window(limit=1, column_id=listing.column_id, after=cursor))
    newer = (
        _own_listings(site, listing.column_id)
        .filter(
            Q(published_at__gte=listing.published_at)
            & (
                Q(published_at__gt=listing.published_at)
                | Q(published_at=listing.published_at, article_id__gt=listing.article_id)
            )
        )
        .order_by("published_at", "article_id")
        .values_list("article_id", "title", "published_at", "updated_at")
        .first()
    )
    newer_item = None
    if newer:
        pk, title, date, updated = newer
        newer_item = ListItem(
            title, ARTICLE_PATH.format(pk), date, "", None, "", "", "", OWN_RANK, pk, pk,
            site.pk, updated,
        )  # fmt: skip
    return newer_item, (older[0] if older else None)


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column as navigation and breadcrumbs need it."""

    id: int
    title: str
    url: str
    kind: str
    tree_path: str
    in_menu: bool
    layout: str


def columns_of(site):
    """All live columns of ``site`` in tree order, in one query."""
    return columns_by_site([site])[site.pk]


def columns_by_site(sites):
    """{site number: its live columns in tree order}, of all ``sites`` in one query."""
    roots = {site.root_page.path: (site.pk, len(site.root_page.url_path)) for site in sites}
    rows = (
        ColumnPage.objects.filter(root_path__in=roots, live=True)
        .order_by("path")
        .values_list("pk", "title", "url_path", "kind", "path", "show_in_menus", "layout",
                     "root_path")
    )  # fmt: skip
    found = {site.pk: [] for site in sites}
    for pk, title, url_path, kind, path, in_menu, layout, root in rows:
        site, cut = roots[root]
        line = ColumnLine(pk, title, "/" + url_path[cut:], kind, path, in_menu, layout)
        found[site].append(line)
    return found


def public_columns_of(site, columns=None):
    """Live columns of ``site`` that no view restriction hides, in tree order, in two queries.

    One query where ``columns``, as ``columns_of`` gives them, were read already.
    """
    hidden = hidden_paths(site)
    columns = columns_of(site) if columns is None else columns
    return [column for column in columns if not column.tree_path.startswith(hidden)]


def entry_of(site_id):
    """Host table entry of a site by id (no query)."""
    return hosts.table().by_id.get(site_id)
