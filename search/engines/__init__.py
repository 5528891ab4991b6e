"""Engines store and match; what words are, and which hits come first, is decided above them.

The embedded engine is the install's own database: its index is written in the
transaction that publishes. Every engine is what ``Engine`` says, shown by one suite of tests.
"""

from typing import Protocol

from django.db import connection


class Engine(Protocol):
    """What an engine can do.

    ``visible`` is a queryset of Entry: what may be found, already narrowed by filters.
    ``question`` is a ``questions.Question``; ``loose`` asks for any of its words instead of all.
    """

    def insert(self, rows):
        """Save the unsaved entries of ``rows``, (entry, tokens of title and rest), and index."""

    def best(self, visible, question, *, today, limit, loose=False):
        """[(entry number, score)], best first. ``today`` counts days since 1970."""

    def newest(self, visible, question, *, limit, offset, loose=False):
        """Entry numbers, newest first."""

    def counts(self, visible, question, *, loose=False):
        """[(site number, column kind, type, year, how many)] of all that matches."""

    def matched_by(self, question, loose=False):
        """(tables beside the entries', condition, parameters) of what matches, for SQL."""

    def in_titles(self, words):
        """The same for titles that hold all ``words``."""


def embedded():
    """The engine of the database this process uses."""
    from . import postgres, sqlite

    return postgres.ENGINE if connection.vendor == "postgresql" else sqlite.ENGINE
