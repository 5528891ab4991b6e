"""The matrix of docs/isolation.md: who reaches what, and what of another school is found there."""

import json
import os
from pathlib import Path

from .crawl import accepted
from .world import CRAWLED

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "isolation.md"
BEGIN = "<!-- written by make isolation, from here on -->\n"
NOT, OWN = "–", "own"
KEEP = "ISOLATION_COLUMNS"  # a folder: the crawl writes each person's column there


def column(findings, person):
    """``{surface: cell}`` of one person: not reached, or reached, and what is accepted there."""
    exceptions = {}
    for surface, kind in sorted(accepted(person, full=True)):
        exceptions.setdefault(surface, []).append(kind)
    cells = {}
    for surface, reached in findings.reached.items():
        cell = OWN if reached else NOT
        cells[surface] = ", ".join([cell, *exceptions.get(surface, [])])
    return cells


def keep(person, cells):
    """Write the column where ``make isolation`` gathers it; False where nobody gathers."""
    folder = os.environ.get(KEEP)
    if folder:
        Path(folder, f"{person}.json").write_text(json.dumps(cells))
    return bool(folder)


def written():
    """The columns that the document has: ``{person: {surface: cell}}``."""
    lines = DOCUMENT.read_text().partition(BEGIN)[2].splitlines()
    columns = {person: {} for person in CRAWLED}
    for line in lines:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `"):
            for person, cell in zip(CRAWLED, cells[1:], strict=True):
                columns[person][cells[0].strip("`")] = cell
        elif line.startswith("- `"):
            for person in CRAWLED:
                columns[person][line[3:].rstrip("`")] = NOT
    return columns


def write(columns):
    """Write the document's matrix from ``columns``."""
    names = sorted(columns[CRAWLED[0]])
    rows = {name: [columns[person][name] for person in CRAWLED] for name in names}
    lines = ["| surface | " + " | ".join(CRAWLED) + " |", "| --- " * (len(CRAWLED) + 1) + "|"]
    lines += [
        f"| `{name}` | {' | '.join(row)} |" for name, row in rows.items() if set(row) != {NOT}
    ]
    lines += ["", "Reached by none of them:", ""]
    lines += [f"- `{name}`" for name, row in rows.items() if set(row) == {NOT}]
    before = DOCUMENT.read_text().partition(BEGIN)[0]
    DOCUMENT.write_text(before + BEGIN + "\n" + "\n".join(lines) + "\n")


def gather(folder):
    """Write the document from the columns that the crawl kept in ``folder``."""
    kept = {path.stem: json.loads(path.read_text()) for path in Path(folder).iterdir()}
    write(written() | kept if DOCUMENT.exists() else kept)
