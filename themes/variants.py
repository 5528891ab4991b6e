"""Every page in four variants: how it is shown (mode) × which characters it is in (script).

A closed set, each with a prefix of its own before the path: so a variant works without script
and without cookies, and can be linked to and stored. The site is entered once per request;
templates and the functions that make addresses ask here which variant is in force.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

STANDARD, ELDER = "standard", "elder"  # modes
SIMPLIFIED, TRADITIONAL = "zh-Hans", "zh-Hant"  # scripts, as BCP 47 names them


@dataclass(frozen=True, slots=True)
class Variant:
    """``prefix`` is the first component of its paths, "" for the one that has none."""

    mode: str
    script: str
    prefix: str

    def path(self, path):
        """``path`` (which begins with a slash) in this variant."""
        return f"/{self.prefix}{path}" if self.prefix else path

    @property
    def kept(self):
        """The variant that search engines keep of this one: its script, in the standard mode."""
        return find(STANDARD, self.script)


VARIANTS = (
    Variant(STANDARD, SIMPLIFIED, ""),
    Variant(STANDARD, TRADITIONAL, "hant"),
    Variant(ELDER, SIMPLIFIED, "elder"),
    Variant(ELDER, TRADITIONAL, "elder-hant"),
)
USUAL = VARIANTS[0]
PREFIXES = {one.prefix: one for one in VARIANTS if one.prefix}
# The name of each mode and script as its own link says it; in its own script, whoever reads it.
MODE_NAMES = {STANDARD: "标准版", ELDER: "长辈版"}
SCRIPT_NAMES = {SIMPLIFIED: "简体", TRADITIONAL: "繁體"}


def find(mode, script):
    """The variant of a mode and a script."""
    return next(one for one in VARIANTS if (one.mode, one.script) == (mode, script))


def of_path(path):
    """The Variant that ``path`` is in, and the path without its prefix."""
    first, _slash, rest = path[1:].partition("/")
    variant = PREFIXES.get(first)
    return (variant, f"/{rest}") if variant else (USUAL, path)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visitor is: the variant, and the path with its query, without the prefix.

    ``path`` is "" where there is nothing to change to: a preview, a page of last resort.
    """

    variant: Variant = USUAL
    path: str = ""

    def links(self):
        """The ways from here to the other mode and the other script, as templates show them."""
        if not self.path:
            return []
        here = self.variant
        mode = STANDARD if here.mode == ELDER else ELDER
        script = SIMPLIFIED if here.script == TRADITIONAL else TRADITIONAL
        other_mode, other_script = find(mode, here.script), find(here.mode, script)
        return [
            {"name": MODE_NAMES[mode], "url": other_mode.path(self.path), "script": here.script},
            {"name": SCRIPT_NAMES[script], "url": other_script.path(self.path), "script": script},
        ]


NOWHERE = Place()
_place = ContextVar("place", default=NOWHERE)


def current():
    """The variant in force."""
    return _place.get().variant


def place():
    """Where the visitor is."""
    return _place.get()


@contextmanager
def using(variant, path):
    """Inside the block pages are made in ``variant``, for a visitor at ``path``."""
    token = _place.set(Place(variant, path))
    try:
        yield
    finally:
        _place.reset(token)
