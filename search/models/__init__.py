"""The search room's own rows."""

from .asked import SearchClick, SearchCount, SearchMark
from .attachments import AttachmentText
from .changes import Change
from .entries import Entry, EntryText, Type
from .phrases import SuggestedPhrase
from .words import BlockedQuery, PinnedResult, Synonyms

__all__ = [
    "AttachmentText",
    "BlockedQuery",
    "Change",
    "Entry",
    "EntryText",
    "PinnedResult",
    "SearchClick",
    "SearchCount",
    "SearchMark",
    "SuggestedPhrase",
    "Synonyms",
    "Type",
]
