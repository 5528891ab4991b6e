"""How a site's pages get its looks: from its line of the host table, without a query."""

import functools
import hashlib
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from school_sites import clock
from sitehub.publishing import tag, until
from themes import registry
from themes.dark import dark_rules
from themes.force import Look
from themes.palette import Palette, palette_of
from themes.variants import STANDARD

from . import banners
from .choices import LARGER, PICTURE, Choice

LAYERS = "@layer reset, tokens, base, layout, components, pages, theme, choice, print;"
# Everything is measured in rem, so the root's size is the scale.
LARGER_SIZES = (
    ":root { font-size: 112.5%; }",
    "@media (min-width: 112.5rem) { :root { font-size: 125%; } }",
)
ON_DARK_SCREENS = "@media screen and (prefers-color-scheme: dark)"
PREFIX = "/look-"
ADDRESS = PREFIX + "{digest}.css"
KEPT = "public, max-age=31536000, immutable"
_tried = ContextVar("tried", default=None)


@dataclass(frozen=True, slots=True)
class Dress:
    """A choice worked out for one theme and kind: the look, its stylesheet, the palette."""

    look: Look
    sheet: str = ""
    palette: Palette | None = None


def dress_of(choice, kind):
    """The Dress of a site of ``kind`` that chose ``choice``."""
    return _dress(choice, kind, choice.theme_for(kind))


@functools.lru_cache(maxsize=4096)
def _dress(choice, kind, theme):
    colours, values = None, theme.values(kind)
    if choice.brand and theme.free_tokens:
        colours = palette_of(choice.brand, values=values, free=theme.free_tokens)
    own = colours.values if colours else {}
    dark = dark_rules(values | own) if theme.dark else []
    sheet = _sheet(own, dark, larger=choice.scale == LARGER)
    header = choice.header if choice.header in theme.headers else theme.headers[0]
    look = Look(theme.slug, header, ADDRESS.format(digest=digest_of(sheet)) if sheet else "")
    return Dress(look, sheet, colours)


def _sheet(values, dark, *, larger):
    """The site's own stylesheet, ``dark`` its rules for a dark screen; "" for nothing to say."""
    lines = []
    if values:
        declared = " ".join(f"{name}: {colour};" for name, colour in sorted(values.items()))
        lines.append(f":root {{ {declared} }}")
    if larger:
        lines += LARGER_SIZES
    if dark:
        lines.append(f"{ON_DARK_SCREENS} {{ {' '.join(dark)} }}")
    return f"{LAYERS}\n@layer choice {{\n{chr(10).join(lines)}\n}}\n" if lines else ""


def digest_of(sheet):
    """What tells one stylesheet from another in its address."""
    return hashlib.sha256(sheet.encode()).hexdigest()[:16]


@contextmanager
def trying(choice):
    """Inside the block pages are rendered as if their site had chosen ``choice``."""
    token = _tried.set(choice)
    try:
        yield
    finally:
        _tried.reset(token)


def choice_of(site):
    """What ``site`` chose; its row is read with the host table."""
    row = getattr(site, "look", None)
    return Choice.read(row.in_force if row else None)


def look_of(entry, mode=STANDARD):
    """The look of the site's pages now; in the elder mode every site has that mode's own."""
    if mode != STANDARD:
        return Look(registry.for_mode(mode).slug)
    choice = _tried.get() or choice_of(entry.school_site)
    site = entry.school_site
    look = dress_of(choice, site.kind).look
    if choice.banner or choice.inner_banner:
        look = _with_banners(look, choice, site)
    return replace(look, strip=choice.strip) if _strip_end(choice) else look


def _with_banners(look, choice, site):
    row = getattr(site, "look", None)
    home, inner = banners.shown(choice, row.pictures if row else {})
    header = look.header
    if header == PICTURE and home is None:  # it was deleted since
        header = choice.theme_for(site.kind).headers[0]
    return replace(look, header=header, banner=home, inner_banner=inner)


def _strip_end(choice):
    """When a strip that is shown now is over, or None."""
    if not choice.strip or choice.strip_until is None:
        return None
    day_after = datetime.combine(choice.strip_until + timedelta(days=1), time.min)
    end = timezone.make_aware(day_after)
    return end if clock.now() < end else None


def declare(response, entry):
    """Say when the page's festive strip is over."""
    return until(response, _strip_end(choice_of(entry.school_site)))


@transaction.non_atomic_requests
@require_safe
def sheet(request, digest):
    """A site's own stylesheet, by what is in it.

    The draft's is for the preview; the previous one's for a page that was read a moment
    before the change.
    """
    site = request.school_site or getattr(request, "working_site", None)
    if site is None:
        raise Http404
    row = getattr(site, "look", None)
    kept = [one for one in (row.in_force, row.draft, row.previous) if one] if row else []
    # What is tried, what is kept, and what such a site has without choosing.
    for choice in (_tried.get(), *(Choice.read(one) for one in [*kept, {}])):
        found = dress_of(choice, site.kind).sheet if choice else ""
        if found and digest_of(found) == digest:
            response = HttpResponse(found, content_type="text/css; charset=utf-8")
            response["Cache-Control"] = KEPT
            return tag(response, site=site.pk)
    raise Http404
