"""Tokens: the custom properties a look is made of. Read from stylesheets, by site kind.

Base names them all. A file of tokens has nothing but blocks of them, so that their values can
be computed: ``:root { … }`` for every site, ``.kind-primary { … }`` for one kind.
"""

import functools
import re
from pathlib import Path

BASE_SHEET = Path(__file__).parent / "static/themes/base/tokens.css"
ROOT = ":root"
DISTRICT = "district"  # the kind that has no block of its own in base
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")
DECLARATION = re.compile(r"(--[\w-]+)\s*:\s*([^;]+)")
HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})\Z", re.IGNORECASE)
VAR = re.compile(r"var\((--[\w-]+)\)\Z")
COLOURED = ("--color-", "--masthead-", "--monogram-", "--nav-", "--bar-", "--footer-")
LOCKED = "--color-banner-"  # what the district tells, in the district's colours


def blocks_of(css):
    """``{selector: {token: value}}`` of a file of tokens."""
    found = {}
    for selector, body in BLOCK.findall(_inside(css)):
        declared = {name: " ".join(value.split()) for name, value in DECLARATION.findall(body)}
        for one in selector.split(","):
            found.setdefault(" ".join(one.split()), {}).update(declared)
    return found


def faults_of(css):
    """What is in a file of tokens that must not be there: the text, one line each."""
    rest = BLOCK.sub("", _inside(css)).strip()
    faults = [f"“{rest[:40]}” is no block of tokens"] if rest else []
    for selector, body in BLOCK.findall(_inside(css)):
        left = DECLARATION.sub("", body).replace(";", "").strip()
        if left:
            faults.append(f"“{left[:40]}” under {selector.strip()} is no token")
    return faults


def _inside(css):
    """The blocks without comments, the list of layers, and the layer around them."""
    css = re.sub(r"@layer [\w, -]+;", "", COMMENT.sub("", css)).strip()
    wrapped = re.match(r"@layer [\w-]+\s*\{(.*)\}\Z", css, re.DOTALL)
    return wrapped[1] if wrapped else css


@functools.cache
def base():
    """The blocks of base's own file."""
    return blocks_of(BASE_SHEET.read_text(encoding="utf-8"))


def names():
    """Every token there is."""
    return base()[ROOT].keys()


def kinds():
    """Every kind of site."""
    own = [one.removeprefix(".kind-") for one in base() if one.startswith(".kind-")]
    return (DISTRICT, *own)


def is_colour(name):
    """Whether the value of the token ``name`` is a colour."""
    return name.startswith(COLOURED)


def values_of(blocks, kind):
    """The tokens of a site of ``kind`` in a theme whose file has ``blocks``.

    As the cascade has it: a theme's layer comes after base's.
    """
    selectors = (ROOT, f".kind-{kind}")
    found = {}
    for source in (base(), blocks):
        for selector in selectors:
            found |= source.get(selector, {})
    return found


def resolve(values, name):
    """The colour of token ``name`` among ``values`` as ``#rrggbb``.

    Raises ValueError where it is neither a hex colour nor leads to one.
    """
    seen, value = [], values.get(name, "")
    while step := VAR.match(value):
        if step[1] in seen:
            raise ValueError(f"{name} leads in a circle")
        seen.append(step[1])
        value = values.get(step[1], "")
    if not HEX.match(value):
        raise ValueError(f"{name} is “{value}”, not a colour such as #1d5497 or var(--color-brand)")
    return full(value)


def full(colour):
    """``#abc`` as ``#aabbcc``, in small letters."""
    digits = colour.lower().removeprefix("#")
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)
