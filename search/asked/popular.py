"""What is asked often at a site: for suggestions, and where nothing was typed yet."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils import timezone

from search import found, vocabulary
from search.models import BlockedQuery, SearchCount, SuggestedPhrase
from search.suggestions import asked_at

PERIOD = timedelta(days=30)
DAYS = 3  # different ones, on which it was asked
KEPT = 20  # of a site
SHOWN = 6
QUERIES = SuggestedPhrase.objects.filter(kind=SuggestedPhrase.Kind.QUERY)


def popular(scope, limit=SHOWN):
    """What visitors of ``scope`` (None: the district's) ask most and find now. Two queries."""
    rows = QUERIES.all().filter(site=asked_at(scope)).order_by("-weight", "folded")
    asked = [(text, "") for text in rows.values_list("text", flat=True)[:KEPT]]
    return [text for text, _other in found.that_find(scope, asked)][:limit]


@transaction.atomic
def choose_popular():
    """Choose anew what each site's visitors ask often and find. One reading of a month."""
    blocked = list(BlockedQuery.objects.values_list("text", flat=True))
    often = (
        SearchCount.objects.filter(day__gt=timezone.localdate() - PERIOD)
        .values("site", "text")
        .annotate(days=Count("day"), times=Sum("total"), most=Max("hits"))
        .filter(days__gte=DAYS, most__gt=0)
        .order_by("site", "-times", "text")
    )
    by_site = {}
    for site, text, times in often.values_list("site", "text", "times"):
        chosen = by_site.setdefault(site, [])
        if len(chosen) < KEPT and not any(word in text for word in blocked):
            chosen.append((text, times))
    QUERIES.all().delete()
    SuggestedPhrase.objects.bulk_create(
        vocabulary.phrase(text, text, kind=SuggestedPhrase.Kind.QUERY,
                          level=SuggestedPhrase.Level.TOP, weight=times, site_id=site)
        for site, chosen in by_site.items()
        for text, times in chosen
    )  # fmt: skip


def block(text):
    """Show none of what holds ``text`` (folded) any more, at once."""
    QUERIES.all().filter(folded__contains=text).delete()
