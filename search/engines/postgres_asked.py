"""What a question asks of PostgreSQL: conditions on an entry's tokens.

The index tells which rows have a token, not where in them. Of what only a place tells (a phrase,
words of the title alone) each row would be fetched, and every other row of its page with it.
So what surely answers is told by the index alone, and only what may answer besides is looked into.
"""

from typing import NamedTuple

WORD, TITLE, SITE = "/", "#", "@"  # marks before a token; a pair has none
MOST_SITES = 20  # that a question to the index names; of more all are asked
HAS = "{0}.tokens @@ %s::tsquery"
# Materialized: else both queries are asked of the index as one, which then tells too much.
LOOKED_INTO = (
    "search_entry.id = ANY(ARRAY(WITH maybe AS MATERIALIZED (SELECT one.id, one.tokens"
    " FROM search_entry one WHERE {}) SELECT id FROM maybe WHERE tokens @@ %s::tsquery))"
)


class Asked(NamedTuple):
    """``exact`` answers. What has any of ``sure`` does, what has none has any of ``maybe``."""

    sure: list[str]
    exact: str
    maybe: list[str]


def lexeme(token, mark=""):
    """``token`` as tokens and queries write it."""
    return f"'{mark}{token}'"


def is_few(sites):
    """Whether the index is asked for ``sites`` alone."""
    return sites is not None and 0 < len(sites) <= MOST_SITES


def match(question, loose=False, sites=None):
    """(condition, parameters) for entries that ``question`` means, where of few sites theirs."""
    asked, out = _asked(question, loose), _excluded(question)
    if not asked.sure:
        return _exactly(asked.exact, out, sites)
    exact = f"{asked.exact} & !{out.exact}" if question.excluded else asked.exact
    found, params = _found(asked.sure, [*out.sure, *out.maybe], sites)
    parts = [_found(asked.maybe, [*asked.sure, *out.sure], sites, "one")] if asked.maybe else []
    if out.maybe:
        either = f"{_or(asked.sure)} & {_or(out.maybe)}"
        parts.append(_found([either], out.sure, sites, "one"))
    for condition, values in parts:
        found += f" OR {LOOKED_INTO.format(condition)}"
        params = [*params, *values, exact]
    return f"({found})", params


def match_any(question, sites=None):
    """The same in one condition: quick where the first that is found will do."""
    return _exactly(_asked(question, False).exact, _excluded(question), sites)


def titles_match(question, sites=None):
    """(condition, parameters) for those whose title alone answers."""
    titled = _and(_title(term) for term in question.terms)
    return _exactly(titled, _excluded(question), sites)


def together(question):
    """A query for those where what was typed as one stands in one piece.

    The index knows no places, but hardly any text has all pairs in another way.
    """
    return _and(
        _or(
            _all_pairs(one) if term.is_phrase or one.is_joined else all_of(one.words)
            for one in term.readings
        )
        for term in question.terms
    )


def together_match(question, sites=None):
    """(condition, parameters) for those that ``together`` means."""
    return _exactly(together(question), _excluded(question), sites)


def in_titles(words, sites=None):
    """(condition, parameters) for those whose title has all ``words``."""
    return _found([all_of(words, TITLE)], [], sites)


def _found(queries, without, sites, table="search_entry"):
    """(condition, parameters) for what has any of ``queries`` and none of ``without``.

    Each is a condition of its own: then the index leaps from one row that may be meant to the
    next. Of an OR it would read all lists; so of all sites each way is asked alone.
    """
    here = [_or(lexeme(site, SITE) for site in sites)] if is_few(sites) else []
    queries = [_or(queries)] if here else queries
    any_of = " OR ".join([HAS] * len(queries))
    parts = [HAS] * len(here) + [f"({any_of})"] + [HAS] * len(without)
    params = [*here, *queries, *(f"!{query}" for query in without)]
    return f"({' AND '.join(parts)})".format(table), params


def _exactly(query, out, sites):
    """The same for one query; ``out`` is not to be found."""
    return _found([query], [*out.sure, out.exact] if out.maybe else out.sure, sites)


def _excluded(question):
    return _one_of([_term(term) for term in question.excluded])


def _asked(question, loose):
    if loose:
        return _one_of([_term(one) if one.is_phrase else _any_of(one) for one in question.terms])
    terms = [_term(term) for term in question.terms]
    return terms[0] if len(terms) == 1 else _together(terms)


def _together(terms):
    exact = _and(one.exact for one in terms)
    sure = [_and(_or(one.sure) for one in terms)] if all(one.sure for one in terms) else []
    maybe = [_and(_or([*one.sure, *one.maybe]) for one in terms)]
    return Asked(sure, exact, maybe if any(one.maybe for one in terms) else [])


def _one_of(parts):
    return Asked(
        [query for one in parts for query in one.sure],
        _or(one.exact for one in parts),
        [query for one in parts for query in one.maybe],
    )


def _term(term):
    parts = []
    for one in term.readings:
        if not term.is_phrase:
            parts.append(_words(one, term.in_title))
        if not term.by_words:
            parts.append(_pairs(one, term.in_title))
    return _one_of(parts)


def _words(reading, in_title):
    words = all_of(reading.words)
    if not in_title:
        return Asked([words], words, [])
    return Asked([], all_of(reading.words, weight="A"), [all_of(reading.words, TITLE)])


def _pairs(reading, in_title):
    pairs = _all_pairs(reading, TITLE if in_title else "")
    if len(reading.pairs) > 1:
        return Asked([], _phrase(reading, "A" if in_title else ""), [pairs])
    return Asked([pairs], pairs, [])  # no place to look for: the index knows


def _title(term):
    queries = []
    for reading in term.readings:
        queries.append(_all_pairs(reading, TITLE))
        if not term.is_phrase:
            queries.append(all_of(reading.words, TITLE))
    return _or(queries)


def _any_of(term):
    asked = _or(part for part in any_of([term], loose=True) if part)
    return Asked([asked], asked, [])


def any_of(terms, loose=False):
    """(words, pairs) of ``terms``, any of which counts, as two queries."""
    words, pairs = {}, {}
    for term in terms:
        for one in term.readings:
            of_all = not loose or term.is_phrase
            some_words, some_pairs = (one.words, one.pairs) if of_all else one.telling
            words |= dict.fromkeys(lexeme(word, WORD) for word in some_words)
            pairs |= dict.fromkeys(_open_pair(one, pair) for pair in some_pairs)
    return " | ".join(words), " | ".join(pairs)


def how_many(question):
    """(expression, parameters): how many of the telling words an entry has.

    ``ts_rank`` knows of no word that it is rarer than another: one common word would do.
    """
    words = dict.fromkeys(
        word for term in question.terms for one in term.readings for word in one.telling[0]
    )
    counted = " + ".join(["(tokens @@ %s::tsquery)::int"] * len(words))
    return f"1 + {counted}", [lexeme(word, WORD) for word in words]


def _open_pair(reading, pair, mark=""):
    is_last = pair == reading.pairs[-1]
    return lexeme(pair, mark) + (":*" if reading.is_open and is_last else "")


def _phrase(reading, weight=""):
    pairs = [lexeme(pair) for pair in reading.pairs]
    marks = ("*" if reading.is_open else "") + weight
    if marks:
        pairs = [f"{pair}:{weight}" if weight else pair for pair in pairs[:-1]] + [
            f"{pairs[-1]}:{marks}"
        ]
    return f"({' <-> '.join(pairs)})"


def _all_pairs(reading, mark=""):
    return _and(_open_pair(reading, pair, mark) for pair in reading.pairs)


def all_of(words, mark=WORD, weight=""):
    """A query for all ``words``, of the kind that ``mark`` says."""
    return _and(lexeme(word, mark) + (f":{weight}" if weight else "") for word in words)


def _and(queries):
    return f"({' & '.join(queries)})"


def _or(queries):
    return f"({' | '.join(queries)})"
