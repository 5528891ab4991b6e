"""Rows of a table in parts, newest first; the next part is asked for by position, not number."""

from .queries import Cursor, Window


def newest(rows, *, date_field, limit, after=None):
    """``(rows, cursor)``: the newest ``limit`` of a queryset; with ``after``, a Cursor, older ones.

    The cursor leads to the next part, or is None. One query, by an index on
    ``date_field`` and number.
    """
    window = Window(limit=limit, after=after)
    condition = window.condition(rank=0, date_field=date_field, id_field="pk")
    found = list(rows.filter(condition).order_by(f"-{date_field}", "-pk")[: limit + 1])
    shown = found[:limit]
    if len(found) <= limit:
        return shown, None
    return shown, Cursor(getattr(shown[-1], date_field), 0, shown[-1].pk)


def cursor_of(text):
    """The Cursor that ``text`` writes, or None: who changed an address by hand begins anew."""
    try:
        return Cursor.parse(text)
    except ValueError:
        return None
