"""Counts in the shared cache: how often one address does something, without keeping it."""

import time

from django.core.cache import cache
from django.utils.crypto import salted_hmac

SALT = "school_sites.throttling"


def count(name, address, *, most, seconds):
    """Count one more of ``name`` from ``address``; return whether it is within ``most``.

    Time runs in windows of ``seconds``; a count that the cache forgets lets people in.
    """
    key = key_of(name, address, seconds)
    cache.add(key, 0, timeout=seconds)
    try:
        total = cache.incr(key)
    except ValueError:  # evicted in between
        return True
    cache.touch(key, timeout=seconds)  # a cache of files forgets the time on incr
    return total <= most


def is_within(name, address, *, most, seconds):
    """Whether ``address`` has not used up ``name``; counts nothing."""
    return cache.get(key_of(name, address, seconds), 0) < most


def seconds_left(seconds):
    """How long the present window goes on, at least one second."""
    return max(1, int(seconds - time.time() % seconds))


def key_of(name, address, seconds):
    """Where it is counted. The address goes in as a digest that only this install can make."""
    digest = salted_hmac(SALT, address, algorithm="sha256").hexdigest()[:32]
    return f"throttle:{name}:{digest}:{int(time.time() // seconds)}"
