"""What search keeps: entries of what can be found, texts of files, what is to be told."""

from .attachments import AttachmentText
from .changes import Change
from .entries import Entry, EntryText, Type

__all__ = ["AttachmentText", "Change", "Entry", "EntryText", "Type"]
