"""Portraits of invented people: a head and shoulders before a plain ground, no likeness."""

import random

from .canvas import Canvas
from .palette import CLOTHES, HAIRS, SKINS, clear, dark, light, mix, rgb
from .shapes import smooth

GROUNDS = tuple(rgb(code) for code in ("dbe7ee", "efe3d3", "dfe9dc", "e9dfe9", "f1e0da", "d9e6e6"))
COATS = (*CLOTHES, rgb("3c4a63"), rgb("5b6b58"), rgb("7a5a4e"))
MIDDLE = 800


def draw_portrait(*, seed: str, long_hair: bool, size: tuple[int, int] = (480, 600)) -> bytes:
    """A JPEG of a person of nobody's face; the same for the same seed."""
    rng = random.Random(f"portrait:{seed}")  # noqa: S311 (a drawing, no secret)
    canvas = Canvas(rng, size)
    skin, hair, coat = rng.choice(SKINS), rng.choice(HAIRS), rng.choice(COATS)
    ground = rng.choice(GROUNDS)
    canvas.backdrop(light(ground, 0.35), ground, dark(ground, 0.08))
    canvas.glow(MIDDLE, 420, 420, 460, (255, 255, 255), 0.5)
    if long_hair:
        canvas.oval(MIDDLE, 470, 205, 250, hair)
        canvas.rect(MIDDLE - 205, 470, 410, 240, hair, 90)
    _shoulders(canvas, skin, coat)
    _face(canvas, skin, hair)
    _fringe(canvas, hair, long_hair=long_hair)
    if rng.random() < 0.4:
        _glasses(canvas)
    return canvas.jpeg()


def _shoulders(c: Canvas, skin, coat) -> None:
    neck = dark(skin, 0.1)
    c.rect(MIDDLE - 62, 600, 124, 170, neck, 40)
    outline = [(420, 1010), (440, 860), (560, 765), (700, 728), (800, 722),
               (900, 728), (1040, 765), (1160, 860), (1180, 1010)]  # fmt: skip
    c.poly([*smooth(outline), (1180, 1020), (420, 1020)], coat)
    c.poly([(715, 722), (885, 722), (800, 900)], (250, 248, 243))
    c.poly([(738, 712), (862, 712), (800, 812)], neck)
    for side in (-1, 1):
        lapel = [(MIDDLE + side * 92, 718), (MIDDLE + side * 168, 742), (MIDDLE + side * 128, 836),
                 (MIDDLE + side * 4, 1000)]  # fmt: skip
        c.poly(lapel, dark(coat, 0.16))
        c.line([(MIDDLE + side * 268, 1000), (MIDDLE + side * 252, 900)], dark(coat, 0.22), 7)


def _face(c: Canvas, skin, hair) -> None:
    for side in (-1, 1):
        c.oval(MIDDLE + side * 166, 486, 28, 44, dark(skin, 0.06))
    c.oval(MIDDLE, 470, 166, 206, skin)
    for side in (-1, 1):
        x = MIDDLE + side * 66
        c.oval(x, 478, 13, 16, rgb("2b2730"))
        c.disc(x + 5, 472, 4, (255, 255, 255))
        brow = [(x - 34, 436), (x, 424), (x + 34, 434)]
        c.line(smooth(brow), hair, 10, caps=True)
        c.oval(MIDDLE + side * 104, 542, 34, 20, clear(rgb("e98f7d"), 70))
    c.line(smooth([(796, 500), (786, 540), (806, 548)]), dark(skin, 0.22), 7, caps=True)
    smile = smooth([(744, 590), (772, 610), (800, 616), (828, 610), (856, 590)])
    c.line(smile, mix(dark(skin, 0.3), rgb("b8453f"), 0.5), 9, caps=True)


def _fringe(c: Canvas, hair, *, long_hair: bool) -> None:
    top = smooth(
        [(626, 450), (622, 330), (700, 246), (800, 226), (900, 246), (978, 330), (974, 450)]
    )
    part = MIDDLE + c.rng.choice((-70, 60))
    brow = 372 if long_hair else 350
    low = smooth([(974, 450), (948, 396), (part + 40, brow), (part, 316), (part - 60, brow),
                  (652, 398), (626, 450)])  # fmt: skip
    c.poly([*top, *low], hair)
    c.line(smooth([(700, 292), (770, 262), (850, 262)]), light(hair, 0.16), 10, caps=True)


def _glasses(c: Canvas) -> None:
    frame = rgb("4a4a55")
    for side in (-1, 1):
        c.ring(MIDDLE + side * 68, 482, 52, 44, frame, 7)
    c.line([(784, 478), (816, 478)], frame, 7)
