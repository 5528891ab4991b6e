"""Thin handlers: each one line that calls a named function."""

from school_sites.listings import listing_written

from . import transitions


def _listing_written(listing, **kwargs):
    transitions.submit_published(listing)


def connect():
    """Connect every handler; called once from the app's ready()."""
    listing_written.connect(_listing_written, dispatch_uid="syndication")
