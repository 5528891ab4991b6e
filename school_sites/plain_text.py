"""Characters that no text field, feed or page may carry."""

import re

# XML 1.0 (section 2.2) has no place for these; a feed with one is no feed.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def without_control(text):
    """``text`` without control characters; tabs and line ends stay."""
    return CONTROL.sub("", text)
