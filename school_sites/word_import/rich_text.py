"""Cleans rich text that was pasted into the editor, the same way as an imported file."""

from __future__ import annotations

import re
from html import escape, unescape

from .report import Report
from .residue import leading, trailing, without_residue

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TOKEN = re.compile(r"(<[^<>]*>)")
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|h[1-6]|br|blockquote|hr)\b[^<>]*>", re.IGNORECASE)
_EMPTY_INLINE = re.compile(
    r"<(b|strong|i|em|sub|sup|span|a)(?:\s[^<>]*)?>[\s\u00a0\u3000]{0,50}</\1>", re.IGNORECASE
)
_EMPTY_BLOCK = re.compile(
    r"<(p|h[1-6])(?:\s[^<>]*)?>(?:\s|\u00a0|\u3000|<br ?/?>){0,50}</\1>", re.IGNORECASE
)
_LAST_BREAKS = re.compile(r"(?:<br ?/?>){1,50}(?=</(?:p|li|h[1-6])>)", re.IGNORECASE)
_SPAN = re.compile(r"</?(?:span|font|o:p|w:[a-z]+|st1:[a-z]+)\b[^<>]*>", re.IGNORECASE)


def clean_rich_text(markup: str) -> str:
    """Return `markup`, well-formed HTML of the editor, without residue, indents and empty parts.

    Words, marks, links and what stands between them stay as they are; clean markup comes back
    unchanged.
    """
    if not markup:
        return markup
    markup = _SPAN.sub("", _COMMENT.sub("", markup))
    tokens = [
        token if token.startswith("<") else _residue_removed(token)
        for token in _TOKEN.split(markup)
        if token
    ]
    _trim(tokens, range(len(tokens)), at_start=True)
    _trim(tokens, range(len(tokens) - 1, -1, -1), at_start=False)
    markup = _LAST_BREAKS.sub("", "".join(tokens))
    for pattern in (_EMPTY_INLINE, _EMPTY_BLOCK):
        before = ""
        while before != markup:
            before, markup = markup, pattern.sub(_only_space, markup)
    return markup


def _residue_removed(text: str) -> str:
    plain = unescape(text)
    cleaned = without_residue(plain, Report())
    return text if cleaned == plain else escape(cleaned, quote=False)


def _trim(tokens: list[str], order: range, *, at_start: bool) -> None:
    """Take the blanks off one edge of each line; a line ends at a block or a break."""
    edge = True
    for i in order:
        token = tokens[i]
        if token.startswith("<"):
            edge = edge or bool(_BLOCK.fullmatch(token))
            continue
        if not edge:
            continue
        plain = unescape(token)
        count = leading(plain) if at_start else trailing(plain)
        if count:
            kept = plain[count:] if at_start else plain[: len(plain) - count]
            tokens[i] = escape(kept, quote=False)
        edge = count == len(plain)


def _only_space(match: re.Match[str]) -> str:
    """An empty mark between two words may hold the space between them."""
    inside = match[0][match[0].index(">") + 1 : match[0].rindex("<")]
    return inside if match.re is _EMPTY_INLINE else ""
