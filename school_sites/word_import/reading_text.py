"""The reading stage for plain text: each line is a paragraph."""

from __future__ import annotations

from .document import too_long
from .limits import MAX_LINES
from .nodes import Draft, Paragraph, Run
from .report import Report


def read_text(text: str, report: Report) -> Draft:
    """Return one paragraph node a line, empty ones included; headings are only typed here.

    Raises ImportRefused (too-complex).
    """
    if text.count("\n") > MAX_LINES:
        raise too_long()
    lines = text.removesuffix("\n").split("\n")
    return Draft([Paragraph((Run(line),)) for line in lines], typed_headings=True)
