"""Results as templates and the JSON show them: plain values, gathered in two queries."""

from dataclasses import dataclass, replace

from django.utils.html import format_html, format_html_join

from school_sites import context as ctx
from school_sites import hosts, queries
from school_sites.feeds import absolute
from school_sites.models import Listing, SiteStatus

from . import api
from .asking import ATOM, SORTS
from .models import Type

PAGES_BESIDE = 2  # numbers shown on either side of the present page
NEWEST = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """One hit. ``item`` is its list item: cover and facts; ``trail`` the columns it is in.

    ``position`` counts from 1, through all pages.
    """

    hit: object
    item: queries.ListItem
    trail: list
    position: int

    @property
    def entry(self):
        return hosts.table().by_id[self.hit.site.pk]

    @property
    def home_url(self):
        return self.entry.url("/")

    @property
    def title(self):
        return marked(self.hit.title)

    @property
    def passage(self):
        return marked(self.hit.passage)

    @property
    def type_label(self):
        return "" if self.hit.type == Type.ARTICLE else Type(self.hit.type).label

    @property
    def files(self):
        return [
            {"title": marked(file["title"]), "url": self.address_of(file), "kind": file["kind"],
             "passage": marked(file["passage"])}
            for file in self.hit.files
        ]  # fmt: skip

    def address_of(self, file):
        """The absolute address of a file of this hit."""
        return absolute(self.entry, file["url"])


def marked(pieces):
    """Pieces of a text as HTML, with what was asked for marked."""
    parts = (format_html("<mark>{}</mark>", text) if is_mark else text for text, is_mark in pieces)
    return format_html_join("", "{}", ((part,) for part in parts))


def plain(pieces):
    """The text of ``pieces``."""
    return "".join(text for text, _is_mark in pieces)


def shown(hits, columns, first=1):
    """``hits`` with what is shown beside them. ``columns`` is {site number: its ColumnLines}.

    ``first`` is the position of the first of them.
    """
    by_page = {}
    numbers = [hit.page for hit in hits]
    sites = {hit.page: hit.site for hit in hits}
    for row in Listing.objects.filter(pk__in=numbers).values_list(*queries.OWN_FIELDS):
        by_page[row[0]] = queries.own_item(sites[row[0]], row)
    return [
        Shown(hit, by_page.get(hit.page) or _item(hit), _trail(hit, columns[hit.site.pk]), place)
        for place, hit in enumerate(hits, first)
    ]


def _item(hit):
    """The list item of what is no article."""
    return queries.ListItem(
        title=plain(hit.title), url=hit.url, date=hit.date, summary="", cover=None, school="",
        school_url="", column="", rank=queries.OWN_RANK, id=hit.page, article_id=hit.page,
        site_id=hit.site.pk, updated=hit.date,
    )  # fmt: skip


def _trail(hit, columns):
    """The columns at or above the one the hit is in; a column is not in itself."""
    entry = hosts.table().by_id[hit.site.pk]
    column = next((one for one in columns if one.id == hit.column_id), None)
    if column is None:
        return []
    steps = ctx.trail([one for one in columns if one.id != hit.page], column.tree_path)
    return [{"title": step["title"], "url": entry.url(step["url"])} for step in steps]


def facets_of(asked, found):
    """The facets as a form shows them: what is chosen, and what has hits, most hits first."""
    return [
        {
            "parameter": facet.parameter,
            "label": facet.label,
            "options": _options(asked, facet, found.facets[facet.name]),
            "chosen": len(getattr(asked.filters, facet.name)),
        }
        for facet in asked.facets
    ]


def _options(asked, facet, counts):
    chosen = getattr(asked.filters, facet.name)
    values = {value for value in counts if value != ""} | set(chosen)
    if facet.name == "year":
        order = sorted(values, reverse=True)
    else:
        order = sorted(values, key=lambda value: (-counts[value], facet.label_of(value)))
    return [
        {
            "value": facet.text_of(value),
            "label": facet.label_of(value),
            "words": _full_name(value) if facet.name == "site" else "",
            "count": counts[value],
            "selected": value in chosen,
        }
        for value in order
    ]


def _full_name(site):
    return hosts.table().by_id[site].school_site.name


def chosen_of(asked):
    """What is chosen of all facets, each with the address of the search without it."""
    found = [
        {
            "label": f"{facet.label}：{facet.label_of(value)}",
            "url": asked.without(facet.name, value),
        }
        for facet in asked.facets
        for value in getattr(asked.filters, facet.name)
    ]
    if asked.filters.archived:
        filters = replace(asked.filters, archived=False)
        found.append({"label": "含已归档学校", "url": asked.address(filters=filters)})
    return found


def archived_count(asked, found):
    """How many hits of all sites are closed ones', whether they are let in or not."""
    if asked.scope is not None:
        return 0
    table = hosts.table().by_id
    return found.archived + sum(
        count
        for site, count in found.facets["site"].items()
        if table[site].school_site.status == SiteStatus.ARCHIVED
        and (not asked.filters.site or site in asked.filters.site)
    )


def scopes_of(asked):
    """(label, address, is present) of what can be searched: this school, or every site."""
    district = hosts.table().district
    if asked.scope is not None:
        wider = asked.elsewhere(district) if district is not None else ""
        return [("只搜本校", asked.address(), True), ("在全区搜索", wider, False)] if wider else []
    if asked.came_from is not None:
        name = asked.came_from.school_site.short_name
        back = asked.elsewhere(asked.came_from)
        return [(f"只搜{name}", back, False), ("在全区搜索", asked.address(), True)]
    return []


def sorts_of(asked):
    """(label, address, is present) of the orders."""
    return [(label, asked.address(sort=sort), sort == asked.sort) for sort, label in SORTS.items()]


def pages_of(asked, found):
    """Numbers of pages around the present one: (number, address, is present), None for a gap."""
    near = range(found.page - PAGES_BESIDE, found.page + PAGES_BESIDE + 1)
    numbers = [one for one in range(1, found.pages + 1) if one in (1, found.pages) or one in near]
    result, before = [], 0
    for number in numbers if found.pages > 1 else ():
        if number > before + 1:
            result.append(None)
        result.append((number, asked.address(page=number), number == found.page))
        before = number
    return result


def values_of(asked, found, columns):
    """What the page shows of ``found``."""
    first = (found.page - 1) * api.PAGE_SIZE + 1
    hits = shown(found.hits, columns, first)
    strict = [one for one in hits if not one.hit.is_loose]
    facets, closed = facets_of(asked, found), archived_count(asked, found)
    return {
        "first_number": first,
        "first_loose_number": first + len(strict),
        "hits": strict,
        "loose_hits": [one for one in hits if one.hit.is_loose],
        "total": found.total,
        "loose": found.loose,
        "facets": facets,
        "has_facets": closed > 0 or any(one["options"] for one in facets),
        "chosen": chosen_of(asked),
        "archived_count": closed,
        "archived": asked.filters.archived,
        "page": found.page,
        "pages": found.pages,
        "numbers": pages_of(asked, found),
        "previous_url": asked.address(page=found.page - 1) if found.page > 1 else "",
        "next_url": asked.address(page=found.page + 1) if found.page < found.pages else "",
        "feed_url": asked.address(ATOM),
        "is_last_of_many": found.page == found.pages and found.total > api.DEEPEST,
        "deepest": api.DEEPEST,
        "archived_url": asked.address(filters=replace(asked.filters, archived=True)),
        "clear_url": asked.address(filters=api.Filters()),
        "corrected": [(text, asked.address(text=text)) for text in found.corrected],
    }
