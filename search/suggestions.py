"""What is offered while somebody types: by characters, by pinyin, by initials.

Names of schools and words of the field are known to the process. What was published is asked
of a table by ranges of its index, the most frequent words first, so that one letter reads no
more rows than a long word. Then words and questions are asked of the index, whether they find
something now: nothing is suggested that cannot be seen.
"""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from school_sites.models.listing import is_visible

from . import analysis, found, pinyin, vocabulary
from .models import SuggestedPhrase

Kind, Level = SuggestedPhrase.Kind, SuggestedPhrase.Level
LIMIT = 8
READ = 120  # rows of one level and key that are looked at
CHECKED = 14  # phrases that the index is asked about
LONGEST = 24
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
    grow with what was published.
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
    there = set(found.that_find(scope, [one.text for one in ordered if not one.is_sure]))
    return [one.text for one in ordered if one.is_sure or one.text in there][:limit]


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
    parts, params = [], []
    for condition in _levels(scope):
        for field, typed in keys.items():
            bounds = {f"{field}__gte": typed, f"{field}__lt": typed + LAST}
            rows = SuggestedPhrase.objects.filter(condition, **bounds).order_by(field)
            rows = rows.values_list("pk", "text", "kind", "weight", field)[:READ]
            sql, values = rows.query.sql_with_params()
            parts.append(f"SELECT '{field}', part.* FROM ({sql}) part")  # noqa: S608
            params += values
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        for field, pk, text, kind, weight, value in cursor.fetchall():
            yield pk, field, text, kind, weight, value


def _levels(scope):
    """Conditions for what ``scope`` may be offered, each a range of an index."""
    seen = is_visible("entry__")
    if scope is None:
        yield Q(site=None, level=Level.TOP)
        yield Q(site=None, level=Level.WORD)
        yield Q(seen, site__isnull=False, level=Level.TOP)
        yield Q(seen, level=Level.WORD)
        yield Q(seen, level=Level.TITLE)
        return
    yield Q(site=None, level=Level.TOP)
    yield Q(site=None, level=Level.WORD)
    yield Q(site=scope, level=Level.TOP)  # what is asked here
    for level in (Level.WORD, Level.TITLE, Level.OWN):
        yield Q(seen, site=scope, level=level)
