"""The embedded engine on SQLite: one FTS5 table without content of its own.

An entry's row there is numbered by its site and then by its own number, so that what one
school has lies together for every word, and its search reads nothing else. SQLite before 3.43
cannot take a row out of such a table without its exact old tokens, so none ever is: another text
is another entry, and a number without an entry is passed over. ``search_rebuild`` makes the
table anew without them.
"""

import math
from collections import Counter
from contextlib import nullcontext
from itertools import accumulate

from django.db import connection
from django.db.models import Aggregate, Q, TextField

from search.models import Entry

from . import Counted, OneByOne
from . import sqlite_asked as asked
from .worth import KIND, TOGETHER, WEIGHTS, YEAR

TABLE = "search_fts"
# Words of the title and the rest, pairs of the title and the rest, and the entry's site.
COLUMNS = ("tw", "bw", "tb", "bb", "at")
MOST_SITES = 20  # that a question to the index names; of more all are asked
FRESH = 0.3  # how much better a new one is than a very old one
BITS = 32  # of a row's number that are the entry's; above them is the site's
NUMBER = f"({TABLE}.rowid & {(1 << BITS) - 1})"
JOINED = f"search_entry.id = {NUMBER}"
BOUNDED = f"SELECT 1 FROM {TABLE} WHERE {{}} LIMIT {{}}"
FRESHER = f"(1.0 + {FRESH} / (1.0 + max(0, %s - search_entry.day) / {YEAR}))"
FEW_SITES = 3  # whose hits are scored one by one
FEW_HITS = 2_500  # beside which other rows of the index are passed over
SCORED_LOOSELY = 8_000  # entries at most
VERY_MANY, ENOUGH = 4_000, 60  # hits; those by title that make looking at the others needless
NUMBERS = ("site", "year")  # the others are words without a comma
CREATE = f"CREATE VIRTUAL TABLE {{}} USING fts5({', '.join(COLUMNS)}, content='', tokenize='ascii')"
# What one transaction adds to the index is one part of it, up to so many bytes (of 1 MB by
# default, several, which are merged with the others at once). A setting that FTS5 keeps.
PART = f"INSERT INTO {{0}}({{0}}, rank) VALUES ('hashsize', {16 << 20})"
INSERT = f"INSERT INTO {{}}(rowid, {', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * 6)})"


class Sqlite(OneByOne):
    """FTS5."""

    name = "sqlite"

    def insert(self, rows):
        """See Engine."""
        Entry.objects.bulk_create([entry for entry, _tokens in rows])
        with connection.cursor() as cursor:
            cursor.executemany(INSERT.format(TABLE), rows_of(rows))

    def unindexed(self, numbers):
        """See Storing."""
        places = ", ".join(["%s"] * len(numbers)) or "NULL"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT entry.id FROM search_entry entry, {TABLE}_docsize there WHERE entry.id IN"
                f" ({places}) AND there.id = (entry.site_id << {BITS}) + entry.id",
                list(numbers),
            )
            there = {number for (number,) in cursor.fetchall()}
        return [number for number in numbers if number not in there]

    def much(self):
        """See Storing."""
        return nullcontext()

    def settle(self):
        """See Storing."""

    def best(self, wanted, question, *, today, limit, loose=False, many=None, among=None):
        """See Engine. BM25, and a little for what is new."""
        if wanted.sites and len(wanted.sites) <= FEW_SITES:
            return self._by_parts(wanted, question, today, limit, loose, many)
        if loose:
            telling = _telling(asked.loose_parts(question), wanted.sites)
            return self._scored(wanted, asked.without(" OR ".join(telling), question), today, limit)
        if many is None:
            many = self._many(wanted, question)
        weights, text = TOGETHER if question.is_joined else WEIGHTS, asked.match(question)
        if many <= VERY_MANY:
            return self._scored(wanted, text, today, limit, weights)
        found = self._scored(wanted, asked.match_titles(question), today, limit, weights)
        if len(found) < min(ENOUGH, limit):
            return self._scored(wanted, text, today, limit, weights)
        there = {number for number, _score in found}
        newest = self.newest(wanted, question, limit=limit) if len(found) < limit else []
        return (found + [(number, 0.0) for number in newest if number not in there])[:limit]

    def _many(self, wanted, question):
        """About how many match, as far as it matters."""
        where, params = _found(wanted.sites, asked.match(question))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({BOUNDED.format(where, VERY_MANY + 1)})", params)
            return cursor.fetchone()[0]

    def _by_parts(self, wanted, question, today, limit, loose, many):
        """The same for few sites: the rarer there a word that stands in it, the better.

        ``bm25`` counts each word in the whole table before it scores the first row.
        """
        hits = self._narrowed(wanted, asked.match(question, loose)).extra(
            select={"worth": f"{FRESHER} * {KIND}"}, select_params=[today]
        )
        hits, params = hits.values_list("pk", "day", "worth").query.sql_with_params()
        parts = [
            (*_found(wanted.sites, text), weight) for text, weight in asked.scored_parts(question)
        ]
        often = self._often(parts)
        # Beside few hits it is quicker to pass over what is none at once.
        among = f" AND +{NUMBER} IN (SELECT pk FROM hit)" if many and many <= FEW_HITS else ""
        rows = ["SELECT pk AS id, day, worth, 0.0 AS says FROM hit"]
        for n, (where, values, weight) in enumerate(parts):
            if often[n]:
                says = f"{weight * math.log(1 + 1000 / often[n])} FROM {TABLE} WHERE {where}"
                rows.append(f"SELECT {NUMBER}, NULL, NULL, {says}{among}")
                params = [*params, *values]
        sql = (
            f"WITH hit AS ({hits})"
            # Not joined: for each hit all parts would be read.
            f" SELECT id, (0.1 + sum(says)) * max(worth) AS score FROM ({' UNION ALL '.join(rows)})"
            " GROUP BY id HAVING max(worth) > 0"
            " ORDER BY score DESC, max(day) DESC, id DESC LIMIT %s"
        )
        return self.rows(sql, [*params, limit])

    def _often(self, parts):
        """In how many rows each of ``parts``, (condition, parameters, weight), is found."""
        counted = " UNION ALL ".join(
            f"SELECT {n}, count(*) FROM {TABLE} WHERE {where}"
            for n, (where, _values, _weight) in enumerate(parts)
        )
        return dict(self.rows(counted, [one for _, values, _ in parts for one in values]))

    def _scored(self, wanted, text, today, limit, weights=WEIGHTS):
        of_columns = ", ".join(str(weights.get(column, 0.0)) for column in COLUMNS)
        found = self._narrowed(wanted, text).extra(
            select={"score": f"-bm25({TABLE}, {of_columns}) * {FRESHER} * {KIND}"},
            select_params=[today],
            order_by=["-score", "-day", "-id"],
        )
        return list(found.values_list("pk", "score")[:limit])

    def newest(self, wanted, question, *, limit, loose=False):
        """See Engine."""
        found = self._matching(wanted, question, loose).order_by("-published_at", "-pk")
        return list(found.values_list("pk", flat=True)[:limit])

    def counts(self, wanted, question, cuts, *, loose=False, following=None):
        """See Engine. In one pass: grouping here would sort all that matches."""
        values = {f"cut{n}": _Values(by, filter=_condition(within)) for n, (by, within) in
                  enumerate(cuts)}  # fmt: skip
        found = self._matching(wanted, question, loose).order_by().aggregate(**values)
        return Counted((cut, _counted(found[f"cut{n}"], cut.by)) for n, cut in enumerate(cuts))

    def rows(self, sql, params):
        """See Engine."""
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    def exists(self, sql):
        """See Engine."""
        return f"EXISTS ({sql} LIMIT 1)"

    def matched_by(self, question, site=None):
        """See Engine."""
        return _joined(site and (site,), asked.match(question))

    def in_titles(self, words, site=None):
        """See Engine."""
        text = f"tw : ({' AND '.join(map(asked.quoted, words))})"
        return _joined(site and (site,), text)

    def _matching(self, wanted, question, loose):
        return self._narrowed(wanted, asked.match(question, loose))

    def _narrowed(self, wanted, text):
        tables, where, params = _joined(wanted.sites, text)
        return wanted.entries().extra(tables=tables, where=[where], params=params)


class _Values(Aggregate):
    """A fact of every row, with commas between."""

    function = "GROUP_CONCAT"
    output_field = TextField()


def _condition(within):
    chosen = {f"{name}__in": values for name, values in within.chosen.items()}
    return Q(**chosen) if chosen else None


def _counted(text, by):
    found = Counter(text.split(",")) if text is not None else Counter()
    return Counter({int(value): many for value, many in found.items()}) if by in NUMBERS else found


def rows_of(rows):
    """Rows of the table for (saved entry, tokens of title and rest).

    In the order of their numbers: FTS5 begins another part of the index wherever they fall.
    """
    return sorted(
        ((entry.site_id << BITS) + entry.pk, *(" ".join(part) for part in (
            title.words, rest.words, title.pairs, rest.pairs)), _site(entry.site_id))
        for entry, (title, rest) in rows
    )  # fmt: skip


def _site(number):
    return f"s{number}"


def _joined(sites, text):
    """(table, condition, parameters) of entries that answer ``text``, a question to the index."""
    where, params = _found(sites, text)
    return [TABLE], f"{JOINED} AND {where}", params


def _found(sites, text):
    """(condition, parameters) of the table's rows that answer; of few sites, theirs alone."""
    if sites and len(sites) == 1:
        first = sites[0] << BITS
        last = first + (1 << BITS) - 1
        return f"{TABLE} MATCH %s AND {TABLE}.rowid BETWEEN {first} AND {last}", [text]
    if sites and len(sites) <= MOST_SITES:
        text = f"at : ({' OR '.join(asked.quoted(_site(one)) for one in sites)}) AND ({text})"
    return f"{TABLE} MATCH %s", [text]


def _telling(parts, sites):
    """Those of ``parts`` that few entries have, together SCORED_LOOSELY at most; one at least.

    What most have says little, and scoring all of it takes long.
    """
    found = [_found(sites, part) for part in parts]
    counted = (
        f"SELECT {n}, count(*) FROM ({BOUNDED.format(where, SCORED_LOOSELY + 1)})"
        for n, (where, _params) in enumerate(found)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(counted), [one for _where, params in found for one in params]
        )
        rarest = sorted((many, n) for n, many in cursor.fetchall())
    sums = accumulate(many for many, _n in rarest)
    few = [n for (_many, n), sum_ in zip(rarest, sums, strict=True) if sum_ <= SCORED_LOOSELY]
    return [parts[n] for n in sorted(few or [rarest[0][1]])]


ENGINE = Sqlite()
