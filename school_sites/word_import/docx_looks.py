"""Finds title and headings of a Word document, by style where there are styles, else by look."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from mammoth import documents as m

from .limits import MAX_HEADING_LINE, MAX_TITLE
from .outline import heading_level

_HEADING = re.compile(r"(?:heading|标题)\s{0,2}([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|contents|目录)(?:\s?\d| heading)?", re.IGNORECASE)
_CAPTION = re.compile(r"(?:caption|题注|图注|图题|figure|illustration)", re.IGNORECASE)
_QUOTE = re.compile(r"(?:intense )?(?:quote|quotations)|(?:明显)?引用", re.IGNORECASE)
_SENTENCE_END = tuple("。！？；：，、…!?;:,.")
DOCUMENT_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,15}[〔\[［（(【]\s?(?:19|20)\d\d\s?[〕\]］）)】]\s?第?\s?\d{1,4}\s?号"
)
_ISSUER = re.compile(r"[\u4e00-\u9fff（）()\s]{2,40}文件")
_DATE_LINE = re.compile(r"[（(]?[0-9〇○零一二三四五六七八九十年月日\s./-]{6,16}[）)]?")
_TITLE_ZONE = 15  # paragraphs in which a title is looked for
_LARGE = 15.0  # points; body text is 14 (四号) or 16 (三号) at most, without bold


@dataclass(frozen=True)
class Look:
    """How one paragraph looks. `role`: title, heading, caption, contents, quote or ""."""

    text: str
    role: str = ""
    level: int = 0
    centred: bool = False
    bold: bool = False
    size: float = 0.0
    pictures: bool = False


def look_of(paragraph: m.Paragraph) -> Look:
    """Return the look of a paragraph, with its text on one line."""
    runs = [child for child in _leaves(paragraph) if isinstance(child[1], m.Text)]
    text = " ".join("".join(leaf.value for _, leaf in runs).split(" ")).strip(" \t\u3000\u00a0")
    worn = [run for run, leaf in runs if leaf.value.strip()]
    sizes = [run.font_size or 0.0 for run in worn if run is not None]
    role, level = _role(paragraph)
    return Look(
        text=text,
        role=role,
        level=level,
        centred=paragraph.alignment == "center",
        bold=bool(worn) and all(run is not None and run.is_bold for run in worn),
        size=min(sizes, default=0.0),
        pictures=any(isinstance(leaf, m.Image) for _, leaf in _leaves(paragraph)),
    )


def pictures_around(paragraph: m.Paragraph) -> tuple[list[m.Image], list[m.Image]]:
    """Pictures of a paragraph: (those before its first word, those after)."""
    before: list[m.Image] = []
    behind: list[m.Image] = []
    met_text = False
    for _, leaf in _leaves(paragraph):
        if isinstance(leaf, m.Image):
            (behind if met_text else before).append(leaf)
        met_text = met_text or (isinstance(leaf, m.Text) and bool(leaf.value.strip()))
    return before, behind


class Looks:
    """What the looks of a document mean, found once before it is read."""

    def __init__(self, document: m.Document) -> None:
        pairs = [
            (element, look_of(element))
            for element in document.children
            if isinstance(element, m.Paragraph)
        ]
        pairs = [(p, look) for p, look in pairs if look.text and look.role != "contents"]
        self.lines = {look.text for _, look in pairs}
        styled = [look for _, look in pairs if look.role == "heading"]
        self.has_styles = bool(styled)
        self._title = [] if _starts_with_heading(pairs) else _title_lines(pairs)
        top = sum(look.level == 1 for look in styled)
        # A document whose title stands apart, or with several first-level parts, is one level down.
        self._shift = 1 if self._title or top > 1 else 0
        self._first = next((p for p, look in pairs if look.role == "heading"), None)
        self._first_is_title = _starts_with_heading(pairs)
        short_bold = [look for _, look in pairs if _is_bold_line(look)]
        self._by_look = not styled and len(short_bold) <= len(pairs) / 2
        # What stands above the title, such as 某某局文件, is no heading.
        above = itertools.takewhile(lambda pair: not _is_in(pair[0], self._title), pairs)
        self._above_title = [p for p, _ in above] if self._title else []
        self._typed = any(heading_level(look.text) == 2 for _, look in pairs)

    def heading_level(self, paragraph: m.Paragraph, look: Look) -> int:
        """1 for the title, 2 to 4 for a heading, 0 for anything else."""
        if _is_in(paragraph, self._title):
            return 1
        if look.role == "heading":
            if paragraph is self._first and self._first_is_title:
                return 1
            return min(look.level + self._shift, 4)
        if _is_in(paragraph, self._above_title):
            return 0
        if self._by_look and _is_bold_line(look) and not look.pictures:
            return heading_level(look.text) or (3 if self._typed else 2)
        return 0

    @property
    def title(self) -> str:
        """The title that stands apart from the headings, its lines joined; "" for none."""
        return "".join(look_of(line).text for line in self._title)

    @property
    def title_lines(self) -> list[m.Paragraph]:
        """The paragraphs the title is made of."""
        return self._title


def _is_in(paragraph: m.Paragraph, lines: list[m.Paragraph]) -> bool:
    return any(paragraph is line for line in lines)  # two empty paragraphs are equal


def _title_lines(pairs: list[tuple[m.Paragraph, Look]]) -> list[m.Paragraph]:
    zone = pairs[:_TITLE_ZONE]
    for paragraph, look in zone:
        if look.role == "title" and len(look.text) <= MAX_TITLE:
            return [paragraph]
    candidates = [i for i, (_, look) in enumerate(zone) if _may_be_title(look)]
    numbered = any(DOCUMENT_NUMBER.fullmatch(look.text) for _, look in zone)
    if numbered:
        candidates = [i for i in candidates if not _ISSUER.fullmatch(zone[i][1].text)]
    if not candidates:
        return []
    best = max(candidates, key=lambda i: (zone[i][1].size, zone[i][1].bold, -i))
    lines = [zone[best][0]]
    for i in range(best + 1, len(zone)):
        first, look = zone[best][1], zone[i][1]
        same = look.centred and look.size == first.size >= _LARGE and look.bold == first.bold
        if not same or not _may_be_title(look) or pairs[i - 1][1].pictures:
            break
        lines.append(zone[i][0])
    return lines


def _may_be_title(look: Look) -> bool:
    return (
        look.centred
        and look.role in ("", "subtitle")
        and not look.pictures
        and (look.bold or look.size >= _LARGE)
        and 2 <= len(look.text) <= MAX_TITLE
        and not look.text.endswith(tuple("。；，、"))
        and not DOCUMENT_NUMBER.fullmatch(look.text)
        and not _DATE_LINE.fullmatch(look.text)
        and not heading_level(look.text)
    )


def _starts_with_heading(pairs: list[tuple[m.Paragraph, Look]]) -> bool:
    return bool(pairs) and pairs[0][1].role == "heading" and pairs[0][1].level == 1


def _is_bold_line(look: Look) -> bool:
    return (
        look.bold
        and look.role == ""
        and len(look.text) <= MAX_HEADING_LINE
        and not look.text.endswith(_SENTENCE_END)
        and not _DATE_LINE.fullmatch(look.text)
    )


def _role(paragraph: m.Paragraph) -> tuple[str, int]:
    name = (paragraph.style_name or "").strip()
    if found := _HEADING.fullmatch(name):
        return "heading", int(found[1])
    if name.lower() in ("title", "标题", "文档标题"):
        return "title", 1
    if _CONTENTS.fullmatch(name):
        return "contents", 0
    if _CAPTION.fullmatch(name):
        return "caption", 0
    if _QUOTE.fullmatch(name):
        return "quote", 0
    return "", 0


def _leaves(element, run=None):
    """(run, leaf) of every text, picture and break inside `element`, in order."""
    for child in element.children:
        inner = child if isinstance(child, m.Run) else run
        if isinstance(child, m.HasChildren):
            yield from _leaves(child, inner)
        else:
            yield inner, child
