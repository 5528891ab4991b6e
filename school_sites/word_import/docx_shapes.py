"""Turns what the reader of docx files would drop into what it reads, and notes what is lost."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from .numbering import W
from .report import Report

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_UNWRAPPED = (f"{W}fldSimple", f"{W}dir", f"{W}bdo", f"{W}smartTag")
_CONTENT = (f"{_A}blip", f"{_V}imagedata", f"{W}txbxContent", f"{W}t")
_OFF = ("0", "false", "off")
Relations = Mapping[str, tuple[str, bool]]


def simplify(root: etree._Element, relations: Relations, report: Report) -> list[str]:
    """Change the tree of a part in place; return the names of files embedded in it."""
    _revisions(root, report)
    _hidden(root, report)
    for tag in _UNWRAPPED:
        for element in list(root.iter(tag)):
            _unwrap(element)
    for element in root.iter(f"{W}cr"):
        element.tag = f"{W}br"
    _contents_list(root, report)
    _ruby(root)
    _formulas(root, report)
    objects = _objects(root, relations, report)
    _alternatives(root)
    _drawings(root, report)
    _linked_pictures(root, relations, report)
    for _chunk in root.iter(f"{W}altChunk"):
        report.check("alt-chunk", "")
    return objects


def _revisions(root, report: Report) -> None:
    count = sum(1 for _ in root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom"))
    if count:
        report.check("revision", f"{count} 处")
    comments = sum(1 for _ in root.iter(f"{W}commentReference"))
    if comments:
        report.check("comment", f"{comments} 条")


def _hidden(root, report: Report) -> None:
    for mark in list(root.iter(f"{W}vanish")):
        run = mark.getparent().getparent()
        if mark.get(f"{W}val") not in _OFF and run is not None and run.tag == f"{W}r":
            text = "".join(t.text or "" for t in run.iter(f"{W}t"))
            if text.strip():
                report.fixed("hidden", text)
            _remove(run)


def _contents_list(root, report: Report) -> None:
    for gallery in list(root.iter(f"{W}docPartGallery")):
        if gallery.get(f"{W}val") == "Table of Contents":
            frame = next(gallery.iterancestors(f"{W}sdt"), None)
            if frame is not None:
                report.fixed("contents-list", count=sum(1 for _ in frame.iter(f"{W}p")))
                _remove(frame)


def _ruby(root) -> None:
    """Pinyin above a character goes behind it: 汉（hàn）."""
    for ruby in list(root.iter(f"{W}ruby")):
        base = "".join(t.text or "" for t in ruby.iterfind(f"{W}rubyBase//{W}t"))
        above = "".join(t.text or "" for t in ruby.iterfind(f"{W}rt//{W}t"))
        _replace(ruby, [_text(f"{base}（{above}）" if above.strip() else base)])


def _formulas(root, report: Report) -> None:
    for formula in list(root.iter(f"{_M}oMath")):
        text = "".join(t.text or "" for t in formula.iter(f"{_M}t"))
        report.check("formula", text)
        run = etree.Element(f"{W}r")
        run.append(_text(text))
        _replace(formula, [run])
    for paragraph in list(root.iter(f"{_M}oMathPara")):
        _unwrap(paragraph)


def _objects(root, relations: Relations, report: Report) -> list[str]:
    """Take embedded files out of the text with the little picture that stands for them."""
    found = []
    for holder in list(root.iter(f"{W}object")):
        embedded = holder.find(f".//{_O}OLEObject")
        if embedded is None:
            continue
        name, outside = relations.get(embedded.get(f"{_R}id", ""), ("", True))
        kind = embedded.get("ProgID", "")
        if kind.startswith("Equation"):
            report.check("formula", kind)
        elif name and not outside:
            found.append(name)
        else:
            report.check("object", kind)
        _remove(holder)
    return found


def _alternatives(root) -> None:
    """Of a shape's two forms keep the one that has pictures or text, the new one if both."""
    for holder in list(root.iter(f"{_MC}AlternateContent")):
        forms = [*holder.iterfind(f"{_MC}Choice"), *holder.iterfind(f"{_MC}Fallback")]
        full = [form for form in forms if next(form.iter(*_CONTENT), None) is not None]
        chosen = (full or forms[:1] or [()])[0]
        _replace(holder, list(chosen))


def _drawings(root, report: Report) -> None:
    """Bring pictures and text out of groups, canvases and shapes."""
    for drawing in list(root.iter(f"{W}drawing")):
        data = drawing.find(f".//{_A}graphicData")
        if data is None or data.find(f"{_PIC}pic") is not None:
            continue
        shape = etree.Element(f"{_V}shape")
        for blip in data.iter(f"{_A}blip"):
            if blip.get(f"{_R}embed"):
                image = etree.SubElement(shape, f"{_V}imagedata")
                image.set(f"{_R}id", blip.get(f"{_R}embed"))
                described = next(blip.getparent().getparent().iter(f"{_PIC}cNvPr"), None)
                if described is not None:
                    image.set(f"{_O}title", described.get("descr", ""))
        for text in list(data.iter(f"{W}txbxContent")):
            etree.SubElement(shape, f"{_V}textbox").append(text)
        if len(shape):
            picture = etree.Element(f"{W}pict")
            picture.append(shape)
            _replace(drawing, [picture])
        else:
            report.check("drawing", data.get("uri", "").rpartition("/")[2])
            _remove(drawing)
    for box in root.iter(f"{W}txbxContent"):
        report.check("text-box", "".join(text.text or "" for text in box.iter(f"{W}t")))


def _linked_pictures(root, relations: Relations, report: Report) -> None:
    for blip in list(root.iter(f"{_A}blip")):
        embedded, linked = blip.get(f"{_R}embed"), blip.get(f"{_R}link")
        name, outside = relations.get(embedded or linked or "", ("", True))
        if outside:
            if linked or embedded:
                report.check("linked-picture", name)
            _remove(blip)
        elif not embedded:
            blip.set(f"{_R}embed", linked)
    for image in list(root.iter(f"{_V}imagedata")):
        key = image.get(f"{_R}id") or image.get(f"{_R}href") or ""
        name, outside = relations.get(key, ("", True))
        if outside:
            report.check("linked-picture", name)
            _remove(image)


def _text(text: str):
    element = etree.Element(f"{W}t")
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    element.text = text
    return element


def _unwrap(element) -> None:
    _replace(element, list(element))


def _remove(element) -> None:
    _replace(element, [])


def _replace(element, others: list) -> None:
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    parent.remove(element)
    for i, other in enumerate(others):
        parent.insert(place + i, other)
