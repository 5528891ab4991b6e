"""Reads a zip file: a web page with its pictures, as Word's “save as web page” makes it."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from functools import partial
from urllib.parse import unquote

from .decoding import decode
from .document import Attachment, ImportRefused, Picture
from .limits import MAX_ATTACHMENTS, MAX_BYTES, MAX_PICTURES
from .nodes import Draft, Image
from .packages import Package, damaged
from .reading_docx import read_docx
from .reading_html import read_html
from .report import Report

_PAGES = (".html", ".htm")
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".jfif")
_ATTACHED = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".wps", ".et", ".csv")
_RUBBISH = ("__MACOSX/", ".")
_SECONDARY = ("header.htm", "header.html")  # Word puts page headers beside the page


def read_zip(shown: str, data: bytes, report: Report) -> Draft:
    """Return the nodes of the page in the zip file, with its pictures and other files.

    Raises ImportRefused: no-page when there is none or more than one, and those of Package.
    """
    if not data.startswith(b"PK"):
        raise damaged()
    package = Package(data)
    if "[Content_Types].xml" in package and "_rels/.rels" in package:
        return read_docx(data, report)
    page = _page(package)
    if package.size(page) > MAX_BYTES:
        raise ImportRefused(
            "too-large", f"里的网页“{posixpath.basename(page)}”太大，没有导入。请作为附件上传。"
        )
    text, encoding = decode(posixpath.basename(page), package.read(page))
    draft = read_html(text, report)
    draft.encoding = encoding
    _place_pictures(draft, package, page)
    draft.attachments = _attachments(package, report)
    return draft


def _page(package: Package) -> str:
    pages = [
        name
        for name in package.names
        if name.lower().endswith(_PAGES)
        and not name.startswith(_RUBBISH)
        and not name.lower().endswith(_SECONDARY)
    ]
    top = [name for name in pages if name.count("/") == min(n.count("/") for n in pages)]
    if len(top) > 1:
        top = [name for name in top if posixpath.basename(name).lower().startswith("index.")] or top
    if len(top) == 1:
        return top[0]
    if not top:
        message = "里没有网页文件（.html），没有导入。请把网页和图片一起压缩后再上传。"
    else:
        names = "、".join(posixpath.basename(name) for name in top[:3])
        message = (
            f"里有 {len(top)} 个网页（{names} 等），不知道导入哪一个，没有导入。"
            "请一个网页一个压缩包。"
        )
    raise ImportRefused("no-page", message)


def _place_pictures(draft: Draft, package: Package, page: str) -> None:
    """Point image nodes at the pictures of the package they mean."""
    by_base: dict[str, list[str]] = {}
    for name in package.names:
        if name.lower().endswith(_PICTURES):
            by_base.setdefault(posixpath.basename(name).lower(), []).append(name)
    pictures: dict[str, Picture] = {}
    for i, node in enumerate(draft.nodes):
        name = _member(node.src, package, page, by_base) if isinstance(node, Image) else ""
        if name:
            src = f"part:{name}"
            pictures[src] = Picture(posixpath.basename(name), partial(package.read, name))
            draft.nodes[i] = replace(node, src=src)
    met = sum(isinstance(node, Image) and node.src in pictures for node in draft.nodes)
    if met > MAX_PICTURES:
        raise ImportRefused(
            "too-many-pictures",
            f"里有 {met} 张图片，超过 {MAX_PICTURES} 张的上限，没有导入。请拆成几个文件后再上传。",
        )
    draft.pictures = pictures


def _member(src: str, package: Package, page: str, by_base: dict[str, list[str]]) -> str:
    """Name of the member an address means, seen from the page; "" when it is not inside."""
    if not src or ":" in src or src.startswith("//"):
        return ""
    path = unquote(src.split("#")[0].split("?")[0]).replace("\\", "/")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)).lstrip("/")
    if name in package:
        return name
    same = by_base.get(posixpath.basename(path).lower(), [])
    return same[0] if len(same) == 1 else ""


def _attachments(package: Package, report: Report) -> tuple[Attachment, ...]:
    names = [
        name
        for name in package.names
        if name.lower().endswith(_ATTACHED) and not name.startswith(_RUBBISH)
    ]
    for left in names[MAX_ATTACHMENTS:]:
        report.check("unread-link", posixpath.basename(left))
    return tuple(
        Attachment(posixpath.basename(name), partial(package.read, name))
        for name in names[:MAX_ATTACHMENTS]
    )
