"""The search room's own rows."""

from .entries import Entry, EntryText, Type
from .phrases import SuggestedPhrase
from .words import BlockedQuery, PinnedResult, Synonyms

__all__ = [
    "BlockedQuery",
    "Entry",
    "EntryText",
    "PinnedResult",
    "SuggestedPhrase",
    "Synonyms",
    "Type",
]
