"""The embedded engine on PostgreSQL: three text vectors beside each entry, made in Python.

``titles`` answers fast which titles match, ``words`` and ``pairs`` whether anything does. Counting
reads no vector; ranking reads those of a few hundred candidates: titles first, then the newest.
"""

from collections import Counter, defaultdict

from django.core.exceptions import EmptyResultSet
from django.db import connection

from search.models import Entry

from .postgres_asked import all_of, any_of, how_many, lexeme, match, titles_match
from .worth import KIND, YEAR

CANDIDATES = 400
MOST_PLACES = 4  # of one word that are counted
FRESH = 0.15  # how much better a new one is than a very old one
RANK = "'{0.02, 0.1, 0.6, 1.0}'"  # weights of D, C, B, A
COLUMNS = ("titles", "words", "pairs")
NOT_TITLED = "search_entry.id NOT IN (SELECT id FROM titled)"
BY_INDEX, AS_BEFORE = "SET LOCAL enable_seqscan = off", "SET LOCAL enable_seqscan = on"
GAP = 5  # places between title and rest: no phrase reaches across


class Postgres:
    """tsvector and GIN."""

    name = "postgresql"

    def insert(self, rows):
        """See Engine. One statement, as Django would write it, with the vectors."""
        fields = [one for one in Entry._meta.concrete_fields if not one.primary_key]
        names = ", ".join([f'"{one.column}"' for one in fields] + list(COLUMNS))
        row = ", ".join(["%s"] * len(fields) + ["%s::tsvector"] * len(COLUMNS))
        values = []
        for entry, tokens in rows:
            values += [
                one.get_db_prep_save(one.pre_save(entry, True), connection) for one in fields
            ]
            values += vectors(*tokens)
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
        found = Entry.objects.filter(pk__in=numbers).extra(where=["search_entry.words IS NULL"])
        return list(found.values_list("pk", flat=True))

    def best(self, wanted, question, *, today, limit, loose=False, many=None):
        """See Engine. Candidates by title, then by date; then ``ts_rank`` and what is new."""
        try:
            sql, params = _candidates(wanted, question, loose, max(limit, CANDIDATES))
        except EmptyResultSet:
            return []
        words, pairs = any_of(question.terms, loose)
        has, telling = how_many(question) if loose else ("1", [])
        rank = (
            f"({has}) * (ts_rank({RANK}, words, %s::tsquery)"
            f" + 0.3 * ts_rank({RANK}, pairs, %s::tsquery))"
            f" * (1.0 + {FRESH} / (1.0 + greatest(0, %s - search_entry.day) / {YEAR}))"
            f" * {KIND}"
        )
        ranked = Entry.objects.extra(
            select={"score": rank}, select_params=[*telling, words, pairs, today],
            where=[f"search_entry.id = ANY(ARRAY({sql}))"], params=params,
            order_by=["-score", "-day", "-id"],
        )  # fmt: skip
        query = ranked.values_list("pk", "score")[:limit].query
        return [(pk, score) for pk, score, *_rest in self.rows(*query.sql_with_params())]

    def newest(self, wanted, question, *, limit, loose=False):
        """See Engine."""
        found = _where(
            wanted.entries().order_by("-published_at", "-pk"), *match(question, loose, wanted.sites)
        )
        try:
            query = found.values_list("pk", flat=True)[:limit].query.sql_with_params()
        except EmptyResultSet:
            return []
        return [row[0] for row in self.rows(*query)]

    def counts(self, wanted, question, cuts, *, loose=False):
        """See Engine. In one pass: the rows of each fact's values carry the cuts made by it."""
        names = tuple(dict.fromkeys(cut.by for cut in cuts))
        rows = _where(wanted.entries().order_by(), *match(question, loose, wanted.sites))
        found = {cut: Counter() for cut in cuts}
        try:
            rows, params = rows.values_list(*names).query.sql_with_params()
        except EmptyResultSet:
            return found
        columns, values = [], []
        for _by, within in cuts:
            condition, these = _condition(within)
            columns.append(f"count(*) FILTER (WHERE {condition})")
            values += these
        sets = ", ".join(f"({name})" for name in names)
        sql = (
            f"SELECT grouping({', '.join(names)}), {', '.join([*names, *columns])}"
            f" FROM ({rows}) AS m({', '.join(names)}) GROUP BY GROUPING SETS ({sets})"
        )
        for others, *row in self.rows(sql, [*values, *params]):
            # A bit is set for each fact that the row does not tell, the last is the lowest.
            at = next(n for n in range(len(names)) if not others >> (len(names) - 1 - n) & 1)
            for cut, many in zip(cuts, row[len(names) :], strict=True):
                if cut.by == names[at] and many:
                    found[cut][row[at]] = many
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
        return ([], *match(question, sites=site and (site,)))

    def in_titles(self, words, site=None):
        """See Engine."""
        return [], "search_entry.titles @@ %s::tsquery", [all_of(words)]


def _condition(within):
    chosen = within.chosen
    parts = [f"m.{name} = ANY(%s)" for name in chosen] or ["true"]
    return " AND ".join(parts), [list(values) for values in chosen.values()]


def _candidates(wanted, question, loose, most):
    """(SQL, parameters) of the numbers to rank: those with the title, then others, newest first.

    One statement, of which the second part runs only where titles leave room.
    """
    ordered = wanted.entries().order_by("-published_at", "-pk").values_list("pk", flat=True)
    others = _where(ordered, *match(question, loose, wanted.sites))
    if loose:  # in titles it asks the same
        return others[:most].query.sql_with_params()
    titled, params = _where(ordered, *titles_match(question))[:most].query.sql_with_params()
    others, more = others.extra(where=[NOT_TITLED]).query.sql_with_params()
    sql = (
        f"WITH titled(id) AS MATERIALIZED ({titled}) SELECT id FROM titled UNION ALL"
        f" ({others} LIMIT {most} - (SELECT count(*) FROM titled))"
    )
    return sql, [*params, *more]


def _where(entries, condition, params):
    return entries.extra(where=[condition], params=params)


# --- what is stored


def vectors(title, rest):
    """The texts of the three vectors of an entry, of the tokens of its title and of the rest."""
    titles = " ".join(lexeme(token) for token in dict.fromkeys((*title.words, *title.pairs)))
    return [
        titles,
        _vector(title.words, rest.words, "B", MOST_PLACES),
        _vector(title.pairs, rest.pairs, "D", 255),
    ]


def _vector(title, rest, weight, most):
    places = defaultdict(list)
    for place, token in enumerate(title, 1):
        places[token].append(f"{place}A")
    for place, token in enumerate(rest, len(title) + GAP):
        if place > 16_000:
            break
        if len(places[token]) < most:
            places[token].append(f"{place}{weight}")
    return " ".join(f"{lexeme(token)}:{','.join(found)}" for token, found in places.items())


ENGINE = Postgres()
