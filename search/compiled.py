"""SQL that Django makes once, with signs for what differs each time.

Making the SQL of a query that many things are joined for takes Django longer than the database
takes to answer it.
"""

from datetime import UTC, datetime

from django.db import connection

LONG_AGO = datetime(1970, 1, 2, tzinfo=UTC)  # the sign for now


def moment(value):
    """``value``, an aware datetime, as the SQL of this database has it."""
    return connection.ops.adapt_datetimefield_value(value)


def signs(now):
    """{the sign for now: ``now``}."""
    return {moment(LONG_AGO): moment(now)}


def filled(params, now, values=None):
    """``params`` with ``now`` in place of LONG_AGO, and ``values``, {sign: value}, of theirs."""
    values = signs(now) | (values or {})
    return [values.get(one, one) for one in params]
