"""The embedded engine on PostgreSQL: a text vector beside each entry, made in Python, and GIN.

One vector, so that the index alone answers whole questions: words with a mark before them, pairs
of characters, both with their places; what the title has, and the site. Counting reads no vector;
ranking reads those of a few hundred candidates: titles first, then the newest.
"""

from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache

from django.db import connection

from search import compiled
from search.models import Entry

from . import postgres_asked as asked
from .postgres_asked import SITE, TITLE, WORD, lexeme
from .worth import KIND, YEAR

CANDIDATES = 400
MOST_PLACES = 4  # of one word that are counted
FRESH = 0.15  # how much better a new one is than a very old one
RANK = "'{0.02, 0.1, 0.6, 1.0}'"  # weights of D, C, B, A
COLUMNS = {
    "site": "search_entry.site_id", "column_kind": "search_entry.column_kind",
    "type": "search_entry.type", "year": "search_entry.year",
}  # fmt: skip
NEWEST = (
    "SELECT search_entry.id{}"
    " ORDER BY search_entry.published_at DESC, search_entry.id DESC LIMIT {}"
)
NOT_TITLED = "search_entry.id NOT IN (SELECT id FROM titled)"
# Its vector is fetched once, though it is looked into several times.
LOOKED_INTO = "SELECT id, day, page_id, column_id, tokens || '' AS tokens FROM search_entry"
BY_INDEX, AS_BEFORE = "SET LOCAL enable_seqscan = off", "SET LOCAL enable_seqscan = on"
GAP = 5  # places between title and rest: no phrase reaches across


class Postgres:
    """tsvector and GIN."""

    name = "postgresql"

    def insert(self, rows):
        """See Engine. One statement, as Django would write it, with the tokens."""
        fields = [one for one in Entry._meta.concrete_fields if not one.primary_key]
        names = ", ".join([f'"{one.column}"' for one in fields] + ["tokens"])
        row = ", ".join(["%s"] * len(fields) + ["%s::tsvector"])
        values = []
        for entry, tokens in rows:
            values += [
                one.get_db_prep_save(one.pre_save(entry, True), connection) for one in fields
            ]
            values.append(vector(*tokens, entry.site_id))
        places = ", ".join([f"({row})"] * len(rows))
        sql = f"INSERT INTO search_entry ({names}) VALUES {places} RETURNING id, page_id"
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            numbers = {page: number for number, page in cursor.fetchall()}
        for entry, _tokens in rows:
            entry.pk = numbers[entry.page_id]
            entry._state.adding = False

    def unindexed(self, numbers):
        """See Storing."""
        found = Entry.objects.filter(pk__in=numbers).extra(where=["search_entry.tokens IS NULL"])
        return list(found.values_list("pk", flat=True))

    def best(self, wanted, question, *, today, limit, loose=False, many=None):
        """See Engine. Candidates by title, then by date; then ``ts_rank`` and what is new."""
        if wanted.sites == ():
            return []
        sql, params = _candidates(wanted, question, loose, max(limit, CANDIDATES))
        words, pairs = asked.any_of(question.terms, loose)
        has, telling = asked.how_many(question) if loose else ("1", [])
        rank = (
            f"({has}) * (ts_rank({RANK}, tokens, %s::tsquery)"
            f" + 0.3 * ts_rank({RANK}, tokens, %s::tsquery))"
            f" * (1.0 + {FRESH} / (1.0 + greatest(0, %s - search_entry.day) / {YEAR}))"
            f" * {KIND}"
        )
        sql = (
            f"SELECT id, {rank} AS score FROM ({LOOKED_INTO} WHERE id = ANY(ARRAY({sql}))"
            " OFFSET 0) AS search_entry ORDER BY score DESC, day DESC, id DESC LIMIT %s"
        )
        return self.rows(sql, [*telling, words, pairs, today, *params, limit])

    def newest(self, wanted, question, *, limit, loose=False):
        """See Engine."""
        if wanted.sites == ():
            return []
        sql, params = _matching(wanted, question, loose)
        return [row[0] for row in self.rows(NEWEST.format(sql, limit), params)]

    def counts(self, wanted, question, cuts, *, loose=False):
        """See Engine. In one pass: the rows of each fact's values carry the cuts made by it."""
        found = {cut: Counter() for cut in cuts}
        if wanted.sites == ():
            return found
        facts = list(dict.fromkeys(cut.by for cut in cuts))
        withins = list(dict.fromkeys(_condition(cut.within) for cut in cuts))
        columns = [f"count(*) FILTER (WHERE {condition})" for condition, _values in withins]
        values = [list(one) for _condition, values in withins for one in values]
        names = [COLUMNS[fact] for fact in facts]
        rows, params = _matching(wanted, question, loose)
        sql = (
            f"SELECT grouping({', '.join(names)}), {', '.join([*names, *columns])}{rows}"
            f" GROUP BY GROUPING SETS ({', '.join(f'({name})' for name in names)})"
        )
        # Of grouping() a bit is set for each fact that the row does not tell; the last is lowest.
        all_others = (1 << len(facts)) - 1
        told = {all_others ^ (1 << place): fact for place, fact in enumerate(reversed(facts))}
        places = [(cut, len(facts) + withins.index(_condition(cut.within))) for cut in cuts]
        by_fact = {fact: (n, [one for one in places if one[0].by == fact])
                   for n, fact in enumerate(facts)}  # fmt: skip
        for others, *row in self.rows(sql, [*values, *params]):
            fact, of_fact = by_fact[told[others]]
            for cut, place in of_fact:
                if row[place]:
                    found[cut][row[fact]] = row[place]
        return found

    def rows(self, sql, params):
        """See Engine. Through the indexes: to the planner reading the whole table looks cheap,

        as it does not know that the vectors lie apart and are fetched for each row.
        """
        with connection.cursor() as cursor:
            cursor.execute(f"{BY_INDEX}; {sql}; {AS_BEFORE}", params)
            cursor.nextset()
            return cursor.fetchall()

    def exists(self, sql):
        """See Engine. What is materialized is looked for by the index, and read until found."""
        return f"EXISTS (WITH found AS MATERIALIZED ({sql}) SELECT 1 FROM found)"

    def matched_by(self, question, site=None):
        """See Engine."""
        return ([], *asked.match_any(question, site and (site,)))

    def in_titles(self, words, site=None):
        """See Engine."""
        return ([], *asked.in_titles(words, site and (site,)))


def _condition(within):
    """(condition, values) of what was chosen; hashable."""
    chosen = within.chosen
    parts = [f"{COLUMNS[fact]} = ANY(%s)" for fact in chosen] or ["true"]
    return " AND ".join(parts), tuple(chosen.values())


def _candidates(wanted, question, loose, most):
    """(SQL, parameters) of the numbers to rank: those with the title, then others, newest first.

    One statement, of which the second part runs only where titles leave room.
    """
    others, more = _matching(wanted, question, loose)
    if loose:  # in titles it asks the same
        return NEWEST.format(others, most), more
    titled, params = _visible(wanted, *asked.titles_match(question, wanted.sites))
    others = NEWEST.format(f"{others} AND {NOT_TITLED}", f"{most} - (SELECT count(*) FROM titled)")
    sql = (
        f"WITH titled(id) AS MATERIALIZED ({NEWEST.format(titled, most)})"
        f" SELECT id FROM titled UNION ALL ({others})"
    )
    return sql, [*params, *more]


def _matching(wanted, question, loose):
    return _visible(wanted, *asked.match(question, loose, wanted.sites))


def _visible(wanted, condition, params):
    """(SQL from FROM on, parameters) for what ``wanted`` lets through of ``condition``."""
    if asked.is_few(wanted.sites):  # the condition says which
        wanted = replace(wanted, sites=None)
    seen, values = _seen()
    chosen, more = _condition(wanted)
    return (
        f"{seen} AND {condition} AND {chosen}",
        [*compiled.filled(values, wanted.now), *params, *map(list, more)],
    )


@cache
def _seen():
    """(SQL from FROM on, parameters with a sign for now) of what a visitor could open."""
    query = Entry.objects.visible(compiled.LONG_AGO).order_by().values_list("pk").query
    sql, params = query.sql_with_params()
    return sql[sql.index(" FROM ") :], params


# --- what is stored


def vector(title, rest, site):
    """The text of an entry's vector, of the tokens of its title and of the rest."""
    titled = dict.fromkeys((*title.words, *title.pairs))
    parts = [
        placed(title.pairs, rest.pairs),
        placed(title.words, rest.words, "B", MOST_PLACES, WORD),
        *(lexeme(token, TITLE) for token in titled),
        lexeme(site, SITE),
    ]
    return " ".join(part for part in parts if part)


def placed(title, rest, weight="D", most=255, mark=""):
    """The text of a vector of tokens with ``most`` places of each at most, the title's first."""
    places = defaultdict(list)
    for place, token in enumerate(title, 1):
        places[token].append(f"{place}A")
    for place, token in enumerate(rest, len(title) + GAP):
        if place > 16_000:
            break
        if len(places[token]) < most:
            places[token].append(f"{place}{weight}")
    return " ".join(f"{lexeme(token, mark)}:{','.join(found)}" for token, found in places.items())


ENGINE = Postgres()
