"""What is offered while somebody types: by characters, by pinyin, by initials.

Names of schools and words of the field are known to the process. What was published is asked
of a table by ranges of its index, the most frequent words first, so that one letter reads no
more rows than a long word. Then words and questions are asked of the index, whether they find
something now: nothing is suggested that cannot be seen.
"""

from functools import cache

from django.db import connection
from django.db.models import Q

from school_sites import clock, hosts
from school_sites.models.listing import is_visible

from . import analysis, compiled, found, pinyin, prepared, vocabulary
from .models import Entry, SuggestedPhrase

Kind, Level = SuggestedPhrase.Kind, SuggestedPhrase.Level
LIMIT = 8
READ = 30  # rows of one level and key that are looked at
OWN_TITLES = 1_000  # of a site, the newest, that a word of its own is looked for in
LOOKED_AT = 8  # titles with such a word; where none of them can be seen, it is not offered
CHECKED = 14  # phrases that the index is asked about
LONGEST = 24
NO_SITE = -1  # a sign, put right for each question
LAST = "\U0010ffff"  # sorts behind every text that goes on
# What is wanted more, all else being equal.
KINDS = {Kind.QUERY: 1.0, Kind.PERSON: 0.8, Kind.COLUMN: 0.6, Kind.WORD: 0.5, Kind.TITLE: 0.0}
SCHOOL, FIELD, EXACT = 2.0, 0.7, 1.0
BY_INITIALS = -0.3


def suggest(scope, text, limit=LIMIT):
    """Up to ``limit`` texts that go on from ``text``, best first.

    ``scope`` is a SchoolSite, or None for all sites. Three queries at most, whose cost does not
    grow with what was published, but by what one site has.
    """
    folded = " ".join(analysis.fold(text).split())
    if not analysis.RUN.search(folded) or len(folded) > LONGEST:
        return []
    keys = _keys(folded)
    best = {}  # {text: (what it is worth, whether it is shown without asking the index)}
    for name, worth, is_sure in (*_known(keys), *_published(scope, keys)):
        known = best.get(name)
        if known is None or (is_sure, worth) > (known[1], known[0]):
            best[name] = (worth, is_sure)
    ordered = sorted(best, key=lambda name: (-best[name][0], len(name), name))
    ordered = ordered[: max(CHECKED, limit)]
    there = _that_stand(scope, [name for name in ordered if not best[name][1]])
    return [name for name in ordered if best[name][1] or name in there][:limit]


def _that_stand(scope, texts):
    """Those of ``texts`` that something visible has.

    The index is quick where anything will do; of one site it would read all that others have.
    """
    if scope is None or not texts:
        return set(found.that_stand(scope, texts))
    titles = prepared.rows(*_own_titles(), {NO_SITE: scope.pk})
    has = {}  # {text: entries}, the newest of those that have it
    for text in texts:
        folded = analysis.fold(text)
        has[text] = [entry for title, entry in titles if folded in title][:LOOKED_AT]
    asked = {entry for entries in has.values() for entry in entries}
    seen = set(Entry.objects.visible().filter(pk__in=asked).values_list("pk", flat=True))
    return {text for text in texts if not seen.isdisjoint(has[text])}


@cache
def _own_titles():
    """(SQL, parameters with a sign for the site) of the newest titles with their entries."""
    own = SuggestedPhrase.objects.filter(site=NO_SITE, entry__isnull=False).order_by("-pk")
    return own.values_list("folded", "entry")[:OWN_TITLES].query.sql_with_params()


def _keys(folded):
    """{field: its prefix} by which ``folded`` may be meant."""
    letters = pinyin.typed(folded)
    if letters:
        return {"folded": folded, "pinyin": letters, "initials": letters}
    if any(map(analysis.is_han, folded)) and any("a" <= char <= "z" for char in folded):
        return {"folded": folded, "pinyin": pinyin.joined(pinyin.SPACES.sub("", folded))}
    return {"folded": folded}


def _known(keys):
    """(text, worth, True) of the schools' names and the field's words."""
    for names, worth in ((vocabulary.school_names(), SCHOOL), (vocabulary.field_names(), FIELD)):
        for field, typed in keys.items():
            for value, name in names.beginning(field, typed):
                yield name, worth + _fits(field, value, typed), True


def _published(scope, keys):
    """The same of what the table has; what has an entry was read together with it."""
    for field, text, kind, weight, value in _rows(scope, keys):
        worth = KINDS[kind] + vocabulary.worth(weight) + _fits(field, value, keys[field])
        yield text, worth, kind not in (Kind.WORD, Kind.QUERY)


def _fits(field, value, typed):
    exact = EXACT if value == typed and field != "initials" else 0.0
    return exact + (BY_INITIALS if field == "initials" else 0.0)


def _rows(scope, keys):
    """(field, text, kind, weight, key) from the ranges of all levels and keys."""
    sql, signs = _statement(scope is None, tuple(keys), connection.vendor)
    values = {NO_SITE: asked_at(scope)}
    for field, typed in keys.items():
        values |= {f"@{field}": typed, f"@{field}+": typed + LAST}
    return prepared.rows(sql, signs, compiled.signs(clock.now()) | values)


def asked_at(scope):
    """The number of the site whose visitors search ``scope``; all sites: the district's."""
    district = hosts.table().district
    return scope.pk if scope is not None else district.id if district else NO_SITE


@cache
def _statement(everywhere, fields, vendor):
    """(SQL, parameters) of ``_rows`` with signs for what differs each time."""
    parts, params = [], []
    for condition, order in _levels(everywhere):
        for field in fields:
            bounds = {f"{field}__gte": f"@{field}", f"{field}__lt": f"@{field}+"}
            rows = SuggestedPhrase.objects.filter(condition, **bounds).order_by(order or field)
            rows = rows.values_list("text", "kind", "weight", field)[:READ]
            sql, values = rows.query.sql_with_params()
            parts.append(f"SELECT '{field}', part.* FROM ({sql}) part")  # noqa: S608
            params += values
    return " UNION ALL ".join(parts), tuple(params)


def _levels(everywhere):
    """(condition, order) for what may be offered, each a range of an index."""
    seen = is_visible("entry__", compiled.LONG_AGO)
    # Few enough to be sorted; of the others the first of the range are as good as any.
    yield Q(site=None, level=Level.TOP), "-weight"
    yield Q(site=NO_SITE, kind=Kind.QUERY, level=Level.TOP), "-weight"
    yield Q(site=None, level=Level.WORD), None
    if everywhere:
        yield Q(seen, site__isnull=False, level=Level.WORD), None
        yield Q(seen, level=Level.TITLE), None
        return
    for level in (Level.WORD, Level.TITLE, Level.OWN):
        yield Q(seen, site=NO_SITE, level=level), None
