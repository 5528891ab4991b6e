"""Skies, clouds, hills, trees, flowers."""

import math

from .canvas import HEIGHT, WIDTH, Canvas
from .palette import Colour, Outdoor, clear, dark, light, mix
from .shapes import blob, ridge, smooth


def sky(c: Canvas, mood: Outdoor, *, sun: bool = True, clouds: int = 4) -> tuple[float, float]:
    """Paint the sky; return where the sun stands."""
    c.image.paste(mood.sky[2], (0, 0, *c.image.size))
    c.panel(0, 0, WIDTH, HEIGHT * 0.36, mood.sky[0], mood.sky[1])
    c.panel(0, HEIGHT * 0.36, WIDTH, HEIGHT * 0.34, mood.sky[1], mood.sky[2])
    x, y = c.rng.uniform(220, 1380), c.rng.uniform(130, 260)
    if sun:
        c.glow(x, y, 620, 480, mood.sun, 0.55)
        c.disc(x, y, 62, clear(mood.sun, 235))
    for _ in range(clouds):
        cloud(c, c.rng.uniform(0, WIDTH), c.rng.uniform(70, 330), c.rng.uniform(80, 190), mood)
    return x, y


def cloud(c: Canvas, x: float, y: float, w: float, mood: Outdoor) -> None:
    """Puffs on a flat base, paler towards the top."""
    puffs = [
        (x + (i - 2) * w * 0.42, c.rng.uniform(0.24, 0.42) * w * (1 - abs(i - 2) * 0.22))
        for i in range(5)
    ]
    outline = []
    for px, r in puffs:
        outline += [
            (px + r * math.cos(math.radians(a)), y - max(0.0, r * -math.sin(math.radians(a))))
            for a in range(180, 361, 20)
        ]
    base = mix(mood.sky[2], (255, 255, 255), 0.72)
    for px, r in puffs:
        c.pie(px, y, r, r * 0.92, 180, 360, clear(base, 255))
    c.rect(puffs[0][0] - puffs[0][1], y - 1, puffs[4][0] - puffs[0][0] + w * 0.4, w * 0.1, base, 9)


def hills(c: Canvas, mood: Outdoor, y: float = 520, step: float = 62, swing: float = 90) -> None:
    """Three ridges, each nearer one darker, with haze at their feet."""
    for i, colour in enumerate(mood.hills):
        top = y + i * step
        line = ridge(c.rng, top, swing * (1 - i * 0.2), waves=1.4 + i * 0.5, bottom=top + 330)
        c.fade(line, colour, mix(colour, mood.sky[2], 0.55))


def lawn(c: Canvas, mood: Outdoor, y: float, *, swing: float = 18) -> None:
    """Ground from y down, in two layers, with grass strokes."""
    c.fade(ridge(c.rng, y, swing, waves=1.0), light(mood.grass, 0.22), mood.grass)
    near = y + (HEIGHT - y) * 0.5
    c.fade(ridge(c.rng, near, swing * 1.2, waves=0.8), mood.grass, dark(mood.grass, 0.26))
    for _ in range(90):
        x, gy = c.rng.uniform(0, WIDTH), c.rng.uniform(y + 30, HEIGHT)
        size = 5 + 12 * (gy - y) / (HEIGHT - y)
        c.line([(x, gy), (x + c.rng.uniform(-4, 4), gy - size)], clear(dark(mood.leaf), 110), 2.2)


def tree(c: Canvas, x: float, y: float, h: float, leaf: Colour, *, kind: str = "round") -> None:
    """A tree whose foot stands at (x, y); kinds: round, poplar, pine."""
    trunk = (112, 84, 66)
    c.shade(x + h * 0.1, y, h * 0.34, h * 0.05, 0.4)
    if kind == "pine":
        c.rect(x - h * 0.025, y - h * 0.2, h * 0.05, h * 0.2, trunk)
        for i in range(4):
            w, top = h * (0.27 - i * 0.05), y - h * (0.42 + i * 0.2)
            foot = top + h * 0.31
            c.poly([(x, top), (x + w, foot), (x - w, foot)], light(leaf, 0.05 * i))
            c.poly([(x, top), (x + w, foot), (x + w * 0.1, foot)], dark(leaf, 0.18))
        return
    c.poly(
        [
            (x - h * 0.035, y),
            (x - h * 0.018, y - h * 0.5),
            (x + h * 0.018, y - h * 0.5),
            (x + h * 0.035, y),
        ],
        trunk,
    )
    c.line([(x, y - h * 0.32), (x + h * 0.12, y - h * 0.48)], trunk, h * 0.02)
    c.line([(x, y - h * 0.27), (x - h * 0.1, y - h * 0.42)], trunk, h * 0.018)
    if kind == "poplar":
        c.poly(blob(c.rng, x, y - h * 0.58, h * 0.15, h * 0.42, 0.05), leaf)
        c.poly(blob(c.rng, x + h * 0.05, y - h * 0.5, h * 0.08, h * 0.32, 0.08), dark(leaf, 0.16))
        c.poly(blob(c.rng, x - h * 0.06, y - h * 0.64, h * 0.05, h * 0.24, 0.1), light(leaf, 0.2))
        return
    crown(c, x, y - h * 0.66, h * 0.31, leaf)


def crown(c: Canvas, x: float, y: float, r: float, leaf: Colour) -> None:
    """Foliage lit from the upper left."""
    spots = [(-0.6, 0.3, 0.62), (0.62, 0.28, 0.6), (0, 0.42, 0.66), (0.12, -0.42, 0.72)]
    for dx, dy, size in spots:
        c.poly(blob(c.rng, x + dx * r, y + dy * r, r * size, r * size * 0.9), dark(leaf, 0.2))
    for dx, dy, size in [(-0.5, 0.1, 0.56), (0.36, 0.02, 0.52), (-0.05, -0.42, 0.6)]:
        c.poly(blob(c.rng, x + dx * r, y + dy * r, r * size, r * size * 0.88), leaf)
    for dx, dy, size in [(-0.52, -0.08, 0.32), (-0.18, -0.62, 0.34), (0.3, -0.2, 0.22)]:
        c.poly(blob(c.rng, x + dx * r, y + dy * r, r * size, r * size * 0.8), light(leaf, 0.14))
    for _ in range(14):
        a, reach = c.rng.uniform(0, 2 * math.pi), r * c.rng.uniform(0.2, 1.0)
        c.disc(x + reach * math.cos(a), y + reach * math.sin(a) * 0.8, r * 0.035, light(leaf, 0.3))


def bush(c: Canvas, x: float, y: float, w: float, leaf: Colour) -> None:
    c.shade(x, y, w * 0.7, w * 0.12, 0.35)
    for dx, size, colour in [
        (-0.34, 0.26, dark(leaf, 0.16)),
        (0.34, 0.28, dark(leaf, 0.2)),
        (0.0, 0.36, leaf),
        (-0.16, 0.2, light(leaf, 0.18)),
    ]:
        c.pie(x + dx * w, y, w * size, w * size * 0.95, 180, 360, colour)


def hedge(c: Canvas, y: float, leaf: Colour, *, start: float = -40, end: float = WIDTH + 40):
    x = start
    while x < end:
        w = c.rng.uniform(90, 160)
        bush(c, x, y, w, mix(leaf, dark(leaf), c.rng.uniform(0, 0.7)))
        x += w * 0.62


def flower(c: Canvas, x: float, y: float, h: float, petal: Colour, leaf: Colour) -> None:
    c.line(smooth([(x, y), (x + h * 0.05, y - h * 0.5), (x, y - h)], steps=4), leaf, h * 0.05)
    c.oval(x + h * 0.14, y - h * 0.34, h * 0.14, h * 0.06, light(leaf, 0.1))
    c.oval(x - h * 0.13, y - h * 0.5, h * 0.13, h * 0.055, leaf)
    for i in range(6):
        a = i * math.pi / 3
        c.disc(x + h * 0.14 * math.cos(a), y - h + h * 0.14 * math.sin(a), h * 0.105, petal)
    c.disc(x, y - h, h * 0.09, (250, 214, 110))


def leaves(c: Canvas, colour: Colour, count: int, box: tuple[float, float, float, float]) -> None:
    """Fallen or drifting leaves inside (left, top, right, bottom)."""
    for _ in range(count):
        x, y = c.rng.uniform(box[0], box[2]), c.rng.uniform(box[1], box[3])
        size, a = c.rng.uniform(6, 15), c.rng.uniform(0, 360)
        tone = mix(light(colour, 0.25), dark(colour, 0.15), c.rng.random())
        c.pie(x, y, size, size * 0.85, a, a + 110, tone)
