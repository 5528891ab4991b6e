"""read -> clean -> write: the way of a document through the package."""

from __future__ import annotations

import re
from collections.abc import Callable

from .checking import check, check_text
from .cleaning import clean
from .decoding import decode
from .document import ImportedDocument, ImportRefused
from .limits import MAX_BYTES, MAX_NAME_SHOWN
from .nodes import Draft
from .outline import outline
from .reading_html import read_html
from .reading_text import read_text
from .report import Report
from .writing import write

Reader = Callable[[str, Report], Draft]

_READERS: dict[str, Reader] = {".txt": read_text, ".html": read_html, ".htm": read_html}
SUPPORTED_SUFFIXES = tuple(_READERS)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff\ud800-\udfff]")


def check_size(name: str, size: int) -> None:
    """Refuse a file of `size` bytes that is empty or larger than MAX_BYTES, before reading it.

    Raises ImportRefused (empty, too-large).
    """
    shown = _shown(name)
    if size > MAX_BYTES:
        raise ImportRefused(
            "too-large",
            f"文件“{shown}”有 {size / 1024 / 1024:.1f} MB，"
            f"超过 {MAX_BYTES // 1024 // 1024} MB 的上限。"
            "请把文件拆成几个部分，或者去掉其中的图片后再上传。",
        )
    if size <= 0:
        raise ImportRefused("empty", f"文件“{shown}”是空的，没有内容可以导入。请检查后重新上传。")


def read_document(name: str, data: bytes) -> ImportedDocument:
    """Return the document in `data`, cleaned and cut into blocks, with findings for the editor.

    `name` is the file's name as uploaded; its suffix chooses the reader (.txt, .html, .htm).
    Raises ImportRefused: unknown-type, too-large, empty, binary, encoding, no-text, too-complex.
    """
    plain_name = _plain_name(name)
    shown = _shown(name)
    reader = _READERS.get("".join(plain_name.rpartition(".")[1:]).lower())
    if reader is None:
        raise ImportRefused(
            "unknown-type",
            f"文件“{shown}”的类型不能导入，目前只支持 {'、'.join(SUPPORTED_SUFFIXES)}。"
            "请在 Word 或 WPS 里另存为网页（.html）或纯文本（.txt），再上传。",
        )
    check_size(name, len(data))
    text, encoding = decode(shown, data)
    try:
        return _import(reader, text, plain_name, encoding)
    except ImportRefused as refused:  # the stages do not know what to call the file
        raise ImportRefused(refused.code, f"文件“{shown}”{refused}") from None


def _import(reader: Reader, text: str, name: str, encoding: str) -> ImportedDocument:
    report = Report()
    draft = reader(text, report)
    nodes = clean(draft.nodes, report)
    if not nodes:
        raise ImportRefused(
            "no-text",
            "里没有可以导入的文字：除去标记和隐藏内容后什么也不剩。"
            "请打开原文件，确认正文可见，另存后重新上传。",
        )
    title, body = outline(draft, nodes, name, report)
    check_text(title, report)
    check(body, report)
    return ImportedDocument(title, write(body), report.findings(), encoding)


def _plain_name(name: str) -> str:
    return _UNPRINTABLE.sub("", name).replace("\\", "/").rsplit("/", 1)[-1].strip()


def _shown(name: str) -> str:
    plain = _plain_name(name)
    return plain if len(plain) <= MAX_NAME_SHOWN else f"…{plain[1 - MAX_NAME_SHOWN :]}"
