"""Elasticsearch: the tokens that every engine is given, in four fields, divided by spaces.

Its analysers do nothing. It may be a moment behind the database (search.outbox), which
therefore has the last word on what is shown.
"""

from collections import Counter
from functools import partial

from elasticsearch import dsl
from elasticsearch.dsl import Q

from school_sites.models import SchoolSite
from school_sites.models.school_site import SHOWN_STATUSES

from . import Counted, cluster
from .worth import TOGETHER, WEIGHTS

FRESH, YEAR = 0.15, 365  # how much better a new one is than a very old one
MOST_BEGINNINGS = 20_000  # pairs that begin with one character: all there can be
BEST = ("_score", "-day", "-number")
MOST_VALUES = 10_000  # of one fact: more than there are sites, so no count is left out


class Elastic:
    """BM25 over four fields."""

    name = "elasticsearch"

    def best(self, wanted, question, *, today, limit, loose=False, many=None, among=None):
        """See Engine. BM25, and a little for what is new."""
        (found,) = self.best_of(wanted, [(question, loose)], today=today, limit=limit)
        return found

    def best_of(self, wanted, ways, *, today, limit):
        """See Engine. Of one site in one request: asking takes longer there than answering."""
        searches = [
            _search(wanted, _scored(question, today, loose), limit).sort(*BEST)
            for question, loose in ways
        ]
        at_once = len(searches) if wanted.sites and len(wanted.sites) == 1 else 1
        for start in range(0, len(searches), at_once):
            yield from map(_hits, cluster.ask_all(searches[start : start + at_once]))

    def newest(self, wanted, question, *, limit, loose=False):
        """See Engine."""
        unscored = Q("bool", filter=[asked(question, loose)])
        search = _search(wanted, unscored, limit).sort("-published", "-number")
        return [number for number, _score in _hits(cluster.ask(search))]

    def counts(self, wanted, question, cuts, *, loose=False, following=None):
        """See Engine. In one request with the best."""
        if following is None:
            search = _search(wanted, Q("bool", filter=[asked(question, loose)]), 0)
        else:
            scored = _scored(question, following["today"], loose)
            search = _search(wanted, scored, following["limit"]).sort(*BEST)
            search = search.post_filter("bool", filter=_chosen(following["wanted"]))
        for number, (by, within) in enumerate(cuts):
            only = search.aggs.bucket(f"cut{number}", "filter", Q("bool", filter=_chosen(within)))
            only.bucket("values", "terms", field=by, size=MOST_VALUES)
        answer = cluster.ask(search)
        found = answer["aggregations"]
        buckets = [found[f"cut{number}"]["values"]["buckets"] for number in range(len(cuts))]
        counted = Counted(
            (cut, Counter({one["key"]: one["doc_count"] for one in of_cut}))
            for cut, of_cut in zip(cuts, buckets, strict=True)
        )
        counted.best = None if following is None else _hits(answer)
        return counted


def _scored(question, today, loose):
    newer = {"exp": {"day": {"origin": today, "scale": YEAR, "decay": 0.5}}}
    return Q(
        "function_score",
        query=asked(question, loose),
        functions=[{"weight": 1}, {"weight": FRESH, **newer}],
        score_mode="sum",
        boost_mode="multiply",
    )


def _search(wanted, query, limit):
    search = dsl.Search().extra(size=limit, track_total_hits=False, _source=False)
    return search.query(query & _among(wanted))


def _hits(answer):
    return [(int(hit["_id"]), hit["_score"]) for hit in answer["hits"]["hits"]]


def _among(wanted):
    """What a visitor could open, and what was chosen: Wanted.entries for documents."""
    hidden = SchoolSite.objects.exclude(status__in=SHOWN_STATUSES).values_list("pk", flat=True)
    return Q(
        "bool",
        filter=[Q("term", listed=True), *_chosen(wanted)],
        must_not=[
            Q("range", expires={"lte": cluster.microseconds(wanted.now)}),
            Q("terms", site=list(hidden)),
        ],
    )


def _chosen(wanted):
    return [Q("terms", **{name: list(of)}) for name, of in wanted.chosen.items()]


# --- what is asked


def asked(question, loose=False):
    """``question`` as a query: every term by all its words or as a phrase; or any of them."""
    terms = [(_any_word if loose and not term.is_phrase else _term)(term)
             for term in question.terms]  # fmt: skip
    without = [_term(term) for term in question.excluded]
    return Q("bool", must=[_any(terms)] if loose else terms, must_not=without)


def _term(term):
    ways = []
    for reading in term.readings:
        if not term.by_words:
            ways += _in(term, "b", lambda field, reading=reading: _phrase(field, reading))
        if not term.is_phrase:
            ways.append(Q("bool", must=[_any(_word(term, word)) for word in reading.words]))
    return _any(ways)


def _any_word(term):
    """Any of its words and pairs, which count together: a query for each would take longer

    to be read than to be answered.
    """
    ways = []
    for kind, which in (("w", 0), ("b", 1)):
        tokens = dict.fromkeys(token for one in term.readings for token in one.telling[which])
        if tokens:
            ways += _in(term, kind, partial(_some_of, " ".join(tokens)))
    return _any(ways)


def _word(term, word):
    return _in(term, "w", lambda field: _exactly(field, word))


def _in(term, kind, query_of):
    """Queries for the fields of ``kind`` that ``term`` is looked for in."""
    return [query_of(f"{part}{kind}") for part in ("t" if term.in_title else "tb")]


def _any(queries):
    return Q("bool", should=queries, minimum_should_match=1)


def _some_of(text, field):
    return Q("match", **{field: {"query": text, "boost": WEIGHTS[field]}})


def _exactly(field, token):
    return Q("term", **{field: {"value": token, "boost": WEIGHTS[field]}})


def _phrase(field, reading):
    weight = {"boost": (TOGETHER if reading.is_joined else WEIGHTS)[field]}
    if len(reading.pairs) == 1:
        kind = "prefix" if reading.is_open else "term"
        return Q(kind, **{field: {"value": reading.pairs[0], **weight}})
    text = {"query": " ".join(reading.pairs), **weight}
    if reading.is_open:
        more = {"max_expansions": MOST_BEGINNINGS}
        return Q("match_phrase_prefix", **{field: text | more})
    return Q("match_phrase", **{field: text})


ENGINE = Elastic()
