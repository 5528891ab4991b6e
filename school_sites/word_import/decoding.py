"""Bytes to text. The bytes decide, never a label; what cannot be read exactly is refused."""

from __future__ import annotations

import codecs
import re

from .document import ImportRefused
from .signatures import what_it_looks_like

_LINE_BREAK = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_KANA = re.compile("[\u3040-\u30ff]")
# What Chinese pages are made of: ASCII, punctuation, common ideographs, full-width forms.
_USUAL = re.compile(
    "[\t\n\r\x20-\x7e\u00a0-\u00ff\u2000-\u2fff\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
)
_BOMS = (
    (codecs.BOM_UTF32_LE, ""),  # starts like UTF-16, so it is looked at first
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LABELS = {
    "utf-8": "UTF-8",
    "gb18030": "GBK（GB18030）",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
_SAVE_AGAIN = "请用记事本或 WPS 打开，确认文字正常后另存为 UTF-8 编码，再上传"
_SAMPLE = 200_000


def decode(name: str, data: bytes) -> tuple[str, str]:
    """Return (text, encoding) of `data`; line ends become "\\n".

    `name` is only used in messages. Raises ImportRefused (empty, binary, encoding).
    """
    if not data:
        raise ImportRefused("empty", f"文件“{name}”是空的，没有内容可以导入。请检查后重新上传。")
    kind = what_it_looks_like(data)
    if kind:
        raise ImportRefused(
            "binary",
            f"文件“{name}”的扩展名与内容不符，它看起来是{kind}。"
            "请用相应的软件打开，另存为纯文本（.txt）或网页（.html），再上传。",
        )
    text, encoding = _decode(name, data)
    if text.startswith("\ufeff"):
        text = text[1:]
    control = _CONTROL.search(text)
    if control:
        line = len(_LINE_BREAK.findall(text, 0, control.start())) + 1
        raise ImportRefused(
            "binary",
            f"文件“{name}”第 {line} 行有文本里不该出现的控制字符，"
            "它可能不是文本文件，或者已经损坏。"
            f"{_SAVE_AGAIN}。",
        )
    text = _LINE_BREAK.sub("\n", text)
    if not text.strip("\ufeff\u200b \t\n\u00a0\u3000") or text.isspace():
        raise ImportRefused("empty", f"文件“{name}”里只有空白，没有文字。请检查后重新上传。")
    return text, encoding


def _decode(name: str, data: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            if not encoding:
                raise _unknown(name)
            return _strict(name, data[len(bom) :], encoding), encoding
    if b"\x00" in data:
        encoding = _utf16_without_bom(data)
        if not encoding:
            raise ImportRefused(
                "binary",
                f"文件“{name}”里有空字节，它不是文本文件，或者已经损坏。"
                "请上传纯文本（.txt）或网页（.html）文件。",
            )
        return _strict(name, data, encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _gb18030(name, data, error), "gb18030"


def _gb18030(name: str, data: bytes, bad_utf8: UnicodeDecodeError) -> str:
    """Return `data` read as GB18030, when that is what it is."""
    if _mostly_utf8(data):
        raise _damaged(name, data, bad_utf8, "utf-8")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        if _reads_as_chinese(data.decode("gb18030", "replace")):
            raise _damaged(name, data, error, "gb18030") from None
        raise _unknown(name, data, bad_utf8) from None
    if not _reads_as_chinese(text):
        raise _unknown(name, data, bad_utf8)
    return text


def _strict(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _damaged(name, data, error, encoding) from None


def _damaged(name: str, data: bytes, error: UnicodeDecodeError, encoding: str) -> ImportRefused:
    line = _line_of(data, error.start, encoding)
    return ImportRefused(
        "encoding",
        f"文件“{name}”按 {_LABELS[encoding]} 编码读到第 {line} 行时遇到损坏的字节，"
        f"为避免丢字没有导入。{_SAVE_AGAIN}。",
    )


def _unknown(name: str, data: bytes = b"", error: UnicodeDecodeError | None = None):
    where = f"（第 {_line_of(data, error.start, 'utf-8')} 行起无法读出）" if error else ""
    return ImportRefused(
        "encoding",
        f"文件“{name}”的文字编码不是 UTF-8、GBK（GB18030）或 UTF-16{where}，无法可靠地读出。"
        f"{_SAVE_AGAIN}。",
    )


def _line_of(data: bytes, position: int, encoding: str) -> int:
    before = data[:position].decode(encoding, "replace")
    return len(_LINE_BREAK.findall(before)) + 1


def _utf16_without_bom(data: bytes) -> str:
    """Name the byte order in which nearly every character is usual, or "" when neither is clear."""
    ascii_only = data.isascii()  # then every other byte is zero, or it is a text with stray zeros
    if len(data) % 2 or (ascii_only and data.count(0) < 0.45 * len(data)):
        return ""
    shares = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        sample = data[:_SAMPLE].decode(encoding, "ignore")
        plausible = "\x00" not in sample and _reads_as_chinese(sample)
        shares[encoding] = len(_USUAL.findall(sample)) / len(sample) if plausible and sample else 0
    best, other = sorted(shares, key=shares.get, reverse=True)
    return best if shares[best] >= 0.95 and shares[other] <= 0.75 else ""


def _mostly_utf8(data: bytes) -> bool:
    """Tell a damaged UTF-8 file: far more characters of several bytes are whole than broken.

    GBK read as UTF-8 gives about one accidental character for each four broken bytes.
    """
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(_NON_ASCII.findall(text)) - broken
    return whole >= 3 * broken


def _reads_as_chinese(text: str) -> bool:
    """Tell real GBK from another encoding that happens to decode, such as Latin-1 or Big5.

    Read as GB18030, those give mostly rare ideographs outside GB 2312. Text in traditional
    characters has many of them too, but with Chinese punctuation in its usual number.
    """
    strange = _NON_ASCII.findall(text[:_SAMPLE])
    if not strange:
        return True
    common = sum(1 for c in strange if _in_gb2312(c))
    if len(_KANA.findall("".join(strange))) > 0.3 * len(strange):
        return False
    punctuation = sum(1 for c in strange if c in "，。、；：")
    return common >= 0.8 * len(strange) or (
        common >= 0.5 * len(strange) and punctuation >= 0.03 * len(strange)
    )


def _in_gb2312(character: str) -> bool:
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False
