"""The look in force while a page is rendered: set by whoever knows the site, read here only.

Templates, the loader and the stylesheets of a page ask for it; none of them is told the site.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

BASE = "base"  # the look every other one is written over


@dataclass(frozen=True, slots=True)
class Banner:
    """A site's picture across the top of its pages, as it is cut for wide and narrow screens.

    Addresses, and widths and heights in pixels.
    """

    url: str
    width: int
    height: int
    narrow_url: str
    narrow_width: int
    narrow_height: int


@dataclass(frozen=True, slots=True)
class Look:
    """How one site's pages are shown: plain values.

    ``theme`` is a theme's slug, ``header`` one of its layouts of the header, ``sheet_url`` the
    address of the stylesheet with the site's own choices ("" for none), ``strip`` the name of
    a festive strip ("" for none); ``banner`` is the home page's, ``inner_banner`` that of all
    other pages.
    """

    theme: str = BASE
    header: str = "standard"
    sheet_url: str = ""
    strip: str = ""
    banner: Banner | None = None
    inner_banner: Banner | None = None


PLAIN = Look()
_look = ContextVar("look", default=PLAIN)


def current():
    """The look in force."""
    return _look.get()


@contextmanager
def using(look):
    """Inside the block, pages are rendered in ``look``."""
    token = _look.set(look)
    try:
        yield
    finally:
        _look.reset(token)
