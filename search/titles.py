"""The first engine: looks through titles, keywords and document numbers of newest articles."""

from django.db.models import Q

from school_sites.models import Listing
from school_sites.models.articles import ARTICLE_PATH

NEWEST = 5_000  # what is older is not looked at: no index answers for a part of a word
FIELDS = ("title", "keywords", "document_number")


def count(site, words):
    """How many of the newest articles of ``site`` hold all of ``words``. One query."""
    return _matching(site, words).count()


def find(site, words, start, end):
    """(title, path, date, summary, column) of matches ``start`` to ``end``, newest first."""
    rows = _matching(site, words).select_related("column").newest_first()[start:end]
    return [
        (row.title, ARTICLE_PATH.format(row.article_id), row.published_at, row.summary,
         row.column.title)
        for row in rows
    ]  # fmt: skip


def _matching(site, words):
    newest = Listing.objects.for_site(site).visible().newest_first()[:NEWEST]
    listings = Listing.objects.filter(pk__in=newest.values("pk"))
    for word in words:
        condition = Q()
        for field in FIELDS:
            condition |= Q(**{f"{field}__icontains": word})
        listings = listings.filter(condition)
    return listings
