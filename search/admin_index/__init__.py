"""Searches in the admin: Wagtail's index and its tables, with our analysis on both sides.

Named in WAGTAILSEARCH_BACKENDS (docs/decisions/0033).
"""

from django.db import connection


def SearchBackend(params):
    """The backend for the database of this install."""
    if connection.vendor == "postgresql":
        from .postgres import Backend
    else:
        from .sqlite import Backend
    return Backend(params)
