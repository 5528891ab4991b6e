"""What an import gives back: a document of blocks with findings, or a refusal."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .limits import MAX_LINES

_LINE_END = re.compile(r"<br>|</p>|</li>|<[uo]l>")
_TAG = re.compile(r"<[^<>]*>")


class ImportRefused(ValueError):
    """The file cannot be imported as a whole; nothing of it was taken.

    `str()` is a Chinese sentence for the editor that names the file, the problem and the way out.
    `code` is one of: unknown-type, too-large, empty, binary, encoding, no-text, too-complex;
    of packages also: damaged, encrypted, macros, zip-bomb, unsafe-names, entities,
    too-many-pictures, no-page, no-converter, conversion.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def too_long() -> ImportRefused:
    """Return the refusal of a text with too many lines; the caller puts the file's name before."""
    return ImportRefused(
        "too-complex",
        f"超过 {MAX_LINES} 行，不像一篇文章，没有导入。请拆成几个文件后再上传，或者作为附件上传。",
    )


@dataclass(frozen=True)
class Finding:
    """One thing the editor should know. "fixed": already done; "check": a person must look;
    "guess": filled in by guessing.

    `message` is Chinese; `excerpt` shows the place with some context, at most 60 characters.
    """

    code: str
    message: str
    excerpt: str
    severity: Literal["fixed", "check", "guess"]


@dataclass(frozen=True)
class Block:
    """One piece of content. `value` depends on `kind`:

    heading: {"level": 2|3|4, "text": str}; text: sanitised HTML as str;
    table: {"rows": [[str]], "header_row": bool}; quote: {"text": str, "attribution": str};
    image: {"src": str, "alt": str, "caption": str}. All strings but "text" are plain text.
    """

    kind: Literal["heading", "text", "table", "quote", "image"]
    value: Any

    def text(self) -> str:
        """Return the words of this block as plain text, one paragraph or table row a line."""
        if self.kind == "heading":
            return self.value["text"]
        if self.kind == "text":
            return _plain(self.value)
        if self.kind == "table":
            return "\n".join("\t".join(row) for row in self.value["rows"])
        if self.kind == "quote":
            return "\n".join(filter(None, (self.value["text"], self.value["attribution"])))
        return self.value["caption"]


@dataclass(frozen=True)
class Picture:
    """A picture inside the document. `read` gives its bytes, unchecked; it may be called once."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class Attachment:
    """A file inside the document, to be offered for download. `read` as in Picture."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class Guess:
    """What a field of the article probably is. `field`: author, source, writer, photographer,
    reviewer, document_date (a datetime.date), document_number or summary."""

    field: str
    value: Any


@dataclass(frozen=True)
class ImportedDocument:
    """A document ready to become an article: a title (never empty) and blocks, perhaps none.

    `encoding` is how the bytes were read: "utf-8", "gb18030", "utf-16-le" or "utf-16-be";
    "" for a format that knows no encodings. `pictures` are those an image block's `src` names.
    """

    title: str
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...]
    encoding: str
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    guesses: tuple[Guess, ...] = ()

    def text(self) -> str:
        """Return the body as plain text without the title, one paragraph a line."""
        return "\n".join(filter(None, (block.text() for block in self.blocks)))


def _plain(markup: str) -> str:
    lines = html.unescape(_TAG.sub("", _LINE_END.sub("\n", markup))).split("\n")
    return "\n".join(line for line in lines if line)
