"""Conditions on tree paths that use the index on every database.

``path__startswith`` becomes LIKE, which SQLite (and PostgreSQL in most
collations) answers by reading the whole table; a range does not.
"""

from django.db.models import Q
from wagtail.models import Page


def below(path, field="path"):
    """Nodes below the one at ``path``, at any depth. ``field`` names the path column."""
    first, last = Page._get_children_path_interval(path)
    return Q(**{f"{field}__gte": first, f"{field}__lte": last + last[-Page.steplen :]})


def at_or_below(path, field="path"):
    """The node at ``path`` and those below it."""
    _, last = Page._get_children_path_interval(path)
    return Q(**{f"{field}__gte": path, f"{field}__lte": last + last[-Page.steplen :]})
