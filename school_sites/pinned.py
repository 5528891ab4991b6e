"""What stands above the first page of a column's list; a higher room knows and is registered here.

Pinned articles are no part of the list's order: they keep their place by date, too,
and are left out of the first page by date only, so that paging by key stays exact.
"""

from dataclasses import dataclass, field

_reader = None


@dataclass(frozen=True)
class Pinned:
    """``items`` in their order; ``moments`` at which others will stand there."""

    items: list = field(default_factory=list)
    moments: list = field(default_factory=list)


NONE = Pinned()


def provide(reader):
    """Register ``reader(column_id)``, which gives a Pinned in one query."""
    global _reader
    _reader = reader


def of(site, column_id):
    """What is pinned in a column of ``site``. Only the district pins: schools ask nothing."""
    if _reader is None or not site.is_district or not column_id:
        return NONE
    return _reader(column_id)
