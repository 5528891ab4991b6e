"""The one way to search. Engines stand behind it; callers know only this."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from school_sites import clock, hosts
from school_sites.models import SiteStatus

from . import engines, highlight, questions, ranking
from .entries import EPOCH
from .models import Entry, EntryText

PAGE_SIZE = 10
DEEPEST = 500  # the hits that can be leafed to; who wants more should ask for less
FEW = 10  # hits; below, what has any of the words is shown after what has all
BEST, NEWEST = "best", "newest"
FACETS = ("site", "school_kind", "column_kind", "type", "year")
_marks = []  # who says where a page was featured


@dataclass(frozen=True, slots=True)
class Filters:
    """What is chosen of each facet; none chosen means all.

    ``site`` holds numbers of sites, ``school_kind`` and ``column_kind`` and ``type`` their
    values, ``year`` calendar years. ``archived`` lets closed sites in.
    """

    site: tuple[int, ...] = ()
    school_kind: tuple[str, ...] = ()
    column_kind: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    archived: bool = False

    def __bool__(self):
        return any(getattr(self, name) for name in FACETS)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found. ``title`` and ``passage`` are [(piece, is_marked)].

    ``url`` is absolute; ``date`` aware; ``files`` are those the words stand in, each
    ``{title, url, kind, passage}``; ``featured`` says where the district shows it.
    """

    page: int
    url: str
    title: list
    passage: list
    date: datetime
    type: str
    site: object
    column_id: int
    files: list
    featured: list = field(default_factory=list)
    is_loose: bool = False  # has some of the words only


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits. ``total`` counts what has all words; ``loose`` what was added to them.

    ``facets`` is ``{name: Counter({value: hits})}``, each as if nothing were chosen of it;
    ``archived`` counts what closed sites would add.
    """

    question: questions.Question
    hits: list
    total: int
    page: int
    pages: int
    facets: dict
    archived: int = 0
    loose: int = 0
    corrected: str = ""  # what was meant, perhaps

    @property
    def text(self):
        return self.question.text


def register_marks(marks):
    """``marks(page numbers)`` returns {number: [where it was featured]}, in one query."""
    if marks not in _marks:
        _marks.append(marks)


def search(scope, text, *, filters=None, sort=BEST, page=1, size=None,
           synonyms=lambda folded: ()):  # fmt: skip
    """What ``scope`` (a SchoolSite; None for all sites) has for ``text``.

    ``page`` counts from 1; a page that is not there is the nearest one that is; ``size`` is
    how many hits it has, PAGE_SIZE unless given. A question without words finds nothing. The
    number of queries does not grow with sites or hits. Raises ``engines.Unavailable``.
    """
    size = size or PAGE_SIZE
    question = questions.parse(text, synonyms)
    filters = Filters() if filters is None else filters
    if not question:
        return Results(question, [], 0, 1, 1, {name: Counter() for name in FACETS})
    try:
        found = _Found(engines.current(), scope, question, filters)
        return _page_of(found, question, sort, page, size)
    except engines.Unavailable:
        found = _Found(engines.instead(), scope, question, filters)
        return _page_of(found, question, sort, page, size)


def _page_of(found, question, sort, page, size):
    pages = max(1, -(-min(found.total + found.loose, DEEPEST) // size))
    page = min(max(1, page), pages)
    start = (page - 1) * size
    numbers = found.numbers(sort)[start : start + size]
    hits = _hits(numbers, question, found.loose_numbers)
    return Results(
        question, hits, found.total, page, pages, found.facets, found.archived, found.loose
    )


class _Found:
    """All that matches, counted once, by what facets are made of."""

    def __init__(self, engine, scope, question, filters):
        self.engine, self.scope = engine, scope
        self.question, self.filters = question, filters
        self.loose_numbers, self.loose = [], 0
        self.now = clock.now()
        self.sites = None if scope is None else (scope.pk,)
        everything = engines.Wanted(self.now, self.sites)
        counted = self.engine.counts(everything, question)
        self.facets, self.total, self.archived = self._count(counted)
        if self.total < FEW and not any(term.is_phrase for term in question.terms):
            self._look_for_some()

    def _count(self, groups):
        """(facets, hits, hits of closed sites that are left out)."""
        table = hosts.table().by_id
        facets = {name: Counter() for name in FACETS}
        total = archived = 0
        for site, column_kind, kind, year, many in groups:
            entry = table.get(site)
            if entry is None:
                continue
            values = {
                "site": site, "school_kind": entry.school_site.kind, "column_kind": column_kind,
                "type": kind, "year": year,
            }  # fmt: skip
            off = [name for name in FACETS if not self._chosen(name, values[name])]
            if entry.school_site.status == SiteStatus.ARCHIVED and not self._lets_in(site):
                archived += 0 if off else many
                continue
            total += 0 if off else many
            for name in FACETS:
                if off in ([], [name]):
                    facets[name][values[name]] += many
        return facets, total, archived

    def _lets_in(self, site):
        return self.filters.archived or (self.scope is not None and self.scope.pk == site)

    def _chosen(self, name, value):
        chosen = getattr(self.filters, name)
        return not chosen or value in chosen

    def narrowed(self):
        """Among what hits are looked for."""
        table = hosts.table().by_id
        sites = tuple(
            entry.id
            for entry in table.values()
            if self._chosen("site", entry.id)
            and self._chosen("school_kind", entry.school_site.kind)
            and (entry.school_site.status != SiteStatus.ARCHIVED or self._lets_in(entry.id))
        )
        is_narrower = self.scope is None and len(sites) < len(table)
        return engines.Wanted(
            self.now,
            sites if is_narrower else self.sites,
            self.filters.column_kind,
            self.filters.type,
            self.filters.year,
        )

    def numbers(self, sort):
        """Numbers of entries in their order, those with all words before the others."""
        if not self.total:
            return self.loose_numbers
        wanted = self.narrowed()
        if sort == NEWEST:
            strict = self.engine.newest(wanted, self.question, limit=DEEPEST)
        else:
            strict = self._best(wanted, limit=DEEPEST)
        return strict + [number for number in self.loose_numbers if number not in strict]

    def _best(self, wanted, *, limit, loose=False):
        today = (timezone.localdate() - EPOCH).days
        scored = self.engine.best(wanted, self.question, today=today, limit=limit, loose=loose)
        top = scored[: ranking.LOOKED_AT]
        titles = dict(
            EntryText.objects.filter(pk__in=[number for number, _score in top]).values_list(
                "pk", "title"
            )
        )
        return ranking.order(top, titles, self.question) + [
            number for number, _score in scored[ranking.LOOKED_AT :]
        ]

    def _look_for_some(self):
        wanted = self.narrowed()
        loose = self._best(wanted, limit=50, loose=True)
        strict = set()
        if self.total:
            strict = set(self.engine.newest(wanted, self.question, limit=FEW))
        self.loose_numbers = [number for number in loose if number not in strict]
        self.loose = len(self.loose_numbers)


def _hits(numbers, question, loose):
    rows = {
        entry.pk: entry
        # Asked again: an engine of its own may be a moment behind.
        for entry in Entry.objects.visible().filter(pk__in=numbers).select_related("text")
    }  # fmt: skip
    entries = [rows[number] for number in numbers if number in rows]
    featured = _featured([entry.page_id for entry in entries])
    loose = set(loose)
    return [
        _hit(entry, question, featured.get(entry.page_id, []), entry.pk in loose)
        for entry in entries
    ]


def _featured(pages):
    found = {}
    for marks in _marks:
        for page, where in marks(pages).items():
            found.setdefault(page, []).extend(where)
    return found


def _hit(entry, question, featured, is_loose):
    text, site = entry.text, hosts.table().by_id[entry.site_id]
    own_end = min((file["start"] for file in text.files), default=len(text.body) + 1) - 1
    own = text.body[:own_end]
    passage, _start = highlight.passage(own, question)
    return Hit(
        page=entry.page_id,
        url=site.url(text.path),
        title=highlight.marked(text.title, question),
        passage=passage or [(own[: highlight.LENGTH].replace("\n", " "), False)],
        date=entry.published_at,
        type=entry.type,
        site=site.school_site,
        column_id=entry.column_id,
        files=_files(text, question),
        featured=featured,
        is_loose=is_loose,
    )


def _files(text, question):
    """The files of an entry that the words stand in, or whose name has them."""
    found = []
    for file in text.files:
        passage, _start = highlight.passage(text.body[file["start"] : file["end"]], question)
        title = highlight.marked(file["title"], question)
        if passage or any(is_mark for _piece, is_mark in title):
            found.append({**file, "title": title, "passage": passage})
    return found
