"""Which calendar years have something in a list, in one query of bounded cost."""

from datetime import datetime
from functools import cache

from django.db import connections
from django.db.models import DateTimeField, Func
from django.utils import timezone

from .models.articles import EARLIEST

FIRST = EARLIEST.year

# Counting or naming the years of a column reads all its rows; asking each year
# for its first row is one look-up in the index of the list; years before the oldest
# are not asked. The limits keep PostgreSQL from joining all rows with all years.
YEARS = """
    WITH span(year, first, next) AS (VALUES {rows})
    SELECT year FROM span
    WHERE CASE WHEN next > ({oldest}) THEN ({one}) IS NOT NULL ELSE FALSE END
    ORDER BY year DESC
"""


def years_with(rows, date_field):
    """Calendar years, newest first, in which ``rows`` has a ``date_field``.

    ``rows`` is a queryset with an index that leads to ``date_field``; the years
    asked are those an article may be dated in, in the current time zone. Rows
    that a further condition hides are read and passed over.
    """
    within = {f"{date_field}__gte": _bound("first"), f"{date_field}__lt": _bound("next")}
    one, one_params = _first(rows.filter(**within).order_by(f"-{date_field}"), date_field)
    oldest, oldest_params = _first(rows.order_by(date_field), date_field)
    connection = connections[rows.db]
    spans = _spans(rows.db, timezone.get_current_timezone(), timezone.localtime().year)
    values = ", ".join(["(%s, %s, %s)"] * (len(spans) // 3))
    with connection.cursor() as cursor:
        sql = YEARS.format(rows=values, oldest=oldest, one=one)
        cursor.execute(sql, [*spans, *oldest_params, *one_params])
        return [year for (year,) in cursor.fetchall()]


def _first(rows, date_field):
    return rows.values(date_field)[:1].query.sql_with_params()


def _bound(name):
    return Func(template=f"span.{name}", output_field=DateTimeField())


@cache
def _spans(alias, zone, last):
    """(year, its first moment, the next year's) one after another, as the database keeps dates."""
    adapt = connections[alias].ops.adapt_datetimefield_value
    starts = {year: adapt(datetime(year, 1, 1, tzinfo=zone)) for year in range(FIRST, last + 2)}
    return [x for year in range(FIRST, last + 1) for x in (year, starts[year], starts[year + 1])]
