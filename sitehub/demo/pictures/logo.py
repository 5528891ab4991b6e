"""Round crests: sun, hills, water, leaves and an open book, put together differently per school."""

import io
import math
import random
import zlib

from PIL import Image, ImageDraw

from .palette import Colour, dark, light, mix, rgb
from .shapes import arch, smooth, star, turn

_SCALE = 4
_UNITS = 512
_SALT = 3619  # with this, the schools of the demo world wear nine different colours

_COLOURS = tuple(
    tuple(rgb(code) for code in codes.split())
    for codes in (
        "1f5f9e f2b33d 58b0a2",
        "a8332f f3c14b 3f8f6a",
        "2a7a58 f0b429 7fb3d9",
        "4b3f8f f08a5d 63b7af",
        "0f6f7c f6c453 e4674e",
        "b5542b ffd27a 4a8c78",
        "27406b e8684a f4cf6b",
        "7a2e5a f4b860 5a9bb5",
        "355e3b f5d76e c9573f",
    )
)


class _Crest:
    def __init__(self) -> None:
        self.image = Image.new("RGBA", (_UNITS * _SCALE // 2,) * 2)
        self.pen = ImageDraw.Draw(self.image)
        self.k = _SCALE / 2

    def poly(self, points: list[tuple[float, float]], fill: Colour) -> None:
        self.pen.polygon([(x * self.k, y * self.k) for x, y in points], fill=fill)

    def disc(self, x: float, y: float, r: float, fill: Colour) -> None:
        k = self.k
        self.pen.ellipse([(x - r) * k, (y - r) * k, (x + r) * k, (y + r) * k], fill=fill)

    def clip(self, r: float) -> None:
        """Keep what lies inside the circle."""
        mask = Image.new("L", self.image.size)
        c, k = 256 * self.k, self.k
        ImageDraw.Draw(mask).ellipse([c - r * k, c - r * k, c + r * k, c + r * k], fill=255)
        self.image.putalpha(mask)


def draw_logo(code: str, *, seed: int, size: int = 512) -> bytes:
    """A round crest with a transparent surround, as PNG; the same for the same code and seed."""
    rng = random.Random(f"logo:{code}:{seed}")  # noqa: S311 (a drawing, no secret)
    number = zlib.crc32(f"{_SALT}:{code}".encode())
    main, second, third = _COLOURS[(number + seed) % len(_COLOURS)]
    emblem = _EMBLEMS[(number // len(_COLOURS) + seed) % len(_EMBLEMS)]
    field = _Crest()
    field.disc(256, 256, 256, light(main, 0.9))
    emblem(field, main, second, third)
    field.clip(206)
    crest = _Crest()
    crest.disc(256, 256, 252, main)
    crest.disc(256, 256, 238, (255, 255, 255))
    crest.disc(256, 256, 232, main)
    _rim(crest, second, rng)
    crest.disc(256, 256, 210, (255, 255, 255))
    crest.image.alpha_composite(field.image)
    out = io.BytesIO()
    crest.image.resize((size, size), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _rim(crest: _Crest, tone: Colour, rng: random.Random) -> None:
    count = rng.choice((24, 30, 36))
    for i in range(count):
        a = 2 * math.pi * i / count
        crest.disc(256 + 221 * math.cos(a), 256 + 221 * math.sin(a), 4.5, light(tone, 0.2))


def _sunrise(crest: _Crest, main: Colour, second: Colour, third: Colour) -> None:
    for i in range(16):
        ray = [(256, 236), (246, 20), (266, 20)]
        crest.poly(turn(ray, 256, 236, i * 22.5), light(second, 0.55))
    crest.disc(256, 236, 96, second)
    crest.poly(
        [
            *smooth([(20, 330), (140, 240), (230, 310), (360, 220), (500, 330)]),
            (500, 512),
            (20, 512),
        ],
        third,
    )
    crest.poly(
        [*smooth([(20, 400), (170, 310), (290, 380), (500, 330)]), (500, 512), (20, 512)], main
    )
    crest.poly(
        [*smooth([(20, 440), (200, 400), (330, 440), (500, 410)]), (500, 512), (20, 512)],
        dark(main, 0.3),
    )


def _book(crest: _Crest, main: Colour, second: Colour, third: Colour) -> None:
    crest.poly(star(256, 150, 64, 28), second)
    for side in (-1, 1):
        for drop, tone in ((40, dark(main, 0.25)), (20, third), (0, main)):
            page = smooth(
                [(256, 250 + drop), (256 + side * 70, 210 + drop), (256 + side * 160, 222 + drop)]
            )
            crest.poly(
                [
                    *page,
                    (256 + side * 160, 350 + drop),
                    *smooth(
                        [
                            (256 + side * 160, 350 + drop),
                            (256 + side * 70, 338 + drop),
                            (256, 380 + drop),
                        ]
                    ),
                ],
                tone,
            )
    crest.poly([(250, 252), (262, 252), (262, 420), (250, 420)], (255, 255, 255))


def _sprout(crest: _Crest, main: Colour, second: Colour, third: Colour) -> None:
    crest.disc(256, 210, 130, light(second, 0.35))
    crest.poly([(247, 220), (265, 220), (270, 440), (242, 440)], main)
    for side, top, size, tone in (
        (-1, 130, 1.0, third),
        (1, 130, 1.0, main),
        (-1, 240, 0.72, main),
        (1, 240, 0.72, third),
    ):
        leaf = [
            (256, top + 130 * size),
            (256 + side * 30 * size, top + 20),
            (256 + side * 140 * size, top),
            (256 + side * 130 * size, top + 96 * size),
        ]
        crest.poly(smooth(leaf, closed=True), tone)
    crest.poly(
        [*smooth([(20, 400), (256, 360), (492, 400)]), (492, 512), (20, 512)], dark(main, 0.2)
    )
    crest.poly([*smooth([(20, 436), (256, 410), (492, 436)]), (492, 512), (20, 512)], second)


def _gate(crest: _Crest, main: Colour, second: Colour, third: Colour) -> None:
    crest.disc(256, 220, 150, light(third, 0.55))
    crest.poly(arch(256, 130, 250, 330), main)
    crest.poly(arch(256, 165, 180, 300), light(main, 0.9))
    crest.poly(arch(256, 200, 110, 260), second)
    crest.poly([(80, 400), (432, 400), (470, 512), (40, 512)], dark(main, 0.25))
    crest.poly([(226, 400), (286, 400), (330, 512), (182, 512)], light(second, 0.4))
    for side in (-1, 1):
        crest.disc(256 + side * 168, 350, 46, third)
        crest.disc(256 + side * 190, 382, 40, dark(third, 0.2))


def _waves(crest: _Crest, main: Colour, second: Colour, third: Colour) -> None:
    crest.disc(300, 170, 78, second)
    crest.poly([(176, 330), (176, 90), (330, 330)], light(main, 0.1))
    crest.poly([(164, 330), (164, 140), (76, 330)], third)
    for i, tone in enumerate((third, mix(third, main, 0.5), main, dark(main, 0.3))):
        y = 316 + i * 42
        shift = i * 40
        line = smooth(
            [(x - shift, y + (18 if k % 2 else -12)) for k, x in enumerate(range(-60, 760, 80))]
        )
        crest.poly([*line, (700, 512), (-60, 512)], tone)


def _pinwheel(crest: _Crest, main: Colour, second: Colour, third: Colour) -> None:
    tones = (
        main,
        second,
        third,
        mix(second, main, 0.35),
        main,
        second,
        third,
        mix(third, main, 0.5),
    )
    for i, tone in enumerate(tones):
        blade = smooth([(256, 256), (300, 150), (256, 76), (210, 130)], closed=True)
        crest.poly(turn(blade, 256, 256, i * 45), tone)
    crest.disc(256, 256, 44, (255, 255, 255))
    crest.disc(256, 256, 30, main)
    crest.disc(256, 256, 12, second)


_EMBLEMS = (_sunrise, _book, _sprout, _gate, _waves, _pinwheel)
