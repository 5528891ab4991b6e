"""What style attributes and style sheets say that matters here: hidden, bold, Word's own."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .limits import MAX_STYLESHEET

_ZERO = re.compile(r"0*(?:\.0*)?(?:px|pt|em|rem|%)?")
_NUMBER = re.compile(r"-\d{1,9}")
_SIMPLE_SELECTOR = re.compile(r"[a-z0-9]{0,20}([.#][\w-]{1,100})", re.ASCII | re.IGNORECASE)
_FAR_AWAY = -500  # pixels: pushed off the screen
_BOLD = {"bold", "bolder", "600", "700", "800", "900"}


def parse_style(style: str) -> dict[str, str]:
    """Return the declarations of a style attribute, names and values in lower case."""
    declarations: dict[str, str] = {}
    for part in style.lower().split(";"):
        name, colon, value = part.partition(":")
        if colon:
            declarations[name.strip()] = value.replace("!important", "").strip()
    return declarations


def hides(style: Mapping[str, str]) -> bool:
    """Tell whether these declarations keep an element from being seen by a visitor."""
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
        return True
    if style.get("mso-hide") == "all":
        return True
    if any(_is_zero(style.get(name)) for name in ("opacity", "font-size")):
        return True
    if _is_far(style.get("text-indent")):
        return True
    if style.get("position") in ("absolute", "fixed") and any(
        _is_far(style.get(side)) for side in ("left", "top", "right", "bottom", "margin-left")
    ):
        return True
    return style.get("overflow") == "hidden" and any(
        _is_zero(style.get(name)) or style.get(name) == "1px"
        for name in ("height", "width", "max-height", "max-width")
    )


def hidden_selectors(sheet: str) -> frozenset[str]:
    """Return the classes (".x") and ids ("#x") that a style sheet hides everywhere.

    Only plain selectors outside @-rules count: what is hidden in print only is not hidden.
    """
    found: set[str] = set()
    depth = 0
    for part in sheet[:MAX_STYLESHEET].split("}"):
        selectors, brace, body = part.rpartition("{")
        if brace and not depth and "{" not in selectors and hides(parse_style(body)):
            for selector in selectors.split(","):
                simple = _SIMPLE_SELECTOR.fullmatch(selector.strip())
                if simple:
                    found.add(simple[1])
        depth = max(0, depth + part.count("{") - 1)
    return frozenset(found)


def marks_of(style: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """Return (marks to add, marks to take away) for declarations of weight, slant and height."""
    add: set[str] = set()
    take: set[str] = set()
    weight = style.get("font-weight")
    if weight in _BOLD:
        add.add("b")
    elif weight in ("normal", "400"):
        take.add("b")
    if style.get("font-style") in ("italic", "oblique"):
        add.add("i")
    elif style.get("font-style") == "normal":
        take.add("i")
    if style.get("vertical-align") in ("sub", "super"):
        add.add({"sub": "sub", "super": "sup"}[style["vertical-align"]])
    return add, take


def _is_zero(value: str | None) -> bool:
    return bool(value) and bool(_ZERO.fullmatch(value)) and "0" in value


def _is_far(value: str | None) -> bool:
    number = _NUMBER.match(value or "")
    return bool(number) and int(number[0]) <= _FAR_AWAY
