"""Writes Word's automatic numbers into the text, where a list of a web page cannot show them."""

from __future__ import annotations

from lxml import etree

from .numbering import Numbering, W

_NO_LIST = "0"
_WIDE_END = tuple("、．。）】〕》")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def write_labels(root: etree._Element, numbering: Numbering) -> None:
    """Give each numbered paragraph its number as text, in place.

    A plain list that begins at 1 and runs on without a break stays a list, bullets as well.
    """
    expected: dict[int, int] = {}  # level -> last number of the list that is running
    for paragraph in root.iter(f"{W}p"):
        properties = paragraph.find(f"{W}pPr")
        numbered = _numbered(properties, numbering)
        number = numbering.next(*numbered) if numbered else None
        if number is None:
            if _has_text(paragraph):
                expected.clear()
            continue
        if not _has_text(paragraph) and paragraph.find(f".//{W}drawing") is None:
            continue  # an empty line of a list shows its number in Word, nobody means it
        for deeper in [at for at in expected if at > number.depth]:
            del expected[deeper]
        follows = number.value == expected.get(number.depth, 0) + 1
        heading = _is_heading(properties)
        if number.level.is_bullet and not heading:
            continue
        if number.level.is_plain and follows and not heading:
            expected[number.depth] = number.value
            continue
        expected.clear()
        _no_list(properties, paragraph)
        if not number.level.is_bullet:
            _prefix(paragraph, number.label)


def _numbered(properties, numbering: Numbering) -> tuple[str, int] | None:
    if properties is None:
        return None
    own = properties.find(f"{W}numPr")
    by_style = numbering.of_style(_value(properties.find(f"{W}pStyle")))
    if own is None:
        return by_style
    list_id = _value(own.find(f"{W}numId")) or (by_style[0] if by_style else "")
    depth = _value(own.find(f"{W}ilvl"))
    at = int(depth) if depth.isascii() and depth.isdigit() else 0
    return None if list_id in ("", _NO_LIST) else (list_id, min(at, 8))


def _is_heading(properties) -> bool:
    style = _value(properties.find(f"{W}pStyle")).lower()
    outline = properties.find(f"{W}outlineLvl") is not None
    return outline or style.startswith(("heading", "标题")) or style in set("123456789")


def _no_list(properties, paragraph) -> None:
    """Take the paragraph out of its list, also when the list comes with its style."""
    own = properties.find(f"{W}numPr")
    if own is not None:
        properties.remove(own)
    own = etree.SubElement(properties, f"{W}numPr")
    etree.SubElement(own, f"{W}ilvl", {f"{W}val": "0"})
    etree.SubElement(own, f"{W}numId", {f"{W}val": _NO_LIST})


def _prefix(paragraph, label: str) -> None:
    if not label:
        return
    run = etree.Element(f"{W}r")
    first = paragraph.find(f"{W}r")
    look = first.find(f"{W}rPr") if first is not None else None
    if look is not None:
        run.append(etree.fromstring(etree.tostring(look)))  # the number is as bold as its text
    text = etree.SubElement(run, f"{W}t", {_SPACE: "preserve"})
    text.text = label if label.endswith(_WIDE_END) else f"{label} "
    paragraph.insert(1 if paragraph.find(f"{W}pPr") is not None else 0, run)


def _has_text(paragraph) -> bool:
    return any((text.text or "").strip() for text in paragraph.iter(f"{W}t"))


def _value(element) -> str:
    return "" if element is None else element.get(f"{W}val", "")
