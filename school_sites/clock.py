"""The moment for which a page is rendered: now, or, in a preview, another one.

Whatever decides by the clock what a visitor sees asks here. Two things must not:
what is written, and what is kept beyond the request (the memo of the host table).
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_moment = ContextVar("moment", default=None)


def now():
    """The moment the page is for, aware."""
    return _moment.get() or timezone.now()


def today():
    """The date of that moment in the current time zone."""
    return timezone.localdate(now())


def is_moved():
    """Whether a page is rendered for another moment than now."""
    return _moment.get() is not None


@contextmanager
def at(moment):
    """Inside the block pages are rendered as they will be at ``moment``, an aware datetime."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
