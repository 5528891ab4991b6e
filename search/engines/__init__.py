"""Engines store and match; what words are, and which hits come first, is decided above them.

The embedded engine is the install's own database: its index is written in the
transaction that publishes. Every engine is what ``Engine`` says, shown by one suite of tests.
"""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from django.conf import settings
from django.db import connection

from search.models import Entry


class Unavailable(Exception):
    """The engine does not answer, or not in time."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Among what an engine looks: what a visitor could open at ``now`` and what was chosen.

    ``sites`` are numbers of sites, None for all; of the others none chosen means all.
    """

    now: datetime
    sites: tuple[int, ...] | None = None
    column_kinds: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    def entries(self):
        """The same as a queryset of entries."""
        chosen = {f"{name}__in": values for name, values in self.chosen.items()}
        return Entry.objects.visible(self.now).filter(**chosen)

    @property
    def chosen(self):
        """{name of a fact: the values that will do}, of those of which anything was chosen."""
        facts = {
            "site": self.sites, "column_kind": self.column_kinds or None,
            "type": self.types or None, "year": self.years or None,
        }  # fmt: skip
        return {name: values for name, values in facts.items() if values is not None}


class Cut(NamedTuple):
    """One way to count hits: by the values of a fact ("site", "column_kind", "type", "year"),

    of those hits alone that ``within``, a Wanted, lets through.
    """

    by: str
    within: Wanted


class Counted(dict):
    """{cut: Counter of values}; and where an engine tells them at once, ``numbers`` of all that

    match, and what is ``best`` of what will be asked next.
    """

    numbers = best = None


class Engine(Protocol):
    """What an engine can do. ``wanted`` is a Wanted, ``question`` a ``questions.Question``;
    ``loose`` asks for any of its words instead of all. Raises Unavailable.
    """

    name: str

    def best(self, wanted, question, *, today, limit, loose=False, many=None, among=None):
        """[(entry number, score)], best first. ``today`` counts days since 1970.

        ``many`` is about how many match, where that is known: of very many, those whose
        title does not answer may follow by date. ``among`` are the numbers that ``counts`` told.
        """

    def best_of(self, wanted, ways, *, today, limit):
        """Yield what ``best`` says for each of ``ways``, (question, loose); the last may not

        be asked for.
        """

    def newest(self, wanted, question, *, limit, loose=False):
        """Entry numbers, newest first."""

    def counts(self, wanted, question, cuts, *, loose=False, following=None):
        """Counted for ``cuts``, each a Cut, of all that matches.

        ``following``, {wanted, today, limit}, is what ``best`` will be asked for the same.
        """

    def matched_by(self, question, site=None):
        """(tables beside the entries', condition, parameters) of what matches, for SQL.

        With ``site``, its number, only that site's entries are asked for anyway.
        """

    def in_titles(self, words, site=None):
        """The same for titles that hold all ``words``."""

    def exists(self, sql):
        """The condition that ``sql``, a SELECT with one of these conditions, finds anything."""

    def rows(self, sql, params):
        """What a statement with such conditions finds."""


class Storing(Engine, Protocol):
    """What the database's own engine can do besides: its index is part of a transaction."""

    def insert(self, rows):
        """Save the unsaved entries of ``rows``, (entry, tokens of title and rest), and index."""

    def unindexed(self, numbers):
        """Those of the entries ``numbers`` that were saved while nothing was indexed here."""

    def much(self):
        """A context in which much is written one after another; ``settle`` when it is over."""

    def settle(self):
        """Put what was written lately in its place, so that who asks need not read it."""


class OneByOne:
    """Asks each way when its turn has come."""

    def best_of(self, wanted, ways, *, today, limit):
        """See Engine."""
        for question, loose in ways:
            yield self.best(wanted, question, today=today, limit=limit, loose=loose)


class NotKept:
    """Saves entries alone, where only Elasticsearch is to find them."""

    def insert(self, rows):
        """See Storing."""
        Entry.objects.bulk_create([entry for entry, _tokens in rows])

    def unindexed(self, numbers):
        """See Storing."""
        return []

    def much(self):
        """See Storing."""
        return nullcontext()

    def settle(self):
        """See Storing."""


def embedded():
    """The engine of the database this process uses."""
    from . import postgres, sqlite

    return postgres.ENGINE if connection.vendor == "postgresql" else sqlite.ENGINE


def storing():
    """The engine that new entries are given to, in the transaction that makes them."""
    return embedded() if keeps_embedded() else NotKept()


def keeps_embedded():
    """Whether the embedded engine knows all entries."""
    return settings.SEARCH_KEEP_EMBEDDED or not settings.ELASTICSEARCH_URL


def current():
    """The engine that answers questions now. Raises Unavailable where none does."""
    from . import breaker

    if not settings.ELASTICSEARCH_URL or not breaker.allows():
        return instead()
    from . import elastic

    return elastic.ENGINE


def instead():
    """The engine that answers where the other does not. Raises Unavailable."""
    if not keeps_embedded():
        raise Unavailable("Elasticsearch does not answer, and the database holds no index")
    return embedded()
