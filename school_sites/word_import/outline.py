"""Finds the title, and headings that are only typed: 一、… and （一）…"""

from __future__ import annotations

import re

from .cleaning import clean_text
from .limits import MAX_HEADING_LINE, MAX_TITLE, MAX_TITLE_LINE
from .nodes import Draft, Heading, Image, Node, Paragraph, text_of
from .report import Report

_NUMERAL = "[一二三四五六七八九十百零〇]{1,5}"
_SECTION = re.compile(f"{_NUMERAL}、(.+)")
_SUBSECTION = re.compile(f"[（(]{_NUMERAL}[）)](.+)")
_NO_HEADING_END = tuple("。；：，:;")  # a date label such as 一、月： ends so
_SENTENCE_END = tuple("。！？；：，、…!?;:,.")
_MEANINGLESS = re.compile(
    r"(?:无标题|未命名|新建|untitled|new|document|microsoft word)[\w\s.-]*(?:文档|document)?\d*",
    re.IGNORECASE,
)
UNNAMED = "未命名文档"


def heading_level(line: str) -> int:
    """Return 2 for 一、…, 3 for （一）…, and 0 for a line that is no heading.

    A heading is short and does not end like a sentence or a label; only （一）… may be one
    short sentence with its full stop.
    """
    if len(line) > MAX_HEADING_LINE or "\n" in line:
        return 0
    if _SECTION.fullmatch(line):
        return 0 if line.endswith(_NO_HEADING_END) else 2
    if _SUBSECTION.fullmatch(line):
        body = line.removesuffix("。")
        return 0 if "。" in body or body.endswith(_NO_HEADING_END) else 3
    return 0


def outline(draft: Draft, nodes: list[Node], name: str, report: Report) -> tuple[str, list[Node]]:
    """Return (title, body nodes). A title that stood in the text is taken out of the body.

    The title is the first level 1 heading, else the one the file declares, else a short first
    line, else the file's name. Later level 1 headings become level 2.
    """
    if draft.typed_headings:
        nodes = [_typed(node) for node in nodes]
    place = next((i for i, node in enumerate(nodes) if _is_title(node)), None)
    declared = _declared(draft, report)
    if place is not None:
        title = text_of(nodes[place].runs)
    else:
        at = next((i for i, node in enumerate(nodes) if not isinstance(node, Image)), 0)
        first = _first_line(nodes[at:])
        title = declared or first
        place = at if first and title == first else None
        title = title or title_from_name(name)
    body = [node for i, node in enumerate(nodes) if i != place]
    return title, [_below_title(node) for node in body]


def title_from_name(name: str) -> str:
    """Return a title made of a file's name."""
    stem = clean_text(name.rpartition(".")[0] or name, Report())
    return stem[:MAX_TITLE].strip() or UNNAMED


def _typed(node: Node) -> Node:
    if isinstance(node, Paragraph):
        level = heading_level(text_of(node.runs))
        if level:
            return Heading(level, node.runs)
    return node


def _is_title(node: Node) -> bool:
    return isinstance(node, Heading) and node.level == 1 and len(text_of(node.runs)) <= MAX_TITLE


def _declared(draft: Draft, report: Report) -> str:
    title = clean_text(" ".join(draft.title.split()), report)
    return "" if len(title) > MAX_TITLE or _MEANINGLESS.fullmatch(title) else title


def _first_line(nodes: list[Node]) -> str:
    """Return the first node's text when it can be a title: a short line, not a numbered part."""
    if not nodes or not isinstance(nodes[0], Paragraph | Heading):
        return ""
    line = text_of(nodes[0].runs)
    numbered = heading_level(line)
    short = len(line) <= MAX_TITLE_LINE and "\n" not in line
    return line if short and not numbered and not line.endswith(_SENTENCE_END) else ""


def _below_title(node: Node) -> Node:
    if isinstance(node, Heading):
        return Heading(min(max(node.level, 2), 4), node.runs)
    return node
