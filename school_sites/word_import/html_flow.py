"""Turns a stream of text, breaks and boundaries into neutral nodes. Knows nothing of tags."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .document import too_long
from .html_tables import OpenTable
from .limits import MAX_HEADING, MAX_LINES, MAX_LIST_LEVEL
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
    text_of,
)
from .report import Report

_SPACES = re.compile("([ \t\r\n\f]+)")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2018-\u201d\u2026\u2014]")


@dataclass(slots=True)
class _OpenList:
    ordered: bool
    started: bool = False
    fresh: bool = True  # nothing of the current item was emitted yet


class Flow:
    """Collects nodes. Everything is buffered at most once: in a table cell, or in a quotation."""

    def __init__(self, report: Report) -> None:
        self.nodes: list[Node] = []
        self.report = report
        self._runs: list[Run] = []
        self._texts: list[str] = []  # pieces of the run being read, with its look:
        self._marks, self._href = PLAIN, ""
        self._breaks = 0
        self._heading = 0
        self._lists: list[_OpenList] = []
        self._tables: list[OpenTable] = []
        self._quote: list[Paragraph] | None = None
        self._quote_depth = 0
        self._figures = 0
        self._figure_images: list[Image] = []
        self._caption: list[str] | None = None
        self._captions: list[str] = []

    # Text -------------------------------------------------------------------------------------

    def text(self, text: str, marks: frozenset[str], href: str) -> None:
        if self._texts and (self._marks is not marks or self._href != href):
            self._end_run()
        self._texts.append(text)
        self._marks, self._href = marks, href

    def line_break(self) -> None:
        self._breaks += 1
        if self._breaks > MAX_LINES:
            raise too_long()
        self._end_run()
        self._runs.append(BREAK)

    def _end_run(self) -> None:
        if self._texts:
            self._runs.append(Run("".join(self._texts), self._marks, self._href))
            self._texts.clear()

    def flush(self) -> None:
        """End the current paragraph, heading or list item part, if it has any text."""
        self._end_run()
        runs = _collapse(self._runs)
        self._runs.clear()
        if not runs:
            return
        if self._caption is not None:
            self._note_links(runs)
            self._caption.append(text_of(runs))
        elif self._heading and sum(len(run.text) for run in runs) <= MAX_HEADING:
            self._note_links(runs)
            self._emit(Heading(self._heading, runs))
        elif self._lists:
            current = self._lists[-1]
            starts, continues = not current.started, not current.fresh
            current.started, current.fresh = True, False
            level = min(len(self._lists), MAX_LIST_LEVEL)
            self._emit(ListItem(level, current.ordered, runs, starts, continues))
        else:
            self._emit(Paragraph(runs))

    def heading(self, level: int) -> None:
        """Begin a heading of `level`, or end it with 0."""
        self.flush()
        self._heading = level
        if level and self._tables:
            self._as_layout()  # tables of data hold no headings

    def _note_links(self, runs: Runs) -> None:
        for run in runs:
            if run.href:
                self.report.check("flattened-link", f"{run.text} {run.href}")

    # Lists ------------------------------------------------------------------------------------

    def list_start(self, *, ordered: bool) -> None:
        self.flush()
        self._lists.append(_OpenList(ordered))

    def list_end(self) -> None:
        self.flush()
        if self._lists:
            self._lists.pop()

    def item(self) -> None:
        self.flush()
        if self._lists:
            self._lists[-1].fresh = True

    # Pictures ---------------------------------------------------------------------------------

    def image(self, image: Image) -> None:
        if self._figures:
            self._figure_images.append(image)
            return
        self.flush()
        self._emit(image)

    def last(self) -> Node | None:
        """The node emitted last, after ending the current paragraph."""
        self.flush()
        cell = self._cell()
        nodes = self.nodes if cell is None else cell.nodes
        return nodes[-1] if nodes else None

    def replace_last(self, node: Node) -> None:
        """Put `node` in the place of the node that `last` returned."""
        cell = self._cell()
        (self.nodes if cell is None else cell.nodes)[-1] = node

    def figure_start(self) -> None:
        self.flush()
        self._figures += 1

    def figure_end(self) -> None:
        """Emit the figure's pictures; the last one takes the caption."""
        self.flush()
        self._figures -= 1
        if self._figures:
            return
        caption = "\n".join(self._captions)
        images = self._figure_images
        self._figure_images, self._captions = [], []
        if images:
            images[-1] = Image(images[-1].src, images[-1].alt, caption)
        elif caption:
            self._emit(Paragraph((Run(" ".join(caption.split("\n"))),)))
        for image in images:
            self._emit(image)

    def caption_start(self) -> None:
        self.flush()
        if self._figures:
            self._caption = []

    def caption_end(self) -> None:
        self.flush()
        if self._caption is not None:
            self._captions += self._caption
            self._caption = None

    # Quotations -------------------------------------------------------------------------------

    def quote_start(self) -> None:
        self.flush()
        self._quote_depth += 1
        if self._quote_depth == 1 and self._cell() is None:
            self._quote = []

    def quote_end(self) -> None:
        """Emit the quotation; a last paragraph that is all <cite> or <footer> is its source."""
        self.flush()
        self._quote_depth -= 1
        if self._quote_depth or self._quote is None:
            return
        paragraphs, self._quote = self._quote, None
        source = ""
        if len(paragraphs) > 1 and all("cite" in run.marks for run in paragraphs[-1].runs):
            source = text_of(paragraphs.pop().runs)
        if paragraphs:
            self._emit(Quote("\n".join(text_of(p.runs) for p in paragraphs), source))

    def _dissolve_quote(self) -> None:
        """What looked like a quotation only indents other content: let it flow."""
        if self._quote is not None:
            paragraphs, self._quote = self._quote, None
            self.nodes += paragraphs

    # Tables -----------------------------------------------------------------------------------

    def table_start(self) -> None:
        self.flush()
        self._dissolve_quote()
        if self._tables:
            self._as_layout()  # a table around a table arranges the page
        self._tables.append(OpenTable())

    def table_end(self) -> None:
        self.flush()
        if self._tables:
            table = self._tables.pop()
            self.nodes += [] if table.layout else self._finished(table)

    def table_head(self, inside: bool) -> None:
        self.flush()
        if self._tables:
            self._tables[-1].in_head = inside

    def row(self) -> None:
        self.cell_end()
        if self._tables:
            self._tables[-1].add_row()

    def cell(self, *, colspan: int, rowspan: int, header: bool) -> None:
        self.cell_end()
        if self._tables and not self._tables[-1].layout:
            self._tables[-1].add_cell(colspan=colspan, rowspan=rowspan, header=header)

    def cell_end(self) -> None:
        self.flush()
        if self._tables:
            self._tables[-1].cell = None

    def _finished(self, table: OpenTable) -> list[Node]:
        nodes = table.finish()
        if nodes and nodes != table.content():
            for node in table.content():
                if isinstance(node, Paragraph | ListItem):
                    self._note_links(node.runs)
        return nodes

    def _as_layout(self) -> None:
        """Let the open tables flow; each table's cells are handed on once."""
        table = self._tables[-1]  # those around it flow already
        if not table.layout:
            self.nodes += table.content()
            table.layout, table.cell = True, None
            table.rows.clear()
            table.heads.clear()

    def _cell(self):
        return self._tables[-1].cell if self._tables else None

    # ------------------------------------------------------------------------------------------

    def _emit(self, node: Node) -> None:
        if self._quote is not None:
            if isinstance(node, Paragraph) and not any(run.href for run in node.runs):
                self._quote.append(node)
                return
            self._dissolve_quote()
        cell = self._cell()
        (self.nodes if cell is None else cell.nodes).append(node)


def _collapse(runs: list[Run]) -> Runs:
    """Collapse the source's white space as a browser does.

    A line of source broken between two Chinese characters leaves no space there.
    """
    result: list[tuple[Run, list[str]]] = []
    before, gap = "\n", ""
    space_in: list[str] = []  # the run that holds the space belongs to, if one is needed
    for run in runs:
        words: list[str] = []
        result.append((run, words))
        if run is BREAK:
            before, gap = "\n", ""
            continue
        for i, piece in enumerate(_SPACES.split(run.text)):
            if i % 2:
                space_in = space_in if gap else words
                gap += piece
            elif piece:
                if gap and before != "\n" and not _joins(before, gap, piece[0]):
                    space_in.append(" ")
                words.append(piece)
                before, gap = piece[-1], ""
    runs = [
        run if run is BREAK else Run("".join(words), run.marks, run.href)
        for run, words in result
        if words or run is BREAK
    ]
    return tuple(runs) if any(run is not BREAK for run in runs) else ()


def _joins(before: str, gap: str, after: str) -> bool:
    broken = "\n" in gap or "\r" in gap
    return broken and bool(_WIDE.match(before)) and bool(_WIDE.match(after))
