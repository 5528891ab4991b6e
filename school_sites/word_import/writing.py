"""The writing stage: nodes to blocks. Every piece of HTML leaves through `sanitise`."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import nh3

from .cleaning import coalesce
from .document import Block, ImportRefused
from .limits import MAX_ESCAPES, MAX_LIST_LEVEL
from .links import SCHEMES
from .nodes import (
    BREAK,
    Heading,
    Image,
    ListItem,
    Node,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    text_of,
)

TAGS = frozenset({"p", "ul", "ol", "li", "a", "b", "strong", "i", "em", "sub", "sup", "br"})
_MARKS = ("sup", "sub", "i", "b")  # from the inside out


def sanitise(markup: str) -> str:
    """Return `markup` with only allowed tags and addresses; clean input comes back unchanged."""
    return nh3.clean(
        markup,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def write(nodes: Iterable[Node]) -> tuple[Block, ...]:
    """Return the blocks of `nodes`; consecutive paragraphs and lists share one text block.

    Raises ImportRefused (too-complex).
    """
    blocks: list[Block] = []
    text = _TextBlock()
    for node in nodes:
        if isinstance(node, Paragraph | ListItem):
            text.add(node)
            continue
        blocks += text.finish()
        blocks.append(_block(node))
    blocks += text.finish()
    return tuple(blocks)


def _block(node: Heading | Table | Quote | Image) -> Block:
    match node:
        case Heading(level, runs):
            return Block("heading", {"level": level, "text": text_of(runs)})
        case Table(rows, header_row):
            return Block("table", {"rows": [list(row) for row in rows], "header_row": header_row})
        case Quote(text, attribution):
            return Block("quote", {"text": text, "attribution": attribution})
        case Image(src, alt, caption):
            return Block("image", {"src": src, "alt": alt, "caption": caption})


class _TextBlock:
    """Collects the HTML of paragraphs and list items; knows which lists are open."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._open: list[str] = []  # "ul" or "ol", each with an open <li>

    def add(self, node: Paragraph | ListItem) -> None:
        if isinstance(node, Paragraph):
            self._close_to(0)
            self._parts.append(f"<p>{_inline(node.runs)}</p>")
        else:
            self._add_item(node)

    def finish(self) -> list[Block]:
        """Return the collected block, if any, and start anew."""
        self._close_to(0)
        markup = "".join(self._parts)
        if markup.count("&") > MAX_ESCAPES:
            raise ImportRefused(
                "too-complex",
                "里有大段的程序代码或符号（&、<、>），不像一篇文章，没有导入。请把它作为附件上传。",
            )
        markup = sanitise(markup)
        self._parts.clear()
        return [Block("text", markup)] if markup else []

    def _add_item(self, item: ListItem) -> None:
        tag = "ol" if item.ordered else "ul"
        level = min(item.level, len(self._open) + 1, MAX_LIST_LEVEL)
        self._close_to(level)
        if item.continues and len(self._open) == level:
            if item.runs:
                breaks = "" if self._parts[-1].endswith(("</ul>", "</ol>")) else "<br>"
                self._parts.append(f"{breaks}{_inline(item.runs)}")
            return
        if len(self._open) == level and (item.starts or self._open[-1] != tag):
            self._close_to(level - 1)
        if len(self._open) == level:
            self._parts.append("</li><li>")
        else:
            self._open.append(tag)
            self._parts.append(f"<{tag}><li>")
        self._parts.append(_inline(item.runs))

    def _close_to(self, level: int) -> None:
        while len(self._open) > level:
            self._parts.append(f"</li></{self._open.pop()}>")


def _inline(runs: Runs) -> str:
    return "".join(map(_run, coalesce(runs)))


def _run(run: Run) -> str:
    if run is BREAK:
        return "<br>"
    markup = escape(run.text, quote=False)
    for mark in _MARKS:
        if mark in run.marks:
            markup = f"<{mark}>{markup}</{mark}>"
    return f'<a href="{escape(run.href)}">{markup}</a>' if run.href else markup
