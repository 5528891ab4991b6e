"""Neutral nodes between readers and the writer; a reader for another format yields these too.

Everything is flat: a paragraph is a sequence of runs, a list is a sequence of items that know
their level. So no stage recurses, however deep the source was nested.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .document import Attachment, Picture

PLAIN: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Run:
    """Text with one look. `marks`: of b, i, sub, sup (and cite, which only readers use)."""

    text: str
    marks: frozenset[str] = PLAIN
    href: str = ""


BREAK = Run("\n")  # a forced line break; compared by identity, no other run holds a newline
Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 to 4; level 1 is a candidate for the title."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class ListItem:
    """`starts`: first of its list. `continues`: more text of the item before, after a sublist."""

    level: int
    ordered: bool
    runs: Runs
    starts: bool = False
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` are of equal length; a cell may hold newlines."""

    rows: tuple[tuple[str, ...], ...]
    header_row: bool


@dataclass(frozen=True, slots=True)
class Quote:
    text: str
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    src: str
    alt: str = ""
    caption: str = ""


Node = Paragraph | Heading | ListItem | Table | Quote | Image


@dataclass
class Draft:
    """What a reader found. `title`: the title the file itself declares, outside its text.

    `typed_headings`: headings are only typed (一、 （一）), the format has no headings of its own.
    `pictures`: those that image nodes name by their `src`. `author`: who the file says wrote it.
    """

    nodes: list[Node] = field(default_factory=list)
    title: str = ""
    typed_headings: bool = False
    encoding: str = ""
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    author: str = ""


def text_of(runs: Runs) -> str:
    """Return the bare text of runs; a forced line break is a newline."""
    return "".join(run.text for run in runs)
