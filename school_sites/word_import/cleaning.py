"""The cleaning stage: nodes in, nodes out, the same for every format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .nodes import (
    BREAK,
    PLAIN,
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
from .report import Report
from .residue import leading, trailing, without_residue

Line = list[Run]


def clean(nodes: Iterable[Node], report: Report) -> list[Node]:
    """Return `nodes` without residue, edge blanks and empty paragraphs; note what was removed.

    Nothing else of the text changes. A blank line inside a paragraph splits it in two.
    """
    return [kept for node in nodes for kept in _clean_node(node, report)]


def clean_text(text: str, report: Report) -> str:
    """Return plain `text` cleaned line by line, without its empty lines."""
    lines = _lines((Run(text),)) if "\n" not in text else [[Run(t)] for t in text.split("\n")]
    cleaned = (text_of(_clean_line(line, report)) for line in lines)
    return "\n".join(line for line in cleaned if line)


def coalesce(runs: Iterable[Run]) -> list[Run]:
    """Return `runs` with neighbours of the same look joined and empty ones left out."""
    joined: list[tuple[Run, list[str]]] = []
    for run in runs:
        if not run.text:
            continue
        if run is BREAK or not joined or joined[-1][0] is BREAK or not _alike(joined[-1][0], run):
            joined.append((run, [run.text]))
        else:
            joined[-1][1].append(run.text)
    return [
        run if len(texts) == 1 else Run("".join(texts), run.marks, run.href)
        for run, texts in joined
    ]


def _alike(one: Run, other: Run) -> bool:
    return one.marks == other.marks and one.href == other.href


def _clean_node(node: Node, report: Report) -> Iterator[Node]:
    match node:
        case Paragraph(runs):
            yield from map(Paragraph, _paragraphs(runs, report))
        case Heading() | ListItem():
            parts = _paragraphs(node.runs, report)
            glue = BREAK if isinstance(node, ListItem) else Run(" ")
            if parts:
                yield replace(node, runs=_joined(parts, glue))
        case Table(rows, header_row):
            cleaned = tuple(tuple(clean_text(cell, report) for cell in row) for row in rows)
            if any(map(any, cleaned)):
                yield Table(cleaned, header_row)
        case Quote(text, attribution):
            quote = Quote(clean_text(text, report), clean_text(attribution, report))
            if quote != Quote(""):
                yield quote
        case Image(src, alt, caption):
            yield Image(src, clean_text(alt, report), clean_text(caption, report))


def _paragraphs(runs: Runs, report: Report) -> list[Runs]:
    """Clean each line; lines are joined by breaks, an empty line ends a paragraph."""
    parts: list[list[Run]] = [[]]
    for line in _lines(runs):
        cleaned = _clean_line(line, report)
        if not cleaned:
            report.fixed("empty-lines")
            parts.append([])
            continue
        if parts[-1]:
            parts[-1].append(BREAK)
        parts[-1] += cleaned
    return [tuple(part) for part in parts if part]


def _lines(runs: Runs) -> list[Line]:
    lines: list[Line] = [[]]
    for run in runs:
        if run is BREAK:
            lines.append([])
        else:
            lines[-1].append(run)
    if len(lines) > 1 and not lines[-1]:
        lines.pop()  # a break at the very end starts no line
    return lines


def _clean_line(line: Line, report: Report) -> Line:
    line = coalesce(line)
    line = [Run(without_residue(run.text, report), run.marks, run.href) for run in line]
    line = [run for run in line if run.text]
    indented = _strip_left(line)
    if line and indented:
        report.fixed("indent", text_of(line))
    if _strip_right(line):
        report.fixed("trailing", text_of(line)[-30:])
    return coalesce(run if run.text.strip() else Run(run.text, PLAIN) for run in line)


def _strip_left(line: Line) -> bool:
    """Drop blanks at the start of `line`, in place; tell whether there were any."""
    line.reverse()  # so that whole runs leave from the end of the list
    stripped = False
    while line:
        count = leading(line[-1].text)
        stripped = stripped or bool(count)
        if count < len(line[-1].text):
            if count:
                line[-1] = replace(line[-1], text=line[-1].text[count:])
            break
        line.pop()
    line.reverse()
    return stripped


def _strip_right(line: Line) -> bool:
    """Drop blanks at the end of `line`, in place; tell whether there were any."""
    stripped = False
    while line:
        text = line[-1].text
        count = trailing(text)
        stripped = stripped or bool(count)
        if count < len(text):
            if count:
                line[-1] = replace(line[-1], text=text[: len(text) - count])
            break
        line.pop()
    return stripped


def _joined(parts: list[Runs], glue: Run) -> Runs:
    """Join cleaned paragraphs into one; a heading's own breaks become the glue as well."""
    result: list[Run] = []
    for part in parts:
        if result:
            result.append(glue)
        result += (glue if run is BREAK else run for run in part)
    return tuple(result)
