"""Reads what is called a Word file. Its bytes decide what it is, not its name."""

from __future__ import annotations

from .converting import convert_to_docx
from .decoding import decode
from .document import ImportRefused
from .nodes import Draft
from .packages import damaged
from .reading_docx import read_docx
from .reading_html import read_html
from .report import Report

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_RTF = b"{\\rtf"
_HTML_MARKS = (b"<html", b"<!doctype html", b"<body", b"<p", b"<div")
_DIRECTORY_ENTRY = 128  # bytes; names of streams stand at multiples of it
_SECTOR = 512
_WORD_MAGIC = b"\xec\xa5"
_ENCRYPTED_FLAG = 0x01


def read_word(shown: str, data: bytes, report: Report) -> Draft:
    """Return the nodes of a .docx, .doc, .wps or .rtf file.

    Raises ImportRefused: encrypted, macros, no-converter, conversion, and those of `read_docx`.
    """
    if not data:
        raise damaged()
    if data.startswith(_ZIP):
        return read_docx(data, report)
    if data.startswith(OLE):
        _check_old_format(data)
        return read_docx(convert_to_docx(data, ".doc"), report)
    if data.lstrip()[:5] == _RTF:
        return read_docx(convert_to_docx(data, ".rtf"), report)
    if any(mark in data[:2000].lower() for mark in _HTML_MARKS):
        text, encoding = decode(shown, data)  # a web page that some program called .doc
        draft = read_html(text, report)
        draft.encoding = encoding
        return draft
    raise damaged()


def _check_old_format(data: bytes) -> None:
    """Refuse an old Office file that is locked or carries programs."""
    if _has_stream(data, "EncryptedPackage") or _is_encrypted_doc(data):
        raise ImportRefused(
            "encrypted",
            "设有打开密码，读不出内容，没有导入。请在 Word 或 WPS 里去掉密码后另存，再上传。",
        )
    if _has_stream(data, "_VBA_PROJECT") or _has_stream(data, "VBA"):
        raise ImportRefused(
            "macros",
            "带有宏（程序），为了安全没有导入。"
            "请在 Word 或 WPS 里另存为“Word 文档（.docx）”，不要选“启用宏的文档”，再上传。",
        )
    if not _has_stream(data, "WordDocument"):
        raise ImportRefused(
            "damaged",
            "不是 Word 文档，或者已经损坏，没有导入。"
            "请在 Word 或 WPS 里打开原文件，另存为 .docx 后再上传。",
        )


def _has_stream(data: bytes, name: str) -> bool:
    wanted = name.encode("utf-16-le") + b"\x00\x00"
    at = data.find(wanted)
    while at >= 0:
        if at % _DIRECTORY_ENTRY == 0:
            return True
        at = data.find(wanted, at + 1)
    return False


def _is_encrypted_doc(data: bytes) -> bool:
    """Whether the text's first block, which begins a sector, says that it is encrypted."""
    at = data.find(_WORD_MAGIC)
    while at >= 0:
        if at % _SECTOR == 0:
            return bool(data[at + 11 : at + 12] and data[at + 11] & _ENCRYPTED_FLAG)
        at = data.find(_WORD_MAGIC, at + 1)
    return False
