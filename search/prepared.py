"""Statements that PostgreSQL plans once for each connection, where planning takes longest.

One plan then does for all values; the text of the statement is sent once. Connections must stay
with their process: a pooler may lend them for sessions, not for single transactions.
"""

from weakref import WeakKeyDictionary

from django.db import connection

_names = WeakKeyDictionary()  # {connection: {text of a statement: its name there}}


def rows(sql, signs, values):
    """What ``sql``, the same text each time, finds.

    ``signs`` are its parameters, of which those in ``values`` differ each time.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            order = list(dict.fromkeys(signs))
            sql = f"EXECUTE {_name(cursor, sql, signs, order)}({', '.join(['%s'] * len(order))})"
            signs = order
        cursor.execute(sql, [values.get(one, one) for one in signs])
        return cursor.fetchall()


def _name(cursor, sql, signs, order):
    known = _names.setdefault(connection.connection, {})
    if sql not in known:
        name = f"sitehub_{len(known)}"
        places = tuple(f"${order.index(one) + 1}" for one in signs)
        cursor.execute("SET plan_cache_mode = force_generic_plan")
        cursor.execute(f"PREPARE {name} AS {sql % places}")
        known[sql] = name
    return known[sql]
