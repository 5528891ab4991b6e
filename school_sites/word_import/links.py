"""Decides which addresses in a page may be kept. No address is ever opened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]{0,30}):")
_INVISIBLE = re.compile("[\x00-\x1f\x7f]")  # browsers ignore these inside an address
_DATA_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*\Z")
_ESCAPED = {ord(c): f"%{ord(c):02X}" for c in ' "<>`'}
MAX_ADDRESS = 2_000


@dataclass(frozen=True, slots=True)
class Address:
    """`url` is "" when it must not be used. `kind`: web, local, anchor, data, bad or none."""

    url: str
    kind: str
    host: str = ""


def read_address(raw: str) -> Address:
    """Return what the value of an href or src is and what may be kept of it."""
    text = _INVISIBLE.sub("", raw).strip()
    if not text:
        return Address("", "none")
    if text.startswith("#"):
        return Address("", "anchor")
    if text.startswith("data:"):
        return Address(text if _DATA_IMAGE.match(text) else "", "data")
    text = text.translate(_ESCAPED)
    if len(text) > MAX_ADDRESS:
        return Address("", "bad")
    scheme = _SCHEME.match(text)
    if text.startswith("\\\\") or (scheme and (len(scheme[1]) == 1 or scheme[1].lower() == "file")):
        return Address("", "local")
    if scheme and scheme[1].lower() not in SCHEMES:
        return Address("", "bad")
    try:
        return Address(text, "web", urlsplit(text.replace("\\", "/")).hostname or "")
    except ValueError:
        return Address("", "bad")


def file_name(raw: str) -> str:
    """Return the last part of a local path, such as image001.png of C:\\\\a\\\\image001.png."""
    name = re.split(r"[/\\:]", _INVISIBLE.sub("", raw).strip())[-1]
    return name[-200:].translate(_ESCAPED)
