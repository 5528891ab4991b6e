"""Thin handlers: each one line that calls a named function."""

from sitehub.syndication.ledger import ledger_written

from . import totals


def _ledger_written(entries, begins, **kwargs):
    totals.apply(entries, begins=begins)


def connect():
    """Connect every handler; called once from the app's ready()."""
    ledger_written.connect(_ledger_written, dispatch_uid="counting")
