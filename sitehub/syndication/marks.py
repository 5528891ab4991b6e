"""Where the district shows an article: what a hit of search is marked with."""

from functools import cache

from django.db import connection

from school_sites import clock
from search import compiled, prepared

from .models import Submission


def places_of(pages):
    """{article number: [titles of the district's columns that show it]} of ``pages``. One query."""
    if not pages:
        return {}
    statement = _statement(len(pages), connection.vendor)
    numbers = {-place: page for place, page in enumerate(pages, 1)}
    found = {}
    for article, column in prepared.rows(*statement, compiled.signs(clock.now()) | numbers):
        found.setdefault(article, []).append(column)
    return found


@cache
def _statement(many, vendor):
    """(SQL, parameters) with signs for ``many`` numbers of articles."""
    signs = [-place for place in range(1, many + 1)]
    rows = Submission.objects.visible(compiled.LONG_AGO).filter(article__in=signs)
    rows = rows.order_by("pk").values_list("article_id", "column__title")
    return rows.query.sql_with_params()
