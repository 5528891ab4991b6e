"""Who changes the pages of a site waits for whoever is just doing so.

On PostgreSQL two people of one school could otherwise block each other: a new page locks
its column and then the site (for its latest article), an article published in the same
column locks them the other way round, and the database ends one of the two requests.
So the site comes first, always. On SQLite everybody who writes stands in one queue anyway.
"""

import functools

from django.db import connection, transaction

from . import hosts
from .models.school_site import SchoolSite


def take_turn(page):
    """Lock the site of ``page`` until the transaction ends; readers are not kept waiting."""
    if not connection.features.has_select_for_update:
        return
    entry = hosts.entry_for_path(page.path)
    if entry is not None:
        SchoolSite.objects.select_for_update(no_key=True).filter(pk=entry.id).values("pk").first()


def in_turn(method):
    """Make a method of a page a transaction (part of the caller's, if any) that takes its turn."""

    @functools.wraps(method)
    def changed(page, *args, **kwargs):
        with transaction.atomic():
            take_turn(page)
            return method(page, *args, **kwargs)

    return changed
