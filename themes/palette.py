"""A school's own colour: the tokens that follow from it, made so that every pair stands out.

Shades keep the hue in OKLCH and change the lightness (Björn Ottosson, "A perceptual color
space for image processing", https://bottosson.github.io/posts/oklab/). What a screen cannot
show keeps hue and lightness and loses chroma.
"""

import math
from dataclasses import dataclass

from . import tokens
from .contrast import PAIRS, luminance, ratio

BRAND = "--color-brand"
STRONG, SOFT, EDGE = f"{BRAND}-strong", f"{BRAND}-soft", f"{BRAND}-edge"
DERIVED = (BRAND, STRONG, SOFT, EDGE)
# How colourful a shade may be beside the brand's own colour, and at most.
SOFT_CHROMA, EDGE_CHROMA = (0.2, 0.03), (0.5, 0.09)
STRONGER, LEAST_APART = 0.72, 0.08  # the strong shade's lightness
STEPS = 250  # of lightness, when a colour that reaches is looked for


@dataclass(frozen=True, slots=True)
class Palette:
    """Tokens with their colours; ``brand`` is the colour in use, ``adjusted`` if not the one given.

    ``possible`` is False where no shade of the colour stands out in the theme: then the
    theme's own colours stay.
    """

    values: dict
    brand: str
    adjusted: bool
    possible: bool = True


def palette_of(brand, *, values, free=DERIVED):
    """The palette for the colour ``brand`` (hex) in a theme whose tokens are ``values``.

    ``free`` are the tokens that the theme lets follow a school's colour. Where the colour
    itself does not stand out, the nearest lightness that does is taken. Every pair of the
    table holds for ``values`` with the palette's laid over them, if it does without.
    """
    brand = tokens.full(brand)
    inks = _Pairs(values, free)
    lightness, chroma, hue = to_oklch(brand)
    for wanted in [lightness, *_nearest(lightness)]:
        given = brand if wanted == lightness else to_hex(wanted, chroma, hue)
        for shades in _families(given, values):
            derived = {name: shades[name] for name in DERIVED if name in free}
            if inks.hold(derived):
                return Palette(derived, given, given != brand)
    return Palette({}, tokens.resolve(values, BRAND), True, possible=False)


def _nearest(lightness):
    """Lightnesses by their distance."""
    return sorted((n / STEPS for n in range(STEPS + 1)), key=lambda one: abs(one - lightness))


def _families(brand, values):
    """The other shades for ``brand``: the usual ones, then with a strong one that is as light."""
    lightness, chroma, hue = to_oklch(brand)
    shades = {BRAND: brand}
    for name, (share, most) in ((SOFT, SOFT_CHROMA), (EDGE, EDGE_CHROMA)):
        as_light = luminance(tokens.resolve(values, name))
        shades[name] = with_luminance(as_light, min(chroma * share, most), hue)
    stronger = min(lightness * STRONGER, lightness - LEAST_APART)
    if stronger < LEAST_APART:  # nothing is darker than black
        stronger = lightness + LEAST_APART
    for strong in (stronger, lightness):
        yield shades | {STRONG: to_hex(strong, chroma, hue)}


class _Pairs:
    """The pairs of the table that change with the tokens ``free``."""

    def __init__(self, values, free):
        self.pairs = []
        for ink, surface, least in PAIRS:
            sides = [self._side(values, name, free) for name in (ink, surface)]
            if any(isinstance(side, str) for side in sides):
                self.pairs.append((*sides, least))

    @staticmethod
    def _side(values, name, free):
        """The free token that ``name`` leads to, or the luminance it has whatever they are."""
        while name not in free and (step := tokens.VAR.match(values[name])):
            name = step[1]
        return name if name in free else luminance(tokens.resolve(values, name))

    def hold(self, derived):
        """Whether every pair stands out with the colours of ``derived``."""
        light = {name: luminance(colour) for name, colour in derived.items()}
        return all(
            ratio(light.get(one, one), light.get(other, other)) >= least
            for one, other, least in self.pairs
        )


def with_luminance(wanted, chroma, hue):
    """The colour of that chroma and hue whose relative luminance is the least not below."""
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        if luminance(to_hex(middle, chroma, hue)) < wanted:
            low = middle
        else:
            high = middle
    return to_hex(high, chroma, hue)


def to_oklch(colour):
    """(lightness 0 to 1, chroma, hue in radians) of a hex colour."""
    digits = tokens.full(colour)[1:]
    red, green, blue = (_linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def to_hex(lightness, chroma, hue):
    """The nearest colour a screen can show, of that hue and lightness, with as much chroma."""
    lightness = min(1.0, max(0.0, lightness))
    channels = _channels(lightness, chroma, hue)
    if not _shown(channels):
        low, high = 0.0, chroma
        for _ in range(14):
            middle = (low + high) / 2
            if _shown(_channels(lightness, middle, hue)):
                low = middle
            else:
                high = middle
        channels = _channels(lightness, low, hue)
    bytes_ = [round(255 * _gamma(min(1.0, max(0.0, one)))) for one in channels]
    return "#{:02x}{:02x}{:02x}".format(*bytes_)


def _channels(lightness, chroma, hue):
    """Linear red, green and blue; outside 0 to 1 where a screen cannot show the colour."""
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _shown(channels):
    return all(-1e-4 <= one <= 1 + 1e-4 for one in channels)


def _linear(value):
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _gamma(value):
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
