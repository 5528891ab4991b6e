"""What is offered while somebody types: by characters, by pinyin, by initials.

Names of schools and words of the field are known to the process. What was published is asked
of a table by ranges of its index, the most frequent words first, so that one letter reads no
more rows than a long word. Then words and questions are asked of the index, whether they find
something now: nothing is suggested that cannot be seen.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from django.db import connection
from django.db.models import Q

from school_sites import clock, hosts
from school_sites.models.listing import is_visible

from . import analysis, found, pinyin, vocabulary
from .models import SuggestedPhrase

Kind, Level = SuggestedPhrase.Kind, SuggestedPhrase.Level
LIMIT = 8
READ_TOP, READ = 200, 60  # rows of one level and key that are looked at
OWN_TITLES = 1_000  # of a site, the newest, that a word of its own is looked for in
CHECKED = 14  # phrases that the index is asked about
LONGEST = 24
NO_SITE, LONG_AGO = -1, datetime(1970, 1, 2, tzinfo=UTC)  # signs, put right for each question
LAST = "\U0010ffff"  # sorts behind every text that goes on
# What is wanted more, all else being equal.
KINDS = {Kind.QUERY: 1.0, Kind.PERSON: 0.8, Kind.COLUMN: 0.6, Kind.WORD: 0.5, Kind.TITLE: 0.0}
SCHOOL, FIELD, EXACT = 2.0, 0.7, 1.0
BY_INITIALS = -0.3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``text`` as it is written; ``worth`` orders; ``is_sure``: shown without asking the index."""

    text: str
    worth: float
    is_sure: bool


def suggest(scope, text, limit=LIMIT):
    """Up to ``limit`` texts that go on from ``text``, best first.

    ``scope`` is a SchoolSite, or None for all sites. Two queries at most, whose cost does not
    grow with what was published, but by what one site has.
    """
    folded = " ".join(analysis.fold(text).split())
    if not analysis.RUN.search(folded) or len(folded) > LONGEST:
        return []
    keys = _keys(folded)
    best = {}
    for one in (*_known(keys), *_published(scope, keys)):
        known = best.get(one.text)
        if known is None or (one.is_sure, one.worth) > (known.is_sure, known.worth):
            best[one.text] = one
    ordered = sorted(best.values(), key=lambda one: (-one.worth, len(one.text), one.text))
    ordered = ordered[: max(CHECKED, limit)]
    there = _that_stand(scope, [one.text for one in ordered if not one.is_sure])
    return [one.text for one in ordered if one.is_sure or one.text in there][:limit]


def _that_stand(scope, texts):
    """Those of ``texts`` that something visible has.

    The index is quick where anything will do; of one site it would read all that others have.
    """
    if scope is None or not texts:
        return set(found.that_stand(scope, texts))
    own = SuggestedPhrase.objects.filter(is_visible("entry__"), site=scope).order_by("-pk")
    titles = " ".join(own.values_list("folded", flat=True)[:OWN_TITLES])
    return {text for text in texts if analysis.fold(text) in titles}


def _keys(folded):
    """{field: its prefix} by which ``folded`` may be meant."""
    letters = pinyin.typed(folded)
    if letters:
        return {"folded": folded, "pinyin": letters, "initials": letters}
    if any(map(analysis.is_han, folded)) and any("a" <= char <= "z" for char in folded):
        return {"folded": folded, "pinyin": pinyin.joined(pinyin.SPACES.sub("", folded))}
    return {"folded": folded}


def _known(keys):
    """Of the field's words and the schools' names."""
    for names, worth in (
        (vocabulary.school_names(), SCHOOL),
        (vocabulary.field_names(), FIELD),
    ):
        for folded, name, letters, initials in names:
            for field, value in zip(
                ("folded", "pinyin", "initials"), (folded, letters, initials), strict=True
            ):
                if field in keys and value.startswith(keys[field]):
                    yield Suggestion(name, worth + _fits(field, value, keys[field]), True)
                    break


def _published(scope, keys):
    rows = {}
    for pk, field, text, kind, weight, value in _rows(scope, keys):
        worth = KINDS[kind] + vocabulary.worth(weight) + _fits(field, value, keys[field])
        if pk not in rows or rows[pk].worth < worth:
            # What has an entry was read together with it, and can be seen.
            rows[pk] = Suggestion(text, worth, kind not in (Kind.WORD, Kind.QUERY))
    return rows.values()


def _fits(field, value, typed):
    exact = EXACT if value == typed and field != "initials" else 0.0
    return exact + (BY_INITIALS if field == "initials" else 0.0)


def _rows(scope, keys):
    """(number, field, text, kind, weight, key) from the ranges of all levels and keys."""
    sql, params = _statement(scope is None, tuple(keys), connection.vendor)
    values = {_moment(LONG_AGO): _moment(clock.now())}
    for field, typed in keys.items():
        values |= {f"@{field}": typed, f"@{field}+": typed + LAST}
    values[NO_SITE] = asked_at(scope)
    with connection.cursor() as cursor:
        cursor.execute(sql, [values.get(one, one) for one in params])
        for field, pk, text, kind, weight, value in cursor.fetchall():
            yield pk, field, text, kind, weight, value


def asked_at(scope):
    """The number of the site whose visitors search ``scope``; all sites: the district's."""
    district = hosts.table().district
    return scope.pk if scope is not None else district.id if district else NO_SITE


def _moment(moment):
    return connection.ops.adapt_datetimefield_value(moment)


@cache
def _statement(everywhere, fields, vendor):
    """(SQL, parameters) of ``_rows`` with signs for what differs each time.

    Making the SQL of fifteen ranges takes Django longer than the database takes to answer.
    """
    parts, params = [], []
    for condition, read in _levels(everywhere):
        for field in fields:
            bounds = {f"{field}__gte": f"@{field}", f"{field}__lt": f"@{field}+"}
            rows = SuggestedPhrase.objects.filter(condition, **bounds).order_by(field)
            rows = rows.values_list("pk", "text", "kind", "weight", field)[:read]
            sql, values = rows.query.sql_with_params()
            parts.append(f"SELECT '{field}', part.* FROM ({sql}) part")  # noqa: S608
            params += values
    return " UNION ALL ".join(parts), tuple(params)


def _levels(everywhere):
    """Conditions for what may be offered, each a range of an index."""
    seen = is_visible("entry__", LONG_AGO)
    yield Q(site=None, level=Level.TOP), READ_TOP
    yield Q(site=None, level=Level.WORD), READ
    yield Q(site=NO_SITE, kind=Kind.QUERY, level=Level.TOP), READ
    if everywhere:
        yield Q(seen, site__isnull=False, level=Level.WORD), READ
        yield Q(seen, level=Level.TITLE), READ
        return
    for level in (Level.WORD, Level.TITLE, Level.OWN):
        yield Q(seen, site=NO_SITE, level=level), READ
