"""Bytes -> text, whatever the document says of itself.

School sites declare GB2312 and send GB18030, declare UTF-8 and send GBK, or declare
nothing. UTF-8 is hardly ever met by chance, so it is believed first, whatever was said.
"""

import codecs
import re

from school_sites.plain_text import without_control

MARKS = [
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
]  # fmt: skip
DECLARED = re.compile(rb"""encoding\s*=\s*["']([\w.:-]+)["']""", re.IGNORECASE)
CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
CHINESE = ("gb2312", "gbk", "gb18030", "hz", "euc_cn", "gb2312-80", "cp936", "x-gbk")
FEW = 0.02  # of all characters beyond ASCII may be broken: cut in half by a careless program


def text_of(body, content_type=""):
    """``body`` as text without control characters. Never fails: what is broken becomes U+FFFD."""
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return without_control(body.decode(encoding, "replace").removeprefix("\ufeff"))
    if body[:2] in (b"<\0", b"\0<"):
        encoding = "utf-16-le" if body[:1] == b"<" else "utf-16-be"
        return without_control(body.decode(encoding, "replace"))
    candidates = ["utf-8", *_declared(body, content_type), "gb18030", "big5"]
    for encoding in candidates:
        try:
            return without_control(body.decode(encoding))
        except UnicodeDecodeError:
            continue
    return without_control(_least_broken(body, candidates))


def _declared(body, content_type):
    """Encodings that the document or its sender names, as Python knows them."""
    named = DECLARED.search(body[:200])
    charset = CHARSET.search(content_type)
    found = [named[1].decode("ascii")] if named else []
    found += [charset[1]] if charset else []
    known = []
    for name in found:
        name = "gb18030" if name.lower() in CHINESE else name
        try:
            info = codecs.lookup(name)
        except LookupError:
            continue
        # What takes any byte at all says nothing: it would hide a broken GBK.
        if info.name not in ("iso8859-1", "ascii", "cp1252") and info._is_text_encoding:
            known.append(info.name)
    return known


def _least_broken(body, candidates):
    texts = [body.decode(encoding, "replace") for encoding in dict.fromkeys(candidates)]
    first = texts[0]
    beyond = sum(1 for one in first if ord(one) > 127)
    if beyond and first.count("\ufffd") / beyond < FEW:
        return first
    return min(texts, key=lambda text: text.count("\ufffd"))
