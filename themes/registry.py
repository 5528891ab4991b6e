"""Which themes there are: folders here, and those of installed packages.

A theme is a folder with a ``theme.toml`` (docs/themes.md). Ours stand in ``themes/looks/``; a
package names its folder by an entry point of the group ``sitehub.themes``, whose value is a
module that lies in it. Read once per process; a folder with a faulty ``theme.toml`` is not
offered, and ``manage.py check`` says why.
"""

import functools
import importlib.util
import re
import tomllib
from dataclasses import dataclass, field, fields
from importlib.metadata import entry_points
from pathlib import Path

from . import tokens
from .force import BASE
from .palette import BRAND, DERIVED
from .variants import ELDER

LOOKS = Path(__file__).parent / "looks"
GROUP = "sitehub.themes"
FACTS = "theme.toml"
TOKENS = "tokens.css"
PREVIEW = "preview.webp"
SLUG = re.compile(r"[a-z][a-z0-9-]{1,29}\Z")
SHEET = re.compile(r"[a-z][a-z0-9-]*\.css\Z")
HEADERS = ("standard", "centered", "compact", "picture")  # layouts of the header that base draws
TEMPLATES = ("pages", "components", "partials", "home", "sections", "blocks")


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: what its ``theme.toml`` says, and where it is.

    ``suits`` are kinds of site it is recommended to; ``default_for`` those that have it
    without choosing; ``headers`` its layouts of the header, the first the usual one;
    ``free_tokens`` what a school's colour may change; ``sheets`` its stylesheets, in order;
    ``dark`` whether it is shown dark where a visitor's device is; ``mode`` the mode that is
    shown in it ("" for a theme that sites choose).
    """

    slug: str
    name: str
    name_en: str
    description: str
    suits: tuple = ()
    default_for: tuple = ()
    headers: tuple = ("standard",)
    free_tokens: tuple = DERIVED
    sheets: tuple = (TOKENS,)
    dark: bool = False
    mode: str = ""
    folder: Path = field(default=LOOKS, compare=False)
    stamp: int = 0  # of the file of tokens: what was worked out from it holds as long as this

    @property
    def preview(self):
        """Static name of the picture of it."""
        return f"themes/{self.slug}/{PREVIEW}"

    @property
    def stylesheets(self):
        """Static names of its stylesheets."""
        return [f"themes/{self.slug}/{one}" for one in self.sheets]

    def blocks(self):
        """Its tokens, as ``tokens.blocks_of`` gives them; none where it has no file of them."""
        path = self.folder / TOKENS
        return tokens.blocks_of(path.read_text(encoding="utf-8")) if path.is_file() else {}

    def values(self, kind):
        """Its tokens for a site of ``kind``, with base's where it has none of its own."""
        return tokens.values_of(self.blocks(), kind)


class Faults(Exception):
    """What is wrong with a ``theme.toml``; ``args`` are lines that name the field."""


def load(folder):
    """The Theme in ``folder``. Raises Faults."""
    path = folder / FACTS
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Faults("the file is missing") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Faults(f"the file cannot be read: {error}") from error
    if faults := _faults_of(facts):
        raise Faults(*faults)
    values = {name: tuple(v) if isinstance(v, list) else v for name, v in facts.items()}
    tokens_file = folder / TOKENS
    stamp = tokens_file.stat().st_mtime_ns if tokens_file.is_file() else 0
    return Theme(**values, folder=folder, stamp=stamp)


TEXTS = ("slug", "name", "name_en", "description")


def _faults_of(facts):
    """What is wrong with the values of a ``theme.toml``."""
    known = {one.name for one in fields(Theme)} - {"folder", "stamp"}
    faults = [f"{name}: there is no such field" for name in facts.keys() - known]
    for name in TEXTS:
        if not isinstance(facts.get(name), str) or not facts[name].strip():
            faults.append(f"{name}: must be a text, and not empty")
    if facts.get("mode", ELDER) != ELDER:
        faults.append(f"mode: the only one with a theme of its own is {ELDER}")
    if not isinstance(facts.get("dark", False), bool):
        faults.append("dark: must be true or false")
    for name in sorted((known - {*TEXTS, "mode", "dark"}) & facts.keys()):
        value = facts[name]
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            faults.append(f"{name}: must be a list of texts")
    return faults or _wrong_values(facts)


def _wrong_values(facts):
    faults = []
    if not SLUG.match(facts["slug"]):
        faults.append("slug: 2 to 30 small letters, digits and -, a letter first")
    allowed = {
        "suits": tokens.kinds(),
        "default_for": tokens.kinds(),
        "headers": HEADERS,
        "free_tokens": DERIVED,
    }
    for name, choices in allowed.items():
        for one in facts.get(name, ()):
            if one not in choices:
                faults.append(f"{name}: “{one}” is none of {', '.join(choices)}")
    if facts.get("headers") == []:
        faults.append("headers: name at least one")
    if facts.get("free_tokens") and BRAND not in facts["free_tokens"]:
        faults.append(f"free_tokens: the others follow from {BRAND}, which is not among them")
    faults += [
        f"sheets: “{one}” is no name such as theme.css"
        for one in facts.get("sheets", ())
        if not SHEET.match(one)
    ]
    is_base = facts["slug"] == BASE
    if not is_base and facts.get("sheets", [TOKENS])[:1] != [TOKENS]:
        faults.append(f"sheets: {TOKENS} comes first")
    return faults


@dataclass(frozen=True, slots=True)
class Registry:
    """Themes by slug, base first; ``faults`` are (folder, line) of those that are not offered."""

    themes: dict
    faults: tuple


def folders():
    """Folders that mean to be themes: ours, then those of packages by the name of the entry."""
    ours = sorted(path for path in LOOKS.iterdir() if path.is_dir() and path.name[0] not in "._")
    ours.sort(key=lambda path: path.name != BASE)
    entries = sorted(entry_points(group=GROUP), key=lambda one: one.name)
    return [*ours, *(folder for one in entries if (folder := _folder_of(one.module)))]


def _folder_of(module):
    """Where a module lies, without running it: a theme has no Python."""
    try:
        spec = importlib.util.find_spec(module)
    except ImportError:
        spec = None
    if spec is None:
        return Path(module.replace(".", "/"))  # is not there; its theme.toml is missed by name
    return Path(next(iter(spec.submodule_search_locations or [Path(spec.origin).parent])))


@functools.cache
def registry():
    """The themes of this process."""
    found, faults = {}, []
    for folder in folders():
        try:
            theme = load(folder)
        except Faults as error:
            faults += [(folder, line) for line in error.args]
            continue
        if theme.slug in found:
            faults.append((folder, f"slug: “{theme.slug}” is {found[theme.slug].folder}'s"))
        elif taken := _taken(theme, found.values()):
            faults.append((folder, taken))
        else:
            found[theme.slug] = theme
    return Registry(found, tuple(faults))


def _taken(theme, others):
    for other in others:
        for kind in set(theme.default_for) & set(other.default_for):
            return f"default_for: “{kind}” has {other.slug} already"
        if theme.mode and theme.mode == other.mode:
            return f"mode: “{theme.mode}” has {other.slug} already"
    return ""


def forget():
    """Read the folders again: for tests, and while a theme is being made."""
    registry.cache_clear()


def all_themes():
    """Every theme, base first."""
    return list(registry().themes.values())


def offered():
    """The themes that a site can choose, base first."""
    return [one for one in all_themes() if not one.mode]


def find(slug):
    """The theme of that slug; base's where it is gone, so that no site is without one."""
    themes = registry().themes
    return themes.get(slug) or themes[BASE]


def is_known(slug):
    """Whether there is a theme of that slug."""
    return slug in registry().themes


def is_offered(slug):
    """Whether a site can choose the theme of that slug."""
    return is_known(slug) and not find(slug).mode


def default_for(kind):
    """The theme of sites of ``kind`` that have chosen none."""
    return next((one for one in offered() if kind in one.default_for), find(BASE))


def for_mode(mode):
    """The theme in which every site is shown in ``mode``; base where there is none."""
    return next((one for one in all_themes() if one.mode == mode), find(BASE))
