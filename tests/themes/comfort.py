"""Whether everybody can use a page: narrow, large, spaced, still, in forced colours, on paper.

Each part opens nothing: it sets the window and the media of a tab that shows a page, asks
comfort.js, and puts everything back. It returns one line for each fault.
"""

from contextlib import contextmanager
from pathlib import Path

from tests.browser.conftest import axe

SCRIPT = (Path(__file__).parent / "comfort.js").read_text(encoding="utf-8")
DESKTOP, PHONE, NARROW = ((width, 800) for width in (1280, 360, 320))
PAPER = (680, 980)  # what an A4 page leaves between its margins
TWICE = "html { font-size: 200% !important }"
# WCAG 2.2, 1.4.12
SPACED = """
  * { line-height: 1.5 !important; letter-spacing: .12em !important }
  * { word-spacing: .16em !important }
  p { margin-block-end: 2em !important }
"""
USUAL = {"media": "screen", "reduced_motion": "reduce", "forced_colors": "none"}


def resize(tab, size):
    """Give the window of ``tab`` this size."""
    tab.set_viewport_size({"width": size[0], "height": size[1]})


def ask(tab, what):
    """Lines that comfort.js answers about the page as it is now."""
    if not tab.evaluate("'comfort' in window"):
        tab.evaluate(SCRIPT)
    return tab.evaluate(f"comfort.{what}()")


@contextmanager
def styled(tab, css):
    """The page with ``css`` over its own, as a visitor's own stylesheet."""
    tag = tab.add_style_tag(content=css)
    try:
        yield
    finally:
        tag.evaluate("one => one.remove()")


@contextmanager
def medium(tab, **features):
    """The page as it is shown in another medium."""
    tab.emulate_media(**features)
    try:
        yield
    finally:
        tab.emulate_media(**USUAL)


def narrow(tab):
    """320 px wide, with the menu closed and open."""
    resize(tab, NARROW)
    return ask(tab, "fits") + _with_menu_open(tab)


def large(tab):
    """Letters of twice their size, on a desk and on a phone."""
    found = []
    with styled(tab, TWICE):
        for size in (DESKTOP, PHONE):
            resize(tab, size)
            found += [f"{size[0]} px: {line}" for line in ask(tab, "fits")]
        found += _with_menu_open(tab)
    return found


def spaced(tab):
    """The spacing of text that WCAG 1.4.12 lets a visitor set."""
    found = []
    with styled(tab, SPACED):
        for size in (DESKTOP, PHONE):
            resize(tab, size)
            found += [f"{size[0]} px: {line}" for line in ask(tab, "fits")]
    return found


def still(tab):
    """Nothing moves for somebody who asked for that."""
    resize(tab, DESKTOP)
    return ask(tab, "moves")


def forced(tab):
    """The visitor's own colours: rings, edges, what is current, drawings."""
    found = []
    with medium(tab, forced_colors="active"):
        for size in (PHONE, DESKTOP):
            resize(tab, size)
            found += [f"{size[0]} px: {line}" for line in ask(tab, "forced")]
    return found


def forced_axe(tab):
    """What axe says of the page in forced colours."""
    resize(tab, DESKTOP)
    with medium(tab, forced_colors="active"):
        # Of contrast it reckons with the stylesheet's colours, not with the forced ones.
        return [line for line in axe(tab) if not line.startswith("color-contrast")]


def printed(tab):
    """An article on paper; other pages are not asked."""
    if not tab.locator(".article__title").count():
        return []
    resize(tab, PAPER)
    with medium(tab, media="print"):
        return ask(tab, "printed")


def _with_menu_open(tab):
    toggle = tab.locator(".site-nav__toggle")
    if not toggle.count() or not toggle.is_visible():
        return []
    toggle.evaluate("menu => { menu.open = true }")
    found = ask(tab, "fits")
    toggle.evaluate("menu => { menu.open = false }")
    return [f"menu open: {line}" for line in found]


PARTS = {
    part.__name__: part for part in (narrow, large, spaced, still, forced, printed, forced_axe)
}
