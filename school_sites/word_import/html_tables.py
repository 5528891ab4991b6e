"""Builds one table out of cells with spans."""

from __future__ import annotations

from dataclasses import dataclass, field

from .document import ImportRefused
from .limits import MAX_CELLS, MAX_COLUMNS
from .nodes import Heading, Image, ListItem, Node, Paragraph, Quote, Table, text_of


@dataclass(slots=True)
class Cell:
    nodes: list[Node] = field(default_factory=list)
    colspan: int = 1
    rowspan: int = 1
    header: bool = False

    def text(self) -> str:
        """Return the words of the cell, one paragraph a line."""
        lines = (
            text_of(node.runs) for node in self.nodes if isinstance(node, Paragraph | ListItem)
        )
        return "\n".join(lines)


@dataclass(slots=True)
class OpenTable:
    """A table being read. `layout`: it only arranges a page; its content flows on as text."""

    layout: bool = False
    in_head: bool = False
    rows: list[list[Cell]] = field(default_factory=list)
    heads: list[bool] = field(default_factory=list)
    cell: Cell | None = None

    def add_row(self) -> None:
        self.rows.append([])
        self.heads.append(self.in_head)

    def add_cell(self, *, colspan: int, rowspan: int, header: bool) -> None:
        if not self.rows:
            self.add_row()
        self.cell = Cell([], min(max(colspan, 1), MAX_COLUMNS), max(rowspan, 1), header)
        self.rows[-1].append(self.cell)

    def content(self) -> list[Node]:
        """Return the nodes of all cells in order."""
        return [node for row in self.rows for cell in row for node in cell.nodes]

    def finish(self) -> list[Node]:
        """Return what the table becomes: a table node and its pictures, or flowing content."""
        cells = [cell for row in self.rows for cell in row]
        if self.layout or len(cells) <= 1:
            return self.content()
        rows = self._grid()
        first = next((row for row in self.rows if row), [])
        header = bool(first) and (
            self.heads[self.rows.index(first)] or all(c.header for c in first)
        )
        apart = [node for node in self.content() if isinstance(node, Image | Quote | Heading)]
        return [Table(rows, header), *apart]

    def _grid(self) -> tuple[tuple[str, ...], ...]:
        """Spread the cells: a span leaves its text in its first place and empties the others."""
        grid: list[list[str]] = []
        taken: dict[int, int] = {}  # column -> rows it is still covered by a cell from above
        width = 0
        for row in filter(None, self.rows):
            line: list[str] = []
            covered = {column: left - 1 for column, left in taken.items() if left > 1}
            for cell in row:
                while len(line) in taken:
                    line.append("")
                for column in range(len(line), len(line) + cell.colspan):
                    if cell.rowspan > 1:
                        covered[column] = cell.rowspan - 1
                line += [cell.text(), *[""] * (cell.colspan - 1)]
            taken = covered
            grid.append(line)
            width = max(width, len(line))
            if width > MAX_COLUMNS or width * len(grid) > MAX_CELLS:
                raise ImportRefused(
                    "too-complex",
                    f"里有一个表格超过 {MAX_COLUMNS} 列或 {MAX_CELLS} 个单元格，无法作为正文导入。"
                    "请把表格作为附件上传。",
                )
        return tuple(tuple(line + [""] * (width - len(line))) for line in grid)
