"""The words of a file, for search: read in a process of its own that can do nothing else.

``running`` starts it and waits, ``child`` is it, one module reads each family of formats.
Nothing here knows Django, so that the process begins at once.
"""

from .running import Extracted, can_read, text_of

__all__ = ["Extracted", "can_read", "text_of"]
