"""An article as the checks read it: pieces of text, links, pictures, tables, headings."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(frozen=True)
class Piece:
    """A stretch of plain text and where in the form it stands."""

    text: str
    place: str


@dataclass(frozen=True)
class Link:
    """A link of the text: by number to a page or file of the platform, or an address."""

    kind: str  # page, document or address
    target: str
    text: str
    place: str


@dataclass
class Reading:
    """Everything the checks look at, in the order of the form."""

    pieces: list = field(default_factory=list)
    links: list = field(default_factory=list)
    pictures: list = field(default_factory=list)  # (picture, alt, caption, place)
    headings: list = field(default_factory=list)  # (level, text, place)
    tables: list = field(default_factory=list)  # (rows, has header, place)
    missing_files: list = field(default_factory=list)  # places of attachments whose file is gone


def read(article):
    """Read ``article``; pictures and files of the body come in one query for each kind."""
    reading = Reading()
    reading.pieces.append(Piece(article.title or "", "id_title"))
    reading.pieces.append(Piece(article.summary or "", "id_summary"))
    for block in article.body:
        READERS[block.block_type](reading, block.value, f"block-{block.id}-section")
    for photo in article.photos.all() if hasattr(article, "photos") else ():
        reading.pictures.append((photo.image_id, photo.alt_text, photo.caption, "id_title"))
        reading.pieces.append(Piece(f"{photo.alt_text} {photo.caption}", "id_title"))
    return reading


def _heading(reading, value, place):
    reading.headings.append((int(value["level"]), value["text"], place))
    reading.pieces.append(Piece(value["text"], place))


def _text(reading, value, place):
    parser = _RichText(place)
    parser.feed(value.source)
    parser.close()
    reading.pieces.append(Piece("".join(parser.words), place))
    reading.links += parser.links


def _image(reading, value, place):
    reading.pictures.append((value["image"], value["alt_text"], value["caption"], place))
    reading.pieces.append(Piece(f"{value['alt_text']} {value['caption']}", place))


def _gallery(reading, value, place):
    for picture in value["pictures"]:
        _image(reading, picture, place)


def _table(reading, value, place):
    value = value or {}
    rows = [[str(cell or "") for cell in row] for row in value.get("data") or []]
    # The block writes "neither" where nothing was chosen.
    has_header = value.get("table_header_choice") in ("row", "col", "column", "both") or bool(
        value.get("first_row_is_table_header") or value.get("first_col_is_header")
    )
    reading.tables.append((rows, has_header, place))
    reading.pieces.append(Piece("\n".join(" ".join(row) for row in rows), place))


def _quote(reading, value, place):
    reading.pieces.append(Piece(value["text"], place))


def _attachments(reading, value, place):
    for item in value:
        if item["document"] is None:
            reading.missing_files.append(place)


READERS = {
    "heading": _heading,
    "text": _text,
    "image": _image,
    "gallery": _gallery,
    "table": _table,
    "quote": _quote,
    "attachments": _attachments,
}


class _RichText(HTMLParser):
    """Words and links of Wagtail's stored rich text."""

    BREAKS = {"p", "li", "br"}

    def __init__(self, place):
        super().__init__(convert_charrefs=True)
        self.place, self.words, self.links = place, [], []
        self._open = None

    def handle_starttag(self, tag, attrs):
        if tag in self.BREAKS:
            self.words.append("\n")
        if tag == "a":
            self._open = (dict(attrs), len(self.words))

    def handle_data(self, data):
        self.words.append(data)

    def handle_endtag(self, tag):
        if tag == "a" and self._open:
            attrs, start = self._open
            self._open = None
            text = "".join(self.words[start:]).strip()
            kind = attrs.get("linktype") or "address"
            target = attrs.get("href") if kind == "address" else attrs.get("id")
            self.links.append(Link(kind, (target or "").strip(), text, self.place))
