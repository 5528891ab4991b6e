"""Lists places in cleaned text that a person must look at. Changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .nodes import Heading, Image, ListItem, Node, Paragraph, Quote, Table, text_of
from .report import Report

_UNITS = "A-Za-z%％℃年月日号时分秒岁届期章节条项款次名位人个所校班组元万亿兆米克吨升页字篇倍"
_SPACE = "[ \u00a0\u3000]{1,3}"
# The lookbehinds make each group of digits be tried once, so the time stays linear.
CHECKS = (
    ("lost-glyph", re.compile("\\?{2,}|[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd\x80-\x9f]+")),
    (
        "split-number",
        re.compile(
            f"(?<![0-9.:/-])(?<![0-9] )[0-9]{{1,4}}{_SPACE}[0-9]{{1,6}}{_SPACE}?[{_UNITS}]"
            f"|(?<![0-9.:/-])(?<![0-9] )(?:[0-9]{_SPACE}[0-9]{{1,6}}|[0-9]{{2,6}}{_SPACE}[0-9])"
            f"(?![0-9.:/-])(?!{_SPACE}[0-9])"
        ),
    ),
    ("doubled-quote", re.compile('[“"]{2,}|[”"]{2,}|‘{2,}|’{2,}')),
    ("direction", re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]+")),
)


def check(nodes: Iterable[Node], report: Report) -> None:
    """Note lost glyphs, split numerals, doubled quotes and direction marks in `nodes`."""
    for node in nodes:
        for text in _texts(node):
            check_text(text, report)


def check_text(text: str, report: Report) -> None:
    """Note what must be looked at in one piece of plain text."""
    for code, pattern in CHECKS:
        for found in pattern.finditer(text):
            report.check_at(code, text, found.start(), found.end())


def _texts(node: Node) -> Iterable[str]:
    match node:
        case Paragraph() | Heading() | ListItem():
            return (text_of(node.runs),)
        case Table(rows, _):
            return (cell for row in rows for cell in row)
        case Quote(text, attribution):
            return (text, attribution)
        case Image(_, alt, caption):
            return (alt, caption)
