"""What a table of a Word document is for: data, or pictures set side by side."""

from __future__ import annotations

from dataclasses import dataclass, field

from mammoth import documents as m

_MAX_CAPTION = 60


@dataclass
class Shape:
    """`merged`: cells span others. `bold_head`: the first row is bold throughout."""

    rows: list = field(default_factory=list)
    merged: bool = False
    bold_head: bool = False
    first_text: str = ""


def shape_of(table: m.Table) -> Shape:
    """Look a table over before it is read."""
    rows = [row for row in table.children if isinstance(row, m.TableRow)]
    cells = [cell for row in rows for cell in row.children]
    texts = [text for cell in cells if (text := text_of(cell).strip())]
    bold = len(rows) > 1 and bool(rows[0].children) and all(map(_is_bold, rows[0].children))
    return Shape(
        rows,
        merged=len(cells) > 1 and any(cell.colspan > 1 or cell.rowspan > 1 for cell in cells),
        bold_head=bold and not all(_is_bold(cell) for row in rows[1:] for cell in row.children),
        first_text=texts[0] if texts else "",
    )


def picture_pairs(table: m.Table) -> list[tuple[list[m.Image], str]] | None:
    """Return [(pictures, caption)] when the table only sets pictures out, else None.

    A caption stands in the picture's cell or in the cell below it.
    """
    rows = [row.children for row in table.children if isinstance(row, m.TableRow)]
    cells = [
        [
            (_all(cell, m.Image), text_of(cell).strip())
            for cell in row
            if isinstance(cell, m.TableCell)
        ]
        for row in rows
    ]
    flat = [cell for row in cells for cell in row]
    pictures = sum(bool(images) for images, _ in flat)
    texts = [text for _, text in flat if text]
    if not pictures or len(texts) > pictures or any(len(text) > _MAX_CAPTION for text in texts):
        return None
    pairs: list[tuple[list[m.Image], str]] = []
    used: set[tuple[int, int]] = set()
    for y, row in enumerate(cells):
        for x, (images, text) in enumerate(row):
            below = cells[y + 1][x] if y + 1 < len(cells) and x < len(cells[y + 1]) else ([], "")
            if images and not text and below[1] and not below[0]:
                text = below[1]
                used.add((y + 1, x))
            if images or (text and (y, x) not in used):
                pairs.append((images, text))
    return pairs


def text_of(element) -> str:
    """All words inside `element`, one paragraph a line."""
    if isinstance(element, m.Text):
        return element.value
    if isinstance(element, m.Break | m.Tab):
        return " "
    if not isinstance(element, m.HasChildren):
        return ""
    glue = "\n" if isinstance(element, m.TableCell | m.TableRow | m.Table) else ""
    return glue.join(map(text_of, element.children))


def _is_bold(cell) -> bool:
    runs = [run for run in _all(cell, m.Run) if text_of(run).strip()]
    return bool(runs) and all(run.is_bold for run in runs)


def _all(element, kind) -> list:
    if isinstance(element, kind):
        return [element]
    if not isinstance(element, m.HasChildren):
        return []
    return [found for child in element.children for found in _all(child, kind)]
