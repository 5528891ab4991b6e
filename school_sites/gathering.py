"""Several short lists of one page, gathered together: two queries, however many lists.

A topic, a subject and the related articles of an article each show a few lists:
the newest with a keyword, of a column, of a subject, or articles chosen by hand.
Asked one by one they would cost a query each. Here each becomes one part of a
union that looks up at most ``limit`` rows of an index.

Every part is asked "may a visitor see it now": of a site's own articles its
listing, of other schools' articles what the registered source says.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db.models import IntegerField, Q, Value

from . import clock, queries
from .models import Listing, ListingTag
from .models.listing import is_visible
from .queries import OWN_RANK, Cursor, Window

COMING, PAST = "coming", "past"
RELATED_WORDS = 6  # keywords of an article that are followed
TAG_LENGTH = ListingTag._meta.get_field("word").max_length


@dataclass(frozen=True, slots=True)
class Pick:
    """One short list: at most ``limit`` articles, chosen by exactly one of the other fields.

    ``word`` a keyword; ``column_id`` a column; ``articles`` numbers, shown in that
    order; ``subject`` a school subject, of which ``events`` COMING or PAST leaves
    the events only (coming ones soonest first) and ``after`` what comes after a
    position in the list. ``newest`` is the newest of all, ``limit`` from each source.
    """

    limit: int
    word: str = ""
    column_id: int | None = None
    articles: tuple[int, ...] = ()
    subject: str = ""
    events: str = ""
    after: Cursor | None = None
    newest: bool = False


def gather(site, picks):
    """The items of each of ``picks`` at ``site``, a list for each.

    One query for the site's own articles and one for each source that applies
    (the district's accepted submissions). Cost: the sum of the limits, beside
    rows that are passed over because visitors may not see them.
    """
    distinct = {pick: {} for pick in picks}
    numbered = list(distinct)
    asked = [partial(own_picks, site)]
    asked += [partial(source.picks, site) for source in queries.sources_of(site) if source.picks]
    if picks:
        for ask in asked:
            for number, item in ask(numbered):
                distinct[numbered[number]].setdefault(item.article_id, item)
    return [arrange(pick, distinct[pick]) for pick in picks]


def arrange(pick, items):
    """The items of one list, {article number: item}, in its order and no more than its limit."""
    if pick.articles:
        return [items[number] for number in pick.articles if number in items][: pick.limit]
    if pick.events:
        soonest_first = pick.events == COMING
        ordered = sorted(items.values(), key=_beginning, reverse=not soonest_first)
    else:
        ordered = sorted(items.values(), key=lambda item: item.key, reverse=True)
    return ordered if pick.newest else ordered[: pick.limit]


def _beginning(item):
    return (item.facts.starts_at, item.key)


def own_picks(site, picks):
    """(number of the pick, item) for the site's own articles, in one query."""
    rows = Listing.objects.values_list(*queries.OWN_FIELDS)
    parts = []
    for number, pick in enumerate(picks):
        chosen = numbers_of(pick, rank=OWN_RANK, scope=lambda _: Q(site=site))
        parts.append(rows.filter(pk__in=chosen).annotate(pick=number_of_pick(number)))
    return [(number, queries.own_item(site, row)) for *row, number in union(parts)]


def number_of_pick(number):
    """Marks the rows of one part of a union."""
    return Value(number, output_field=IntegerField())


def union(parts):
    """One query for all of ``parts``; a part has no order and no limit of its own."""
    first, *rest = parts
    return first.union(*rest, all=True) if rest else first


def numbers_of(pick, *, rank, scope: Callable, now: datetime | None = None):
    """Numbers of the visible articles of ``pick``, ordered and limited, for ``pk__in``.

    ``scope(path)`` returns a condition that narrows them further; ``path`` leads from
    the row to its article: "pk", or "listing" where the row is a keyword.
    """
    now = now or clock.now()
    if pick.word:
        tags = ListingTag.objects.filter(is_visible("listing__", now), word=pick.word)
        tags = tags.filter(scope("listing")).order_by("-published_at", "-listing")
        return tags.values("listing")[: pick.limit]
    listings = Listing.objects.visible(now)
    if pick.column_id is not None:
        listings = listings.filter(column=pick.column_id)
    elif pick.articles:
        listings = listings.filter(pk__in=pick.articles)
    elif not pick.newest:
        # The exclusion is implied; SQLite takes the partial index only where it is said.
        listings = listings.filter(subject=pick.subject).exclude(subject="")
    listings = listings.filter(scope("pk"))
    if pick.events:
        return _events(listings, pick, now).values("pk")[: pick.limit]
    window = Window(limit=pick.limit, after=pick.after)
    listings = listings.filter(
        window.condition(rank=rank, date_field="published_at", id_field="article_id")
    )
    return listings.newest_first().values("pk")[: pick.limit]


def _events(listings, pick, now):
    # By the end, which the index begins with: an event that goes on has not passed.
    listings = listings.filter(starts_at__isnull=False)
    if pick.events == COMING:
        return listings.filter(ends_at__gte=now).order_by("starts_at", "pk")
    return listings.filter(ends_at__lt=now).order_by("-ends_at", "-pk")


def related_items(site, article, column_id, *, limit, passed_over=()):
    """Articles related to ``article``: those that share most keywords, then its column's newest.

    ``passed_over`` are numbers of articles that are on the page already. Asks for a
    few articles of each of the first keywords, so a frequent word costs no more.
    """
    picks = [Pick(limit=limit + 3, word=word[:TAG_LENGTH]) for word in article.keyword_list]
    picks = list(dict.fromkeys(picks))[:RELATED_WORDS]
    if column_id is not None:
        picks.append(Pick(limit=limit + 3, column_id=column_id))
    lists = gather(site, picks)
    column = lists.pop() if column_id is not None else []
    shared = Counter(item.article_id for items in lists for item in items)
    items = {item.article_id: item for items in [*lists, column] for item in items}
    for number in {article.pk, *passed_over} & items.keys():
        del items[number]
    ordered = sorted(items.values(), key=lambda item: item.key, reverse=True)
    ordered.sort(key=lambda item: -shared[item.article_id])
    return ordered[:limit]
