"""Contrast as WCAG 2 computes it, and the one table of what has to stand out from what."""

from . import tokens
from .variants import ELDER

# AA for text; for large text and controls; AAA: what the district tells, and the elder mode
TEXT, LARGE, TOLD = 4.5, 3, 7


def luminance(colour):
    """Relative luminance of a hex colour."""
    digits = tokens.full(colour)[1:]
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one, other):
    """Contrast of two relative luminances, 1 to 21."""
    darker, lighter = sorted((one, other))
    return (lighter + 0.05) / (darker + 0.05)


def contrast(one, other):
    """Contrast of two hex colours, 1 to 21."""
    return ratio(luminance(one), luminance(other))


def _on(surfaces, inks, least):
    return [(f"--{ink}", f"--{surface}", least) for surface in surfaces for ink in inks]


LIGHT = ("color-paper", "color-canvas", "color-brand-soft")
BRAND = ("color-brand", "color-brand-strong")
# (ink, surface, least contrast): each pair that the stylesheets put together.
PAIRS = (
    *_on(LIGHT, ["color-ink", "color-muted", *BRAND, "color-accent"], TEXT),
    *_on(["color-accent-soft"], ["color-accent"], TEXT),
    *_on(BRAND, ["color-on-brand", "color-on-brand-muted"], TEXT),
    *_on(["color-accent"], ["color-on-accent"], TEXT),
    *_on(["masthead-paper"], ["masthead-ink", "masthead-muted"], TEXT),
    *_on(["monogram-paper"], ["monogram-ink"], TEXT),
    *_on(["nav-paper", "nav-paper-current"], ["nav-ink"], TEXT),
    *_on(["bar-paper"], ["bar-ink"], TEXT),
    *_on(["footer-paper"], ["footer-ink", "footer-muted"], TEXT),
    *[(f"{tokens.LOCKED}{one}-ink", f"{tokens.LOCKED}{one}", TOLD)
      for one in ("info", "warning", "emergency")],
    # edges of controls and rings of focus
    *_on(["color-paper"], ["color-control"], LARGE),
    *_on(LIGHT, ["color-focus"], LARGE),
    *_on(BRAND, ["color-focus-dark"], LARGE),
    *_on(["nav-paper", "nav-paper-current"], ["nav-focus"], LARGE),
    *_on(["bar-paper"], ["bar-focus"], LARGE),
    *_on(["footer-paper"], ["footer-focus"], LARGE),
)  # fmt: skip


def pairs_for(mode):
    """The pairs that hold in a ``mode``; in the elder mode all text has AAA's contrast."""
    if mode != ELDER:
        return PAIRS
    return tuple((ink, paper, TOLD if least == TEXT else least) for ink, paper, least in PAIRS)


def weak_pairs(values, pairs=PAIRS):
    """[(ink, surface, contrast, least)] of the pairs that do not stand out, of tokens ``values``.

    Raises ValueError where a token is no colour.
    """
    found = []
    for ink, surface, least in pairs:
        had = contrast(tokens.resolve(values, ink), tokens.resolve(values, surface))
        if had < least:
            found.append((ink, surface, had, least))
    return found
