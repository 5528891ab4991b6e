"""Where the district shows an article: what a hit of search is marked with."""

from .models import Submission


def places_of(pages):
    """{article number: [titles of the district's columns that show it]} of ``pages``. One query."""
    rows = Submission.objects.visible().filter(article__in=pages)
    found = {}
    for article, column in rows.order_by("pk").values_list("article_id", "column__title"):
        found.setdefault(article, []).append(column)
    return found
