"""read -> clean -> write: the way of a document through the package."""

from __future__ import annotations

import re
from collections.abc import Callable

from .checking import check, check_text
from .cleaning import clean
from .decoding import decode
from .document import ImportedDocument, ImportRefused
from .guessing import guess
from .limits import MAX_BYTES, MAX_NAME_SHOWN, MAX_UNPACKED_BYTES
from .nodes import Draft
from .outline import outline
from .reading_html import read_html
from .reading_text import read_text
from .reading_word import read_word
from .reading_zip import read_zip
from .report import Report
from .writing import write

Reader = Callable[[str, bytes, Report], Draft]


def _of_text(read: Callable[[str, Report], Draft]) -> Reader:
    def reader(shown: str, data: bytes, report: Report) -> Draft:
        text, encoding = decode(shown, data)
        draft = read(text, report)
        draft.encoding = encoding
        return draft

    return reader


_READERS: dict[str, Reader] = {
    ".docx": read_word,
    ".doc": read_word,
    ".wps": read_word,
    ".rtf": read_word,
    ".docm": read_word,
    ".html": _of_text(read_html),
    ".htm": _of_text(read_html),
    ".zip": read_zip,
    ".txt": _of_text(read_text),
}
# A file with macros is read only to say that it is refused for them.
SUPPORTED_SUFFIXES = tuple(suffix for suffix in _READERS if suffix != ".docm")
_TEXT_SUFFIXES = (".html", ".htm", ".txt")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff\ud800-\udfff]")


def check_size(name: str, size: int, *, largest: int = MAX_UNPACKED_BYTES) -> None:
    """Refuse a file of `size` bytes that is empty or too large, before reading it.

    `largest` is the limit of Word files and zip files; text files have MAX_BYTES.
    Raises ImportRefused (empty, too-large).
    """
    shown = shown_name(name)
    limit = min(largest, MAX_BYTES) if _suffix(name) in _TEXT_SUFFIXES else largest
    if size > limit:
        raise ImportRefused(
            "too-large",
            f"文件“{shown}”有 {size / 1024 / 1024:.1f} MB，"
            f"超过 {limit // 1024 // 1024} MB 的上限。"
            "请把文件拆成几个部分，或者去掉其中的图片后再上传。",
        )
    if size <= 0:
        raise ImportRefused("empty", f"文件“{shown}”是空的，没有内容可以导入。请检查后重新上传。")


def check_type(name: str) -> None:
    """Refuse a file whose suffix names no kind of document. Raises ImportRefused (unknown-type)."""
    if _suffix(name) not in _READERS:
        raise ImportRefused(
            "unknown-type",
            f"文件“{shown_name(name)}”的类型不能导入，目前只支持 {'、'.join(SUPPORTED_SUFFIXES)}。"
            "请在 Word 或 WPS 里另存为 Word 文档（.docx），再上传。",
        )


def read_document(name: str, data: bytes, *, largest: int = MAX_UNPACKED_BYTES) -> ImportedDocument:
    """Return the document in `data`, cleaned and cut into blocks, with findings for the editor.

    `name` is the file's name as uploaded; its suffix chooses the reader.
    Raises ImportRefused; its docstring lists the codes.
    """
    check_type(name)
    check_size(name, len(data), largest=largest)
    shown = shown_name(name)
    try:
        return _import(_READERS[_suffix(name)], shown, data, _plain_name(name))
    except ImportRefused as refused:  # most stages do not know what to call the file
        if f"“{shown}”" in str(refused):
            raise
        raise ImportRefused(refused.code, f"文件“{shown}”{refused}") from None


def _import(reader: Reader, shown: str, data: bytes, name: str) -> ImportedDocument:
    report = Report()
    draft = reader(shown, data, report)
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
    blocks = write(body)
    return ImportedDocument(
        title,
        blocks,
        report.findings(),
        draft.encoding,
        draft.pictures,
        draft.attachments,
        guess(body, draft.author),
    )


def _suffix(name: str) -> str:
    return "".join(_plain_name(name).rpartition(".")[1:]).lower()


def _plain_name(name: str) -> str:
    return _UNPRINTABLE.sub("", name).replace("\\", "/").rsplit("/", 1)[-1].strip()


def shown_name(name: str) -> str:
    """Return a file's name as messages show it: without path and unprintable characters."""
    plain = _plain_name(name)
    return plain if len(plain) <= MAX_NAME_SHOWN else f"…{plain[1 - MAX_NAME_SHOWN :]}"
