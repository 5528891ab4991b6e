"""The embedded engine on PostgreSQL: a text vector beside each entry, made in Python, and GIN.

One vector, so that the index alone answers whole questions: words with a mark before them, pairs
of characters, both with their places; what the title has, and the site. Counting reads no vector;
ranking reads those of a few hundred candidates: titles first, then the newest.
"""

from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

from django.db import connection

from search import compiled
from search.models import Entry

from . import Counted, OneByOne
from . import postgres_asked as asked
from .postgres_asked import SITE, TITLE, WORD, lexeme
from .postgres_counts import Counting, condition_of
from .worth import KIND, YEAR

CANDIDATES = 400
MOST_PLACES = 4  # of one word that are counted
TOGETHER = 2.0  # how much better one is that has in one piece what was typed as one
FRESH = 0.15  # how much better a new one is than a very old one
RANK = "'{0.02, 0.1, 0.6, 1.0}'"  # weights of D, C, B, A
NEWEST = (
    "SELECT search_entry.id{}"
    " ORDER BY search_entry.published_at DESC, search_entry.id DESC LIMIT {}"
)
# Its vector is fetched once, though it is looked into several times.
LOOKED_INTO = "SELECT id, day, page_id, column_id, tokens || '' AS tokens FROM search_entry"
BY_INDEX, AS_BEFORE = "SET LOCAL enable_seqscan = off", "SET LOCAL enable_seqscan = on"
# What is not in its place in the index yet; every search reads it. Little is thirty entries.
LITTLE, MUCH = "256kB", "64MB"
GAP = 5  # places between title and rest: no phrase reaches across


class Postgres(OneByOne):
    """tsvector and GIN."""

    name = "postgresql"
    unsettled = LITTLE  # while this process writes much, MUCH

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
            cursor.execute(f"SET LOCAL gin_pending_list_limit = '{self.unsettled}'; {sql}", values)
            cursor.nextset()
            numbers = {page: number for number, page in cursor.fetchall()}
        for entry, _tokens in rows:
            entry.pk = numbers[entry.page_id]
            entry._state.adding = False

    def unindexed(self, numbers):
        """See Storing."""
        found = Entry.objects.filter(pk__in=numbers).extra(where=["search_entry.tokens IS NULL"])
        return list(found.values_list("pk", flat=True))

    @contextmanager
    def much(self):
        """See Storing. Of what is put in its place together each word is looked up once."""
        self.unsettled = MUCH
        try:
            yield
        finally:
            self.unsettled = LITTLE

    def settle(self):
        """See Storing."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('search_entry_tokens')")

    def best(self, wanted, question, *, today, limit, loose=False, many=None, among=None):
        """See Engine. Candidates by title, then by date; then ``ts_rank`` and what is new."""
        if wanted.sites == ():
            return []
        most = max(limit, CANDIDATES)
        if among is None and asked.is_few(wanted.sites) and not loose:
            there = self.newest(wanted, question, limit=most + 1)
            among = there if len(there) <= most else None  # few: not by title first
        if among is None:
            sql, params = _candidates(wanted, question, loose, most)
        else:
            condition, chosen = condition_of(wanted)
            sql = f"SELECT id FROM search_entry WHERE id = ANY(%s) AND {condition}"
            params = [among, *map(list, chosen)]
        words, pairs = asked.any_of(question.terms, loose)
        has, telling = asked.how_many(question) if loose else _has_together(question)
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

    def counts(self, wanted, question, cuts, *, loose=False, following=None):
        """See Engine. Few sites' have few numbers, which need not be sought again."""
        found = Counted((cut, Counter()) for cut in cuts)
        if wanted.sites == ():
            return found
        counting = Counting(cuts, CANDIDATES if asked.is_few(wanted.sites) else 0)
        sql, params = counting.statement(*_matching(wanted, question, loose))
        counting.read(self.rows(sql, params), found)
        return found

    def rows(self, sql, params):
        """See Engine."""
        return by_index(sql, params)

    def exists(self, sql):
        """See Engine. What is materialized is looked for by the index, and read until found."""
        return f"EXISTS (WITH found AS MATERIALIZED ({sql}) SELECT 1 FROM found)"

    def matched_by(self, question, site=None):
        """See Engine."""
        return ([], *asked.match_any(question, site and (site,)))

    def in_titles(self, words, site=None):
        """See Engine."""
        return ([], *asked.in_titles(words, site and (site,)))


def by_index(sql, params):
    """Rows of the query ``sql``, read through the indexes.

    To the planner reading the whole table looks cheap, as it does not know that the vectors lie
    apart and are fetched for each row.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"{BY_INDEX}; {sql}; {AS_BEFORE}", params)
        cursor.nextset()
        return cursor.fetchall()


def _candidates(wanted, question, loose, most):
    """(SQL, parameters) of the numbers to rank: with the title, in one piece, others; newest first.

    One statement, of which each part runs only where those before it leave room.
    """
    parts = [] if loose else [asked.titles_match(question, wanted.sites)]  # else it asks the same
    if parts and question.is_joined:
        parts.append(asked.together_match(question, wanted.sites))
    parts = [_visible(wanted, *one) for one in parts] + [_matching(wanted, question, loose)]
    tables, before, room = [], "", str(most)
    for place, (rows, _params) in enumerate(parts):
        sql = NEWEST.format(rows + before, room)
        tables.append(f"part{place}(id) AS MATERIALIZED ({sql})")
        before += f" AND search_entry.id NOT IN (SELECT id FROM part{place})"
        room += f" - (SELECT count(*) FROM part{place})"
    numbers = " UNION ALL ".join(f"SELECT id FROM part{place}" for place in range(len(parts)))
    return f"WITH {', '.join(tables)} {numbers}", [one for _rows, some in parts for one in some]


def _has_together(question):
    """(expression, parameters) by which a score rises where words that were typed as one are."""
    if not question.is_joined:
        return "1", []
    return f"1 + {TOGETHER} * (tokens @@ %s::tsquery)::int", [asked.together(question)]


def _matching(wanted, question, loose):
    return _visible(wanted, *asked.match(question, loose, wanted.sites))


def _visible(wanted, condition, params):
    """(SQL from FROM on, parameters) for what ``wanted`` lets through of ``condition``."""
    if asked.is_few(wanted.sites):  # the condition says which
        wanted = replace(wanted, sites=None)
    seen, values = _seen()
    chosen, more = condition_of(wanted)
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
