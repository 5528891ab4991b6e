"""Files of every kind with the words that a test gives, and hostile ones."""

import zipfile
from io import BytesIO

import docx
import openpyxl
import pptx
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)


def saved(thing):
    """The bytes that ``thing.save`` writes."""
    file = BytesIO()
    thing.save(file)
    return file.getvalue()


def word(*paragraphs):
    """A docx of paragraphs."""
    document = docx.Document()
    for one in paragraphs:
        document.add_paragraph(one)
    return saved(document)


def workbook(*rows, title="名单"):
    """An xlsx with one sheet."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return saved(book)


def slides(*texts):
    """A pptx with a text box on each slide."""
    show = pptx.Presentation()
    for text in texts:
        slide = show.slides.add_slide(show.slide_layouts[6])
        slide.shapes.add_textbox(0, 0, 100, 100).text_frame.text = text
    return saved(show)


def writer_of(*texts, encoding="UniGB-UTF16-H", codec="utf-16-be"):
    """A pdf in the making, each text a page, in a font that schools' programs write."""
    writer = PdfWriter()
    for text in texts:
        add_page(writer, text, encoding, codec)
    return writer


def add_page(writer, text, encoding="UniGB-UTF16-H", codec="utf-16-be"):
    page = writer.add_blank_page(width=595, height=842)
    name = NameObject
    info = {"/Registry": "Adobe", "/Ordering": "GB1"}
    system = DictionaryObject({name(k): TextStringObject(v) for k, v in info.items()})
    system[name("/Supplement")] = NumberObject(2)
    below = DictionaryObject({
        name("/Type"): name("/Font"), name("/Subtype"): name("/CIDFontType0"),
        name("/BaseFont"): name("/STSong-Light"), name("/CIDSystemInfo"): system,
    })  # fmt: skip
    font = DictionaryObject({
        name("/Type"): name("/Font"), name("/Subtype"): name("/Type0"),
        name("/BaseFont"): name("/STSong-Light"), name("/Encoding"): name(f"/{encoding}"),
        name("/DescendantFonts"): ArrayObject([below]),
    })  # fmt: skip
    fonts = DictionaryObject({name("/F1"): writer._add_object(font)})
    page[name("/Resources")] = DictionaryObject({name("/Font"): fonts})
    lines = [f"<{line.encode(codec).hex()}> Tj 0 -20 Td" for line in text.split("\n")]
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 50 800 Td {' '.join(lines)} ET".encode())
    page[name("/Contents")] = writer._add_object(stream)
    return page


def written(writer):
    """The bytes of a pdf in the making."""
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def pdf(*texts, **options):
    """A pdf, each text a page."""
    return written(writer_of(*texts, **options))


def pdf_with_loop():
    """A pdf whose tree of pages leads back to its root."""
    writer = writer_of("甲")
    tree = writer._root_object["/Pages"]
    tree["/Kids"].append(writer._root_object.raw_get("/Pages"))
    return written(writer)


def with_member(data, name, content, *, method=zipfile.ZIP_DEFLATED):
    """The zip ``data`` with one member changed or added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", method) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member.filename, old.read(member))
        new.writestr(name, content)
    return out.getvalue()
