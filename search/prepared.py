"""Statements of constant text that PostgreSQL plans once for a connection, not each time.

For those whose planning takes longer than their answer. One plan must do for all values.
"""

from functools import cache

from django.db import connection


def rows(sql, params):
    """What ``sql``, the same text each time, finds."""
    with _cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _cursor():
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    make = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return make(_kind()(connection.connection))


@cache
def _kind():
    import psycopg  # only where PostgreSQL is

    class Prepared(psycopg.Cursor):
        """Values are bound by the server; Django's own cursors write them into the text."""

        def execute(self, query, params=None):
            """As psycopg has it."""
            return super().execute(query, params, prepare=True)

    return Prepared
