"""Turn an uploaded document into a title and clean content blocks: read -> clean -> write.

A reader yields neutral nodes (`nodes.py`), the cleaner works on text and nodes, the outline
finds title and typed headings, the writer makes blocks. Nothing here knows Django or a database.
"""

from .document import Block, Finding, ImportedDocument, ImportRefused
from .limits import MAX_BYTES
from .pipeline import SUPPORTED_SUFFIXES, check_size, read_document
from .writing import sanitise

__all__ = [
    "MAX_BYTES",
    "SUPPORTED_SUFFIXES",
    "Block",
    "Finding",
    "ImportRefused",
    "ImportedDocument",
    "check_size",
    "read_document",
    "sanitise",
]
