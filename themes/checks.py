"""A theme is checked before it is offered: ``manage.py check`` names the file and what is wrong."""

import re
from pathlib import Path

from django.core import checks
from django.template import TemplateSyntaxError, engines

from . import contrast, registry, tokens
from .finders import SUFFIXES
from .loader import PREFIX, is_open

BASE_TEMPLATES = Path(__file__).parent / "templates/themes/base"
HINT = "See docs/themes.md."
MOST_CSS = 40 * 1024
MOST_PREVIEW = 60 * 1024
LIBRARIES = {"static", "themes_head", "wagtailcore_tags", "media_tags", "humanize"}
TAGS_REFUSED = {"autoescape", "debug", "ssi", "csrf_token", "querystring"}
# Classes of what the district decides: a theme may dress it, not put it out of sight.
LOCKED_CLASSES = re.compile(
    r"\.(?:district-ban|district-bar|archived-bar|site-footer__facts|site-footer__records)"
)
HIDING = re.compile(
    r"(?<![\w-])(display\s*:\s*none|visibility|opacity|clip(?:-path)?|content-visibility|mask|"
    r"filter|transform|translate|scale|position|font-size\s*:\s*0|(?:max-)?(?:block|inline)-size|"
    r"(?:max-)?(?:height|width)|z-index|order|text-indent)\b"
)
# What holds all of it: nothing of a theme hides these, either.
HOLDERS = re.compile(r"(?:^|[\s>,])(?:body|html|header|footer|\.site-header|\.site-footer"
                     r"|\.site-footer__inner)\s*$")  # fmt: skip
GONE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])")
ADDRESS = re.compile(r"url\(\s*[\"']?([^\"')]+)")
PHYSICAL = re.compile(
    r"(?m)^\s*((?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|width"
    r"|height)\s*:"
)
INLINE = re.compile(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
TAG = re.compile(r"\{%-?\s*(\w+)\s*(.*?)\s*%\}", re.DOTALL)
OUTSIDE = re.compile(
    r"<(?:img|source|iframe|video|audio|link|object|embed)\b[^>]*"
    r"(?:src|srcset|href|data)\s*=\s*[\"']?\s*(?:https?:)?//",
    re.IGNORECASE,
)


@checks.register("themes")
def themes_are_sound(app_configs, **kwargs):
    """Every theme's files, tokens, contrast, styles and templates: ``check --tag themes``."""
    for folder, line in registry.registry().faults:
        yield _error(1, folder / registry.FACTS, line)
    for theme in registry.all_themes():
        yield from check_theme(theme)


def check_theme(theme):
    """What is wrong with one theme, as errors."""
    for number, check in enumerate(
        (files, tokens_known, contrast_holds, styles, templates), start=2
    ):
        for path, line in check(theme):
            yield _error(number, path, line)
    if not theme.mode and not (theme.folder / registry.PREVIEW).is_file():
        # A warning: a theme that is being made must run before there is a picture of it.
        line = f"is missing: make it with manage.py theme_previews {theme.slug}"
        path = theme.folder / registry.PREVIEW
        yield checks.Warning(f"{path}: {line}", hint=HINT, id="themes.W001")


def _error(number, path, line):
    return checks.Error(f"{path}: {line}", hint=HINT, id=f"themes.E{number:03}")


def files(theme):
    """Missing, unknown and too large ones."""
    preview = theme.folder / registry.PREVIEW
    if preview.is_file() and preview.stat().st_size > MOST_PREVIEW:
        yield preview, f"is larger than {MOST_PREVIEW // 1024} KB"
    for sheet in theme.sheets:
        if not (theme.folder / sheet).is_file():
            yield theme.folder / sheet, f"is missing, and {registry.FACTS} names it under sheets"
    for path in _paths(theme):
        name = path.relative_to(theme.folder).as_posix()
        if name == registry.FACTS or path.suffix == ".md" or name == "LICENSE":
            continue
        if path.suffix == ".css" and name not in theme.sheets:
            yield path, f"is not under sheets in {registry.FACTS}, so no page loads it"
        elif path.suffix == ".html" and not _is_place(name):
            yield path, f"templates stand in {', '.join(registry.TEMPLATES)}"
        elif name == "__init__.py" and path.stat().st_size == 0:
            continue  # makes the folder a module, for the entry point
        elif path.suffix not in (*SUFFIXES, ".html"):
            yield path, "a theme has .css, .svg, .webp and .html files only"


def _is_place(name):
    return name.split("/")[0] in registry.TEMPLATES


def _paths(theme):
    found = (path for path in sorted(theme.folder.rglob("*")) if path.is_file())
    return [path for path in found if "__pycache__" not in path.parts]


def tokens_known(theme):
    """Blocks of a file of tokens: for known kinds, of known tokens or the theme's own."""
    path = theme.folder / registry.TOKENS
    if not path.is_file():
        return
    css, own = path.read_text(encoding="utf-8"), f"--{theme.slug}-"
    for line in tokens.faults_of(css):
        yield path, line
    selectors = {tokens.ROOT, *(f".kind-{kind}" for kind in tokens.kinds())}
    for selector, declared in tokens.blocks_of(css).items():
        if selector not in selectors:
            yield path, f"“{selector}” is neither :root nor a kind such as .kind-primary"
        for name in declared:
            if name.startswith(tokens.LOCKED):
                yield path, f"{name} is the district's, the same in every theme"
            elif name not in tokens.names() and not name.startswith(own):
                yield path, f"{name} is no token; one of the theme's own is named {own}…"


def contrast_holds(theme):
    """Every pair of text and background, for every kind of site."""
    path = theme.folder / registry.TOKENS
    told = {}
    for kind in tokens.kinds():
        try:
            weak = contrast.weak_pairs(theme.values(kind), contrast.pairs_for(theme.mode))
        except ValueError as error:
            told.setdefault(str(error), []).append(kind)
            continue
        for ink, surface, had, least in weak:
            line = f"{ink} on {surface} has a contrast of {had:.2f}, needs {least}"
            told.setdefault(line, []).append(kind)
    for line, found in told.items():
        yield path, f"{line} ({', '.join(found)})"


def styles(theme):
    """Size, layers, nothing from outside, nothing of the district's hidden."""
    size = 0
    for sheet in theme.sheets:
        path = theme.folder / sheet
        if not path.is_file():
            continue
        css = path.read_text(encoding="utf-8")
        size += len(css.encode())
        for line in style_faults(css, path):
            yield path, line
    if size > MOST_CSS:
        yield theme.folder, f"its stylesheets are {size // 1024} KB; at most {MOST_CSS // 1024}"


def style_faults(css, path):
    """What is wrong with the text of a stylesheet at ``path``."""
    css = tokens.COMMENT.sub("", css)
    if not re.match(r"\s*(?:@layer [\w, -]+;\s*)?@layer theme\s*\{.*\}\s*\Z", css, re.DOTALL):
        yield "all of it stands in one @layer theme { … }"
    if "@import" in css:
        yield "@import is not allowed: name the file under sheets"
    if "!important" in css:
        yield "!important would also beat what a school chooses: the layer suffices"
    yield from _address_faults(css, path)
    for prop in PHYSICAL.findall(css):
        yield f"“{prop}” is a physical property: write the logical one (margin-inline-start, …)"
    yield from _hiding_faults(css)


def _address_faults(css, path):
    for address in ADDRESS.findall(css):
        if address.startswith("data:image/svg+xml"):
            continue
        if not re.match(r"[\w./-]+(?:#[\w-]+)?\Z", address) or address.startswith("/"):
            yield f"url({address}) is not a file of the theme"
        elif not (path.parent / address.split("#")[0]).is_file():
            yield f"url({address}) is not there"


def _hiding_faults(css):
    for selector, body in tokens.BLOCK.findall(css):
        selector = " ".join(selector.split())
        hides = HIDING.search(body) if LOCKED_CLASSES.search(selector) else None
        if hides is None and any(HOLDERS.search(one) for one in selector.split(",")):
            hides = GONE.search(body)
        if hides:
            yield f"“{selector}” changes {hides[0]}: what the district decides stays in sight"


def templates(theme):
    """Overrides of what there is, with nothing in them that is not a template's to do."""
    for path in _paths(theme):
        name = path.relative_to(theme.folder).as_posix()
        if path.suffix != ".html" or not _is_place(name):
            continue
        if not is_open(name):
            yield path, "is the same in every theme and cannot be overridden"
        elif not (BASE_TEMPLATES / name).is_file() and not _is_own(theme, name):
            yield path, f"base has none of that name; the theme's own are {_own_name(theme)}"
        for line in template_faults(path.read_text(encoding="utf-8")):
            yield path, line


def _own_name(theme):
    return f"components/{theme.slug}-….html"


def _is_own(theme, name):
    return name.startswith(f"components/{theme.slug}-")


def template_faults(text):
    """What is wrong with the text of a template."""
    for tag, rest in TAG.findall(text):
        yield from _tag_faults(tag, rest)
    if "|safe" in text.replace(" ", ""):
        yield "|safe is not for themes: base's component shows what is HTML"
    if found := INLINE.search(text):
        yield f"“{found[0].strip()}”: no inline style and no inline script"
    if SCRIPT.search(text):
        yield "a theme has no script: base's are on every page"
    if OUTSIDE.search(text):
        yield "nothing is loaded from another host"
    try:
        engines["django"].from_string(text)
    except TemplateSyntaxError as error:
        yield f"the template cannot be read: {error}"


def _tag_faults(tag, rest):
    if tag == "load" and (unknown := set(rest.split(" from ")[-1].split()) - LIBRARIES):
        yield f"{{% load {' '.join(sorted(unknown))} %}}: only {', '.join(sorted(LIBRARIES))}"
    elif tag in TAGS_REFUSED:
        yield f"{{% {tag} %}} is not for themes"
    elif tag in ("extends", "include") and rest[:1] in "\"'":
        name = rest[1:].split(rest[0])[0]
        if not name.startswith(PREFIX):
            yield f"{{% {tag} %}} of {name}: names begin with {PREFIX}"
