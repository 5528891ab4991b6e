"""A second, independent notion of what the importer may remove, to compare it with."""

import re

from school_sites.word_import import ImportedDocument, read_document

RESIDUE = re.compile(
    r"\[bookmark:[^\[\]\n]{0,80}\]"
    r"|<!--\s{0,5}(?:Start|End)Fragment\s{0,5}-->"
    r"|</?(?:o|w|st1):[A-Za-z][A-Za-z0-9]{0,30}(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
INVISIBLE = re.compile("[\u200b\u2060\ufeff]")


def bare_lines(text: str) -> list[str]:
    """The lines of `text` less named residue, blanks at their edges, and empty lines."""
    lines = INVISIBLE.sub("", text).splitlines()
    return [bare for line in lines if (bare := RESIDUE.sub("", line).strip())]


def all_lines(document: ImportedDocument) -> list[str]:
    """Title (taken out of the text) and body of an imported document, line by line."""
    return [document.title, *document.text().splitlines()]


def read_txt(text: str, encoding: str = "utf-8") -> ImportedDocument:
    return read_document("说明.txt", text.encode(encoding))


def read_html(markup: str) -> ImportedDocument:
    return read_document("说明.html", markup.encode())


def codes(document: ImportedDocument, severity: str | None = None) -> set[str]:
    return {f.code for f in document.findings if severity in (None, f.severity)}


def excerpts(document: ImportedDocument, code: str) -> list[str]:
    return [f.excerpt for f in document.findings if f.code == code]


def headings(document: ImportedDocument) -> list[tuple[int, str]]:
    return [(b.value["level"], b.value["text"]) for b in document.blocks if b.kind == "heading"]


def markup(document: ImportedDocument) -> str:
    return "".join(b.value for b in document.blocks if b.kind == "text")


def only(document: ImportedDocument, kind: str):
    """The value of the single block of `kind`."""
    (block,) = [b for b in document.blocks if b.kind == kind]
    return block.value
