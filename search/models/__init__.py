"""What search keeps: entries of what can be found, texts of files."""

from .attachments import AttachmentText
from .entries import Entry, EntryText, Type

__all__ = ["AttachmentText", "Entry", "EntryText", "Type"]
