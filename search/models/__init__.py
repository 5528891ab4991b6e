"""What search keeps: texts of files."""

from .attachments import AttachmentText

__all__ = ["AttachmentText"]
