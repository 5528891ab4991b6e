"""Takes a docx apart: refuses what is no plain document, and prepares its text for the reader.

The reader (mammoth) drops a few things that schools' documents really have: automatic
numbers other than bullets, pinyin above characters, formulas, fields of captions, text in
new shapes. Each is turned here into the plain form that the reader knows.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from .document import ImportRefused
from .docx_shapes import simplify
from .limits import MAX_LEAN_XML_BYTES
from .numbering import Numbering, W
from .numbering_labels import write_labels
from .packages import Package, damaged
from .report import Report

REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_CORE = "{http://purl.org/dc/elements/1.1/}"
_NOTE_PARTS = ("footnotes", "endnotes")


@dataclass
class Docx:
    """A docx ready for the reader.

    `lean`: a small docx with the text only; each picture in it holds, instead of its bytes, the
    name of its part in `package`. `objects`: relationship targets of embedded files.
    """

    package: Package
    lean: io.BytesIO
    title: str = ""
    author: str = ""
    objects: list[str] = field(default_factory=list)


def take_apart(data: bytes, report: Report) -> Docx:
    """Return the parts of the docx in `data`; note in `report` what cannot be imported.

    Raises ImportRefused (damaged, macros, encrypted, zip-bomb, entities, too-complex …).
    """
    package = Package(data)
    if "[Content_Types].xml" not in package:
        raise damaged()
    refuse_macros(package.names, package.read("[Content_Types].xml"))
    main = related_part(package, "", "officeDocument") or "word/document.xml"
    root = package.xml(main)
    if root is None or root.find(f"{W}body") is None:
        raise damaged()
    parts = {"[Content_Types].xml": _content_types(package), "_rels/.rels": _main_relation(main)}
    styles = package.xml(related_part(package, main, "styles"))
    numbers = package.xml(related_part(package, main, "numbering"))
    relations = relations_of(package, main)
    objects = simplify(root, relations, report)
    write_labels(root, Numbering(numbers, styles))
    parts[main] = etree.tostring(root, encoding="utf-8")
    for kind in _NOTE_PARTS:
        name = related_part(package, main, kind)
        notes = package.xml(name)
        if notes is not None:
            simplify(notes, relations_of(package, name), report)
            parts[name] = etree.tostring(notes, encoding="utf-8")
            _copy_relations(package, name, parts)
    if styles is not None:
        parts[related_part(package, main, "styles")] = etree.tostring(styles, encoding="utf-8")
    if numbers is not None:
        parts[related_part(package, main, "numbering")] = etree.tostring(numbers, encoding="utf-8")
    _copy_relations(package, main, parts)
    if sum(map(len, parts.values())) > MAX_LEAN_XML_BYTES:
        raise ImportRefused(
            "too-complex",
            "的正文太长，不像一篇文章，没有导入。请拆成几个文件后再上传，或者作为附件上传。",
        )
    title, author = _properties(package)
    return Docx(package, _lean(parts, package), title, author, objects)


def refuse_macros(names, content_types: bytes = b"") -> None:
    """Raise ImportRefused (macros) when the package carries programs."""
    if b"macroEnabled" in content_types or any(
        name.lower().endswith(_MACRO_PARTS) for name in names
    ):
        raise ImportRefused(
            "macros",
            "带有宏（程序），为了安全没有导入。"
            "请在 Word 或 WPS 里另存为“Word 文档（.docx）”，不要选“启用宏的文档”，再上传。",
        )


def _lean(parts: dict[str, bytes], package: Package) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        for name in package.names:
            if "/media/" in f"/{name}" and name not in parts:
                archive.writestr(name, name)
    file.seek(0)
    return file


def _content_types(package: Package) -> bytes:
    root = package.xml("[Content_Types].xml")
    return etree.tostring(root, encoding="utf-8")


def _main_relation(main: str) -> bytes:
    root = etree.Element(f"{REL}Relationships", nsmap={None: REL[1:-1]})
    attributes = {"Id": "rId1", "Type": f"{_OFFICE}officeDocument", "Target": main}
    etree.SubElement(root, f"{REL}Relationship", attributes)
    return etree.tostring(root, encoding="utf-8")


def _copy_relations(package: Package, part: str, parts: dict[str, bytes]) -> None:
    name = _relations_name(part)
    root = package.xml(name)
    if root is not None:
        parts[name] = etree.tostring(root, encoding="utf-8")


def _relations_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations_of(package: Package, part: str) -> dict[str, tuple[str, bool]]:
    """Relationship id -> (name of the part or outside address, whether it is outside)."""
    root = package.xml(_relations_name(part))
    found: dict[str, tuple[str, bool]] = {}
    for relation in root.iterfind(f"{REL}Relationship") if root is not None else ():
        outside = relation.get("TargetMode") == "External"
        target = relation.get("Target", "")
        name = target if outside else _resolve(part, target)
        found[relation.get("Id", "")] = (name, outside)
    return found


def related_part(package: Package, part: str, kind: str) -> str:
    """Name of the part of `kind` that `part` relates to, "" when there is none."""
    root = package.xml(_relations_name(part) if part else "_rels/.rels")
    for relation in root.iterfind(f"{REL}Relationship") if root is not None else ():
        if relation.get("Type") == _OFFICE + kind and relation.get("TargetMode") != "External":
            name = _resolve(part, relation.get("Target", ""))
            if name in package:
                return name
    return ""


def _resolve(part: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def _properties(package: Package) -> tuple[str, str]:
    root = package.xml("docProps/core.xml")
    if root is None:
        return "", ""
    return tuple((root.findtext(f"{_CORE}{name}") or "").strip() for name in ("title", "creator"))
