"""Version marks shared by all processes through the cache.

A process keeps a table in memory together with the mark it was built at; when
the mark in the cache differs, it rebuilds. Marks are random, so one lost from
the cache (evicted, flushed) only means one rebuild everywhere, never a stale
table that looks fresh.
"""

import uuid

from django.core.cache import cache
from django.db import transaction

PREFIX = "sitehub-generation:"


def current(name):
    """Return the mark of ``name``, made now if there is none."""
    key = PREFIX + name
    mark = cache.get(key)
    if mark is None:
        cache.add(key, uuid.uuid4().hex, timeout=None)
        mark = cache.get(key)
    return mark


def bump(name):
    """Give ``name`` a new mark once the current transaction has committed."""
    transaction.on_commit(lambda: cache.set(PREFIX + name, uuid.uuid4().hex, timeout=None))
