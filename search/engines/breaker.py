"""Keeps visitors from waiting for an Elasticsearch that does not answer.

After two failures in a minute nobody asks it for half a minute; then one asks, and what comes
of that decides for all. The state is in the shared cache, so that all processes know it.
"""

import time

from django.core.cache import cache

MOST_FAILURES = 2
FAILURES_COUNT = 60  # seconds
REST = 30  # seconds in which nobody asks
TRIAL = 5  # seconds in which one who asks first may come to a result

FAILURES, OPEN, ASKED = (f"search.breaker.{name}" for name in ("failures", "open", "asked"))


def allows():
    """Whether to ask now."""
    since = cache.get(OPEN)
    if since is None:
        return True
    return time.time() - since >= REST and cache.add(ASKED, True, TRIAL)


def failed():
    """Note that there was no answer, or none in time."""
    if cache.get(OPEN) is None and _count() < MOST_FAILURES:
        return
    cache.set(OPEN, time.time(), None)
    cache.delete(ASKED)


def _count():
    cache.add(FAILURES, 0, FAILURES_COUNT)
    try:
        return cache.incr(FAILURES)
    except ValueError:  # forgotten in between
        return 1


def close():
    """Note that it answers."""
    if cache.get(OPEN) is not None or cache.get(FAILURES) is not None:
        cache.delete_many([OPEN, FAILURES, ASKED])
