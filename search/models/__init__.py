"""The search room's own rows."""

from .entries import Entry, EntryText, Type
from .phrases import SuggestedPhrase

__all__ = ["Entry", "EntryText", "SuggestedPhrase", "Type"]
