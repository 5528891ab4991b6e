"""Turn an uploaded document into a title and clean content blocks: read -> clean -> write.

A reader yields neutral nodes (`nodes.py`), the cleaner works on text and nodes, the outline
finds title and typed headings, the writer makes blocks. Nothing here knows Django or a database.
"""

from .document import Attachment, Block, Finding, Guess, ImportedDocument, ImportRefused, Picture
from .limits import MAX_BYTES
from .pipeline import SUPPORTED_SUFFIXES, check_size, check_type, read_document, shown_name
from .rich_text import clean_rich_text
from .writing import sanitise

__all__ = [
    "MAX_BYTES",
    "SUPPORTED_SUFFIXES",
    "Attachment",
    "Block",
    "Finding",
    "Guess",
    "ImportRefused",
    "ImportedDocument",
    "Picture",
    "check_size",
    "check_type",
    "clean_rich_text",
    "read_document",
    "sanitise",
    "shown_name",
]
