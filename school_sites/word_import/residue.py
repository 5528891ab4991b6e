"""What Word and the clipboard leave in text, and nothing else. Works on one line of text."""

from __future__ import annotations

import re

from .report import Report, around

# Spaces of every width; a line's edges lose them, its inside keeps them.
BLANKS = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_EDGE = re.compile(f"[{BLANKS}]+")

# Joiners hold emoji and some scripts together; after Chinese or ASCII they are only residue.
_JOINABLE = "\x00-\x7f\u2000-\u206f\u3000-\u9fff\uff00-\uffef"
ZERO_WIDTH = re.compile(
    f"[\u200b\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]|(?:(?<=[{_JOINABLE}])|^)[\u200c\u200d]+"
)
# Each pattern is bounded, so that a line of any length is read in linear time.
RESIDUE = (
    ("bookmark", re.compile(r"\[bookmark:[^\[\]\n]{0,80}\]")),
    ("fragment", re.compile(r"<!--\s{0,5}(?:Start|End)Fragment\s{0,5}-->", re.IGNORECASE)),
    ("mso", re.compile(r"</?(?:o|w|st1):[A-Za-z][A-Za-z0-9]{0,30}(?:\s[^<>]{0,200})?/?>")),
)
_CONDITION_OPENS = re.compile(r"<!--\[if [^\[\]<>]{1,60}\]>")
_CONDITION_CLOSES = "<![endif]-->"


def without_residue(text: str, report: Report) -> str:
    """Return `text` without zero-width characters and named residue; count each in `report`."""
    if not text.isascii() or not text.isprintable():
        text = _remove("zero-width", ZERO_WIDTH, text, report)
    if "<!--[" in text:
        text = _without_conditions(text, report)
    if "[" in text or "<" in text:
        for code, pattern in RESIDUE:
            text = _remove(code, pattern, text, report)
    return text


def leading(text: str) -> int:
    """Return how many blanks stand at the start of `text`."""
    found = _EDGE.match(text)
    return found.end() if found else 0


def trailing(text: str) -> int:
    """Return how many blanks stand at the end of `text`."""
    return leading(text[::-1])


def _remove(code: str, pattern: re.Pattern[str], text: str, report: Report) -> str:
    first = pattern.search(text)
    if not first:
        return text
    text_before = text
    text, count = pattern.subn("", text)
    report.fixed(code, around(text_before, first.start(), first.end()), count=count)
    return text


def _without_conditions(text: str, report: Report) -> str:
    """Remove whole conditional comments; one that is never closed stays, as text."""
    kept: list[str] = []
    position = 0
    for opens in _CONDITION_OPENS.finditer(text):
        if opens.start() < position:
            continue
        closes = text.find(_CONDITION_CLOSES, opens.end())
        if closes < 0:
            break
        kept.append(text[position : opens.start()])
        position = closes + len(_CONDITION_CLOSES)
        report.fixed("mso", around(text, opens.start(), opens.end()))
    return "".join(kept) + text[position:]
