"""What a visitor asks for: read from an address, and written back as one.

Nothing is refused. What cannot be understood is passed over, with a note that names the
field; the notes stand above the results.
"""

import re
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from school_sites import hosts
from school_sites.models import ColumnKind, SiteKind

from .api import BEST, NEWEST, Filters
from .models import Type
from .questions import LONGEST, MOST_TERMS, tidy

PAGE, ATOM, JSON = "/search/", "/search.atom", "/search.json"
YEAR = re.compile(r"[12][0-9]{3}", re.ASCII)
ECHOED = 20  # characters of what was not understood
LAST = 99_999  # stands for every later page
SORTS = {BEST: "相关度", NEWEST: "时间"}
TOO_LONG = f"搜索词太长：最多用前 {LONGEST} 个字、前 {MOST_TERMS} 个词，其余没有用到。"


@dataclass(frozen=True)
class Facet:
    """One way to narrow. ``name`` is that of ``api.Filters``, ``parameter`` that of addresses.

    ``choices`` are (value, label); None where they are not known beforehand.
    """

    name: str
    parameter: str
    label: str
    choices: tuple | None = None
    across: bool = False  # tells schools apart: says nothing within one

    def value_of(self, text):
        """What ``text`` in an address stands for, or None."""
        if self.name == "site":
            return sites_by_code()[text].id if text in sites_by_code() else None
        if self.name == "year":
            return int(text) if YEAR.fullmatch(text) else None
        return text if text in dict(self.choices) else None

    def text_of(self, value):
        """``value`` as it stands in an address."""
        return hosts.table().by_id[value].school_site.code if self.name == "site" else str(value)

    def label_of(self, value):
        """``value`` as people read it."""
        if self.name == "site":
            return hosts.table().by_id[value].school_site.short_name
        if self.name == "year":
            return f"{value} 年"
        return str(dict(self.choices)[value])


ALL_FACETS = (
    Facet("site", "school", "学校", across=True),
    Facet("school_kind", "kind", "学校类型", tuple(SiteKind.choices), across=True),
    Facet("type", "type", "内容类型", tuple(Type.choices)),
    Facet("column_kind", "column", "栏目类别", tuple(ColumnKind.choices)),
    Facet("year", "year", "年份"),
)


def sites_by_code():
    """The sites that visitors can open: {code: entry}."""
    return hosts.table().derived("search.by_code", _sites_by_code)


def _sites_by_code():
    entries = hosts.table().by_id.values()
    return {one.school_site.code: one for one in entries if one.school_site.is_shown}


@dataclass(frozen=True)
class Asked:
    """A search as it was asked for at the site of ``entry``.

    ``came_from`` is the school from whose search one came to the district's.
    """

    entry: hosts.SiteEntry
    text: str
    filters: Filters = field(default_factory=Filters)
    sort: str = BEST
    page: int = 1
    came_from: hosts.SiteEntry | None = None
    notes: tuple[str, ...] = ()

    @property
    def scope(self):
        """What is searched: a SchoolSite, or None for all. The district's search is everybody's."""
        site = self.entry.school_site
        return None if site.is_district else site

    @property
    def facets(self):
        """The facets that make sense here."""
        return [one for one in ALL_FACETS if self.scope is None or not one.across]

    def parameters(self, path=PAGE):
        """The search as (name, value) pairs; a feed has its own order and no pages."""
        pairs = [("q", self.text)]
        if path != ATOM and self.sort != BEST:
            pairs.append(("sort", self.sort))
        for facet in self.facets:
            chosen = getattr(self.filters, facet.name)
            pairs += [(facet.parameter, facet.text_of(value)) for value in chosen]
        if self.filters.archived:
            pairs.append(("archived", "1"))
        if path == PAGE and self.came_from is not None:
            pairs.append(("from", self.came_from.school_site.code))
        if path != ATOM and self.page > 1:
            pairs.append(("page", self.page))
        return pairs

    def address(self, path=PAGE, **changes):
        """The address of this search with ``changes``: again from its first page, unless told."""
        asked = replace(self, **{"page": 1, **changes})
        return f"{path}?{urlencode(asked.parameters(path))}"

    def without(self, name, value):
        """The address of this search where ``value`` of a facet is not chosen any more."""
        chosen = tuple(one for one in getattr(self.filters, name) if one != value)
        return self.address(filters=replace(self.filters, **{name: chosen}))

    def elsewhere(self, entry):
        """The address of this search at another site, with what can be chosen there."""
        here = self.entry if self.scope is not None else None
        common = {one.name: () for one in ALL_FACETS if one.across} | {"archived": False}
        asked = replace(
            self, entry=entry, came_from=here, filters=replace(self.filters, **common), page=1
        )
        return entry.url(f"{PAGE}?{urlencode(asked.parameters())}")


def read(request):
    """What the request asks of its site."""
    return _Reader(request).asked()


class _Reader:
    """Reads one request, and notes what it passes over."""

    def __init__(self, request):
        self.given, self.entry = request.GET, request.site_entry
        self.is_district = self.entry.school_site.is_district
        self.notes = []

    def asked(self):
        text = tidy(self._one("q", "搜索词"))
        if len(text) > LONGEST:
            self.notes.append(TOO_LONG)
        asked = Asked(
            self.entry,
            text[:LONGEST].strip(),
            self._filters(),
            self._sort(),
            self._page(),
            self._came_from(),
        )
        return replace(asked, notes=tuple(self.notes))

    def _one(self, parameter, label):
        """The value of a parameter that has one; of several the last."""
        if len(self.given.getlist(parameter)) > 1:
            self.notes.append(f"“{label}”给了不止一个，只用了最后一个。")
        return self.given.get(parameter, "")

    def _filters(self):
        chosen = {one.name: self._chosen(one) for one in ALL_FACETS}
        archived = tidy(self._one("archived", "已归档学校"))
        if archived and (archived != "1" or not self.is_district):
            self._unknown("已归档学校", archived)
        return Filters(**chosen, archived=archived == "1" and self.is_district)

    def _chosen(self, facet):
        found = []
        for text in dict.fromkeys(self.given.getlist(facet.parameter)):
            value = facet.value_of(text) if self.is_district or not facet.across else None
            if value is not None:
                found.append(value)
            elif tidy(text):
                self._unknown(facet.label, tidy(text))
        return tuple(found)

    def _unknown(self, label, text):
        """One note for each field, however much of it is wrong."""
        if not any(note.startswith(f"“{label}”") for note in self.notes):
            short = text[:ECHOED] + ("…" if len(text) > ECHOED else "")
            self.notes.append(f"“{label}”里没有“{short}”，已忽略。")

    def _sort(self):
        text = tidy(self._one("sort", "排序"))
        if text and text not in SORTS:
            self._unknown("排序", text)
        return text if text in SORTS else BEST

    def _page(self):
        text = tidy(self._one("page", "页码"))
        digits = text.removeprefix("-")
        if text and not (digits.isascii() and digits.isdecimal()):
            self._unknown("页码", text)
            return 1
        if len(digits) > 5:
            return 1 if text.startswith("-") else LAST
        return max(1, int(text or 1))

    def _came_from(self):
        """A school; who writes anything else here has come from nowhere."""
        found = sites_by_code().get(self.given.get("from", ""))
        is_school = found is not None and not found.school_site.is_district
        return found if is_school and self.is_district else None
