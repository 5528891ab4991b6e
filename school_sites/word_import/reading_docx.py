"""The reading stage for docx: mammoth reads the file, this turns its tree into neutral nodes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import mammoth.docx
from mammoth import documents as m

from .document import Attachment, ImportRefused, Picture
from .docx_looks import Look, Looks, look_of, pictures_around
from .docx_parts import Docx, take_apart
from .docx_tables import picture_pairs, shape_of
from .html_flow import Flow
from .limits import MAX_ATTACHMENTS, MAX_CAPTION, MAX_PICTURES
from .links import read_address
from .nodes import PLAIN, Draft, Image
from .packages import damaged
from .report import Report

_ATTACHED = (".docx", ".xlsx", ".pptx", ".pdf", ".doc", ".xls", ".ppt")
# What programs write into the description of a picture by themselves.
_NO_DESCRIPTION = re.compile(
    r"(?:图片|图像|图形|图表|picture|image|img|dsc|graphic|微信图片|mmexport|qq图片)[\s_\-\d.()（）]*"
    r"|.*\.(?:jpe?g|png|bmp|gif|tiff?|webp|emf|wmf)|.*描述已自动生成|[a-z]:\\.*|[\w\-]{16,}",
    re.IGNORECASE | re.DOTALL,
)
_CAPTION = re.compile(r"[（(]?(?:图|照片|附图|图片)\s{0,3}[0-9０-９一二三四五六七八九十：:]")
_MAX_DEPTH = 60  # of tables and text boxes inside one another


def read_docx(data: bytes, report: Report) -> Draft:
    """Return the nodes of the docx in `data`, its pictures and embedded files.

    Raises ImportRefused (damaged, macros, zip-bomb, entities, too-complex, too-many-pictures).
    """
    docx = take_apart(data, report)
    try:
        document = mammoth.docx.read(docx.lean).value
    except RecursionError:
        raise _too_deep() from None
    except Exception:  # the reader says by any error that a part contradicts another
        raise damaged() from None
    walker = _Walker(docx, document, report)
    try:
        walker.walk()
    except RecursionError:
        raise _too_deep() from None
    attachments = _attachments(docx, report)
    return Draft(
        walker.flow.nodes,
        title=docx.title if docx.title in walker.looks.lines else "",
        typed_headings=not walker.looks.has_styles,
        pictures=walker.pictures,
        attachments=attachments,
        author=docx.author,
    )


class _Walker:
    """Goes through the document once; remembers where pictures and notes were met."""

    def __init__(self, docx: Docx, document: m.Document, report: Report) -> None:
        self.flow = Flow(report)
        self.report = report
        self.pictures: dict[str, Picture] = {}
        self.looks = Looks(document)
        self._docx = docx
        self._document = document
        self._notes: list[m.Note] = []
        self._met = 0
        self._depth = 0
        self._lists: list[bool] = []  # of each open list, whether it is ordered
        self._tables = 0

    def walk(self) -> None:
        self._blocks(self._document.children)
        self._close_lists(0)
        self._write_notes()
        self.flow.flush()
        if self._met > MAX_PICTURES:
            raise ImportRefused(
                "too-many-pictures",
                f"里有 {self._met} 张图片，超过 {MAX_PICTURES} 张的上限，没有导入。"
                "请拆成几个文件后再上传。",
            )

    # Blocks -------------------------------------------------------------------------------------

    def _blocks(self, elements: list) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _too_deep()
        for element in elements:
            if isinstance(element, m.Paragraph):
                self._paragraph(element)
            elif isinstance(element, m.Table):
                self._close_lists(0)
                self._table(element)
            elif isinstance(element, m.Image):
                self._image(element)
            elif isinstance(element, m.HasChildren):
                self._blocks(element.children)
            else:
                self._inline(element, PLAIN, "")
        self._depth -= 1

    def _paragraph(self, paragraph: m.Paragraph) -> None:
        look = look_of(paragraph)
        if look.role == "contents":
            self.report.fixed("contents-list", look.text)
            return
        if not look.text and not look.pictures:
            return
        if self._is_caption(look):
            self._caption(look)
            return
        level = 0 if self._tables else self.looks.heading_level(paragraph, look)
        if level == 1 and len(self.looks.title_lines) > 1:
            self._title(paragraph)
            return
        if level:
            self._close_lists(0)
            self.flow.heading(level)
        elif look.role == "quote" and not self._tables:
            self._close_lists(0)
            self.flow.quote_start()
        elif paragraph.numbering is not None:
            self._list_item(paragraph.numbering)
        else:
            self._close_lists(0)
        self._inlines(paragraph, bold=not level)
        if level:
            self.flow.heading(0)
        elif look.role == "quote" and not self._tables:
            self.flow.quote_end()
        self.flow.flush()

    def _inlines(self, paragraph: m.Paragraph, *, bold: bool) -> None:
        """Text of a paragraph; pictures that float in it stand before or behind, not between."""
        before, behind = pictures_around(paragraph)
        for image in before:
            self._image(image)
        for child in paragraph.children:
            self._inline(child, PLAIN, "", bold=bold)
        if behind:
            self.flow.flush()
        for image in behind:
            self._image(image)

    def _title(self, paragraph: m.Paragraph) -> None:
        """A title set in several lines is one title; it is written with its first line."""
        if paragraph is self.looks.title_lines[0]:
            self.flow.heading(1)
            self.flow.text(self.looks.title, PLAIN, "")
            self.flow.heading(0)

    def _list_item(self, numbering) -> None:
        level = int(numbering.level_index) + 1 if numbering.level_index.isdigit() else 1
        self._close_lists(level)
        if len(self._lists) == level and self._lists[-1] != numbering.is_ordered:
            self._close_lists(level - 1)
        while len(self._lists) < level:
            self.flow.list_start(ordered=numbering.is_ordered)
            self._lists.append(numbering.is_ordered)
        self.flow.item()

    def _close_lists(self, level: int) -> None:
        while len(self._lists) > level:
            self.flow.list_end()
            self._lists.pop()

    # Captions -----------------------------------------------------------------------------------

    def _is_caption(self, look: Look) -> bool:
        """Whether a paragraph right behind a picture says what is to be seen on it."""
        before = self.flow.last()
        if not isinstance(before, Image) or before.caption or look.pictures or not look.text:
            return False
        if len(look.text) > MAX_CAPTION:
            return False
        by_style = look.role == "caption"
        by_look = look.centred and len(look.text) <= 50 and look.role == "" and not look.bold
        return by_style or by_look or bool(_CAPTION.match(look.text) and len(look.text) <= 60)

    def _caption(self, look: Look) -> None:
        image = self.flow.last()
        self.flow.replace_last(Image(image.src, image.alt, look.text))

    # Inline -------------------------------------------------------------------------------------

    def _inline(self, element, marks, href: str, *, bold: bool = True) -> None:
        match element:
            case m.Run():
                self._children(element, marks | _marks(element, bold), href, bold)
            case m.Hyperlink():
                self._children(element, marks, self._address(element) or href, bold)
            case m.Break():
                if element.break_type == "line":
                    self.flow.line_break()
            case m.NoteReference():
                self._note(element, href)
            case m.Paragraph() | m.Table():
                self._blocks([element])
            case m.HasChildren():
                self._children(element, marks, href, bold)
            case _:
                self.flow.text(_characters(element), marks, href)

    def _children(self, element, marks, href: str, bold: bool) -> None:
        for child in element.children:
            self._inline(child, marks, href, bold=bold)

    def _address(self, link: m.Hyperlink) -> str:
        address = read_address(link.href or "")
        if address.kind == "local":
            self.report.check("local-file", link.href)
        elif address.kind in ("bad", "data"):
            self.report.check("dropped-link", link.href)
        is_web = address.kind == "web" and ":" in address.url
        return address.url if is_web else ""

    def _image(self, image: m.Image) -> None:
        self._met += 1
        try:
            with image.open() as file:
                name = file.read().decode()
        except Exception:  # a reference to a part that is not there
            self.report.check("lost-picture", image.alt_text or "")
            return
        package = self._docx.package
        src = f"part:{name}"
        self.pictures[src] = Picture(name.rpartition("/")[2], partial(package.read, name))
        alt = (image.alt_text or "").strip()
        self.flow.image(Image(src, "" if _NO_DESCRIPTION.fullmatch(alt) else alt))

    # Notes --------------------------------------------------------------------------------------

    def _note(self, reference: m.NoteReference, href: str) -> None:
        try:
            note = self._document.notes.resolve(reference)
        except KeyError:
            return
        self._notes.append(note)
        self.flow.text(f"[{len(self._notes)}]", frozenset({"sup"}), href)

    def _write_notes(self) -> None:
        """Notes follow the text, under the numbers they have in it."""
        done = 0
        while done < len(self._notes):  # a note may refer to another
            note, done = self._notes[done], done + 1
            self.flow.flush()
            self.flow.text(f"[{done}] ", PLAIN, "")
            for i, paragraph in enumerate(note.body):
                if i:
                    self.flow.flush()
                if isinstance(paragraph, m.Paragraph):
                    self._inlines(paragraph, bold=True)
            self.report.fixed("footnote", f"[{done}]")

    # Tables -------------------------------------------------------------------------------------

    def _table(self, table: m.Table) -> None:
        pairs = picture_pairs(table)
        if pairs is not None and not self._tables:
            for images, caption in pairs:
                for image in images:
                    self._image(image)
                if caption and images and isinstance(self.flow.last(), Image):
                    self._caption(Look(text=caption))
                elif caption:
                    self.flow.text(caption, PLAIN, "")
                    self.flow.flush()
            return
        shape = shape_of(table)
        if shape.merged:
            self.report.check("merged-cells", shape.first_text)
        self.flow.table_start()
        self._tables += 1
        for i, row in enumerate(shape.rows):
            self.flow.row()
            for cell in row.children:
                header = row.is_header or (i == 0 and shape.bold_head)
                self.flow.cell(colspan=cell.colspan, rowspan=cell.rowspan, header=header)
                self._blocks(cell.children)
                self._close_lists(0)
                self.flow.cell_end()
        self._tables -= 1
        self.flow.table_end()


def _marks(run: m.Run, bold: bool) -> frozenset[str]:
    marks = set()
    if run.is_bold and bold:
        marks.add("b")
    if run.is_italic:
        marks.add("i")
    if run.vertical_alignment == m.VerticalAlignment.superscript:
        marks.add("sup")
    elif run.vertical_alignment == m.VerticalAlignment.subscript:
        marks.add("sub")
    return frozenset(marks) if marks else PLAIN


def _characters(element) -> str:
    if isinstance(element, m.Text):
        return element.value
    if isinstance(element, m.Checkbox):
        return "☑" if element.checked else "☐"
    return " " if isinstance(element, m.Tab) else ""


def _attachments(docx: Docx, report: Report) -> tuple[Attachment, ...]:
    found = []
    for name in dict.fromkeys(docx.objects):
        base = name.rpartition("/")[2]
        if base.lower().endswith(_ATTACHED) and name in docx.package:
            read: Callable[[], bytes] = partial(docx.package.read, name)
            found.append(Attachment(base, read))
        else:
            report.check("object", base)
    for left in found[MAX_ATTACHMENTS:]:
        report.check("object", left.name)
    return tuple(found[:MAX_ATTACHMENTS])


def _too_deep() -> ImportRefused:
    return ImportRefused(
        "too-complex",
        "的表格或文本框嵌套太深，不像正常的文档，没有导入。"
        "请把正文复制到新文档里，另存后重新上传。",
    )
