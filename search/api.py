"""The one way to search. Engines stand behind it; callers know only this."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from school_sites import clock, hosts
from school_sites.models import SiteStatus

from . import alike, engines, pins, questions, ranking
from .corrections import corrections
from .entries import EPOCH
from .hits import hits_of
from .models import EntryText
from .synonyms import synonyms as synonyms_of
from .synonyms import wider

PAGE_SIZE = 10
DEEPEST = 500  # the hits that can be leafed to; who wants more should ask for less
SHALLOW = 100  # as many are put in order for the first pages
MOST_ADDED = 50
FEW = 10  # hits; below, what has any of the words is shown after what has all
BY = {"school_kind": "site"}  # a facet is counted by another fact
SOME = 50  # hits; below, what is of the same theme is
BEST, NEWEST = "best", "newest"
FACETS = ("site", "school_kind", "column_kind", "type", "year")


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
    corrected: tuple[str, ...] = ()  # what was meant, perhaps; the likeliest first

    @property
    def text(self):
        return self.question.text


def search(scope, text, *, filters=None, sort=BEST, page=1, size=None, synonyms=synonyms_of):
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
    depth = SHALLOW if page * size <= SHALLOW else DEEPEST
    try:
        found = _Found(engines.current(), scope, question, filters, sort, depth)
    except engines.Unavailable:
        found = _Found(engines.instead(), scope, question, filters, sort, depth)
    pages = max(1, -(-min(found.total + len(found.added), DEEPEST) // size))
    page = min(max(1, page), pages)
    start = (page - 1) * size
    numbers = [*found.strict, *found.added]
    first = pins.pinned(scope, text) if sort == BEST and page == 1 and not filters else []
    if first:
        numbers = [*first, *(number for number in numbers if number not in first)]
    hits = hits_of(numbers[start : start + size], question, set(found.added), set(first))
    return Results(
        question, hits, found.total, page, pages, found.facets, found.archived,
        len(found.added), found.corrected,
    )  # fmt: skip


class _Found:
    """All that matches, counted once, by what facets are made of."""

    def __init__(self, engine, scope, question, filters, sort, depth):
        self.engine, self.scope = engine, scope
        self.question, self.filters, self.depth = question, filters, depth
        self.now = clock.now()
        self.sites = None if scope is None else (scope.pk,)
        self.facets, self.total, self.archived = self._count(sort)
        self.corrected, self.added = (), []
        self._find(sort)

    def _count(self, sort):
        """(facets, hits, hits of closed sites that are left out)."""
        cuts = {name: engines.Cut(BY.get(name, name), self.narrowed(name)) for name in FACETS}
        cuts["all"] = engines.Cut("site", self.narrowed())
        if closed := self._left_out():
            chosen = {"sites": closed, "column_kinds": self.filters.column_kind,
                      "types": self.filters.type, "years": self.filters.year}  # fmt: skip
            cuts["archived"] = engines.Cut("site", engines.Wanted(self.now, **chosen))
        everything = engines.Wanted(self.now, self.sites)
        following = {"wanted": self.narrowed(), "today": _today(), "limit": self.depth}
        following = None if sort == NEWEST else following
        counted = self.engine.counts(
            everything, self.question, tuple(set(cuts.values())), following=following
        )
        self.among, self.best = counted.numbers, counted.best
        found = {name: counted[cut] for name, cut in cuts.items()}
        kinds, table = Counter(), hosts.table().by_id
        for site, many in found["school_kind"].items():
            # One that was opened a moment ago is not in this process' table yet.
            if site in table:
                kinds[table[site].school_site.kind] += many
        facets = {name: found[name] for name in FACETS} | {"school_kind": kinds}
        return facets, found["all"].total(), found.get("archived", Counter()).total()

    def _lets_in(self, site):
        return self.filters.archived or (self.scope is not None and self.scope.pk == site)

    def _left_out(self):
        """Numbers of the closed sites that have what is chosen of sites."""
        table = hosts.table()
        closed = table.derived("search.closed", _closed)
        return tuple(
            one for one in closed if not self._lets_in(one) and self._is_chosen(table.by_id[one])
        )

    def _is_chosen(self, entry, but=""):
        """Whether sites such as that of ``entry`` were chosen, whatever is chosen of ``but``."""
        values = {"site": entry.id, "school_kind": entry.school_site.kind}
        chosen = {name: getattr(self.filters, name) for name in values if name != but}
        return all(not among or values[name] in among for name, among in chosen.items())

    def narrowed(self, but=""):
        """Among what hits are looked for; ``but`` names a facet that is to narrow nothing."""
        return engines.Wanted(
            self.now,
            self._sites(but),
            () if but == "column_kind" else self.filters.column_kind,
            () if but == "type" else self.filters.type,
            () if but == "year" else self.filters.year,
        )

    def _sites(self, but):
        """Numbers of the sites that are looked at; None for all."""
        table = hosts.table()
        closed = table.derived("search.closed", _closed)
        if self.scope is not None or not (closed or self.filters.site or self.filters.school_kind):
            return self.sites
        left_out = () if self.filters.archived else closed
        sites = tuple(
            one.id
            for one in table.by_id.values()
            if one.id not in left_out and self._is_chosen(one, but)
        )
        return sites if len(sites) < len(table.by_id) else None

    def _find(self, sort):
        """Numbers of entries in their order: those with all words, and what is added to few."""
        wanted, asked = self.narrowed(), []
        if self.total and sort != NEWEST:
            asked.append((self.question, self.best or self._best(wanted)))
        is_short = self.total < SOME and not any(term.is_phrase for term in self.question.terms)
        if is_short:
            asked += self._added(wanted)
        orders = self._ordered(asked)
        self.strict = orders.pop(0) if self.total and sort != NEWEST else []
        if self.total and sort == NEWEST:
            self.strict = self.engine.newest(wanted, self.question, limit=self.depth)
        there = set(self.strict)
        added = dict.fromkeys(number for order in orders for number in order)
        self.added = [number for number in added if number not in there][:MOST_ADDED]
        if is_short and len(self.strict) + len(self.added) < FEW:
            self.added += self._alike(wanted)[: MOST_ADDED - len(self.added)]

    def _alike(self, wanted):
        """Numbers of what is about the same as the best that was found, without those."""
        there = [*self.strict, *self.added]
        question = alike.question(self.question, there)
        if question is None:
            return []
        scored = self._scored(wanted, question, len(there) + MOST_ADDED, loose=True)
        return alike.near(scored, there)

    def _added(self, wanted):
        """[(question, scored)] of what may have been meant, of its theme, of some of its words.

        Where nothing has all words they were probably misspelt: then the other spelling is
        asked in their place, for all of its words first and then for some.
        """
        some, are_few = self.question, self.total < FEW
        if are_few:
            self.corrected = tuple(
                corrections(self.scope, self.question, finds_some=self.total > 0)
            )
        ways = []
        if self.corrected:
            meant = questions.parse(self.corrected[0], synonyms_of)
            ways.append((meant, False))
            some = self.question if self.total else meant
        if near := questions.wider(some, wider):
            ways.append((near, False))
        if are_few:
            ways.append((some, True))
        found, asked = self.engine.best_of(wanted, ways, today=_today(), limit=MOST_ADDED), []
        for question, _loose in ways:
            if len({number for _, scored in asked for number, _ in scored}) >= MOST_ADDED:
                break  # no more are shown
            asked.append((question, next(found)))
        return asked

    def _best(self, wanted):
        known = {"many": self.total, "among": self.among}
        return self._scored(wanted, self.question, self.depth, **known)

    def _scored(self, wanted, question, limit, **how):
        return self.engine.best(wanted, question, today=_today(), limit=limit, **how)

    def _ordered(self, asked):
        """Each of the scored lists in its last order; titles are read once for all."""
        looked_at = {
            number for _question, scored in asked for number, _score in scored[: ranking.LOOKED_AT]
        }
        rows = EntryText.objects.filter(pk__in=looked_at) if looked_at else EntryText.objects.none()
        known = rows.values_list("pk", "title", "entry__published_at")
        titles = {number: (title, date) for number, title, date in known}
        return [
            # Between two statements one may have been written anew, under another number.
            ranking.order([one for one in scored[: ranking.LOOKED_AT] if one[0] in titles],
                          titles, question)
            + [number for number, _score in scored[ranking.LOOKED_AT :]]
            for question, scored in asked
        ]  # fmt: skip


def _today():
    return (timezone.localdate() - EPOCH).days


def _closed():
    """Numbers of the archived sites."""
    entries = hosts.table().by_id.values()
    return frozenset(one.id for one in entries if one.school_site.status == SiteStatus.ARCHIVED)
