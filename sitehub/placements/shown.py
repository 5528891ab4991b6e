"""What visitors see in the places: one query for a home page, one for a column."""

from dataclasses import dataclass, replace
from datetime import datetime

from school_sites import clock, hosts
from school_sites.listings import listing_values
from school_sites.models import ArticlePage
from school_sites.pinned import Pinned
from school_sites.queries import OWN_FIELDS, ListItem, own_item
from sitehub.syndication.sources import FIELDS, submitted_item

from .models import Placement, SlotKind

OF_LINE = ("slot__kind", "slot__limit", "order", "pk", "show_from", "show_until")
SUBMITTED = tuple(f"submission__{field}" for field in FIELDS)
OWN = tuple(f"article__listing__{field}" for field in OWN_FIELDS)


@dataclass(frozen=True, slots=True)
class Line:
    """One line whose source can be seen; None of ``item`` where its site is unknown here yet."""

    slot: str
    limit: int
    order: int
    number: int
    show_from: datetime | None
    show_until: datetime | None
    item: ListItem | None

    @property
    def place(self):
        return (self.order, -self.number)


def on_home(site, slots):
    """({slot: its items}, moments at which they change by the clock) of the named slots.

    As ``homes.profiles.Profile.curated`` asks for it; no query where no slot is asked for.
    """
    if not slots:
        return {}, []
    placements = Placement.objects.filter(slot__kind__in=slots, slot__column=None)
    lines = _lines(placements)
    if clock.is_moved():
        lines = sorted([*lines, *scheduled(placements)], key=lambda line: line.place)
    return _first(lines)


def of_column(column_id):
    """What is pinned in a column of the district, as ``school_sites.pinned`` asks for it."""
    found, moments = _first(_lines(Placement.objects.filter(slot__column=column_id)))
    items = [replace(item, is_pinned=True) for item in found.get(SlotKind.PIN, [])]
    return Pinned(items, moments)


def _lines(placements):
    """The lines whose source visitors may see, in order; also those whose time will come."""
    now = clock.now()
    rows = placements.visible(now).not_over(now).in_order()
    return [
        Line(*row[: len(OF_LINE)], _item(row[len(OF_LINE) :]))
        for row in rows.values_list(*OF_LINE, *SUBMITTED, *OWN)
    ]


def _item(row):
    submitted, own = row[: len(SUBMITTED)], row[len(SUBMITTED) :]
    if submitted[0] is not None:
        return submitted_item(submitted)
    return own_item(hosts.table().district.school_site, own)


def _first(lines):
    """({slot: the first items, as many as its limit}, moments): the next moves up by itself."""
    now, found, moments = clock.now(), {}, []
    for line in lines:
        moments += [one for one in (line.show_from, line.show_until) if one and one > now]
        items = found.setdefault(line.slot, [])
        is_due = line.show_from is None or line.show_from <= now
        if is_due and line.item is not None and len(items) < line.limit:
            items.append(line.item)
    return found, moments


def scheduled(placements):
    """For a preview: lines of the district's articles that will have been published by then."""
    now = clock.now()
    district = hosts.table().district.school_site
    waiting = ArticlePage.objects.filter(
        live=False, _revisions__approved_go_live_at__lte=now, placements__in=placements
    )
    pages = {page.pk: page.scheduled_revision.as_object() for page in waiting.distinct()}
    rows = placements.not_over(now).filter(article__in=pages)
    return [
        Line(*row, _coming_item(district, pages[number]))
        for *row, number in rows.values_list(*OF_LINE, "article")
    ]


def _coming_item(site, page):
    """The list item of a page that has no listing yet."""
    column = page.get_parent()
    facts = listing_values(page, site_id=site.pk, column_id=column.pk)
    cover = facts.pop("cover")
    facts |= {"article_id": page.pk, "column__title": column.title, "listed_changed_at": None}
    facts["cover_id"] = cover and cover.pk
    return own_item(site, [facts[name] for name in OWN_FIELDS])
