"""A theme's colours for a dark screen, worked out from those it has.

Light surfaces become dark ones of their hue, what is written on them light; what is dark already
stays as it is. Lightnesses are OKLCH's (themes/palette.py), chosen so that every pair of the one
table holds (themes/contrast.py) whatever the hue: tests ask for all of them.
"""

from . import tokens
from .contrast import luminance
from .palette import to_hex, to_oklch

# (lightness, most chroma) of the tokens that every page is made of.
PAGE = {
    "--color-paper": (0.22, 0.015),
    "--color-canvas": (0.17, 0.015),
    "--color-brand-soft": (0.27, 0.035),
    "--color-accent-soft": (0.27, 0.035),
    "--color-brand": (0.82, 0.11),
    "--color-brand-strong": (0.87, 0.09),
    "--color-brand-edge": (0.45, 0.06),
    "--color-accent": (0.84, 0.11),
    "--color-ink": (0.94, 0.01),
    "--color-muted": (0.80, 0.02),
    "--color-line": (0.36, 0.02),
    "--color-control": (0.66, 0.02),
    "--color-on-brand": (0.18, 0.03),
    "--color-on-brand-muted": (0.25, 0.03),
    "--color-on-accent": (0.18, 0.03),
    "--color-focus": (0.82, 0.12),
    "--color-focus-dark": (0.35, 0.12),
}
# Each surface that may be light or dark, with what stands on it.
BANDS = {
    "--masthead-paper": {
        "--masthead-ink": 0.94,
        "--masthead-muted": 0.82,
        "--masthead-pattern": 0.5,
    },
    "--monogram-paper": {"--monogram-ink": 0.94},
    "--nav-paper": {"--nav-ink": 0.94, "--nav-focus": 0.86, "--nav-paper-current": 0.30},
    "--bar-paper": {"--bar-ink": 0.9, "--bar-focus": 0.86},
    "--footer-paper": {"--footer-ink": 0.94, "--footer-muted": 0.82, "--footer-focus": 0.86},
}
BAND_LIGHTNESS, BAND_CHROMA, INK_CHROMA = 0.25, 0.05, 0.03
DARK_ALREADY = 0.18  # relative luminance up to which a surface stays
LOGO_ON_PAPER = ".masthead__logo { padding: 0.25rem; background: #fff; border-radius: 0.25rem; }"


def dark_values(values):
    """Every colour of ``values`` (a theme's tokens for one site) for a dark screen, as hex.

    Without those that are the district's. Raises ValueError where a token is no colour.
    """
    found = {name: _shade(values, name, *wanted) for name, wanted in PAGE.items()}
    for paper, inks in BANDS.items():
        if _is_dark(values, paper):
            found |= {name: tokens.resolve(values, name) for name in (paper, *inks)}
            continue
        found[paper] = _shade(values, paper, BAND_LIGHTNESS, BAND_CHROMA)
        for name, lightness in inks.items():
            most = BAND_CHROMA if name.endswith(("pattern", "current")) else INK_CHROMA
            found[name] = _shade(values, name, lightness, most)
    return found


def _is_dark(values, paper):
    """Whether a band, and what is beside it in the same band, is dark already."""
    surfaces = [paper, "--nav-paper-current"] if paper == "--nav-paper" else [paper]
    return all(luminance(tokens.resolve(values, name)) <= DARK_ALREADY for name in surfaces)


def _shade(values, name, lightness, most):
    """The token's own hue at another lightness."""
    _own, chroma, hue = to_oklch(tokens.resolve(values, name))
    return to_hex(lightness, min(chroma, most), hue)


def dark_rules(values):
    """The rules of a stylesheet for a dark screen, one line each."""
    found = dark_values(values)
    declared = " ".join(f"{name}: {colour};" for name, colour in sorted(found.items()))
    rules = [f":root {{ color-scheme: dark; {declared} }}"]
    if not _is_dark(values, "--masthead-paper"):
        rules.append(LOGO_ON_PAPER)  # it was drawn for paper
    return rules
