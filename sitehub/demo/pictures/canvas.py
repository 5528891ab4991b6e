"""A drawing surface in fixed units of 1600 × 1000, whatever the size of the final picture."""

import io
import math
import random
from collections.abc import Sequence

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1000
SUPERSAMPLE = 3

Colour = tuple[int, ...]
Points = Sequence[tuple[float, float]]


class Canvas:
    """Shapes are drawn at three times the final size and averaged down, which smooths their edges.

    Colours are RGB, or RGBA where a shape should let the picture below shine through.
    """

    def __init__(self, rng: random.Random, size: tuple[int, int]):
        self.rng = rng
        self.size = size
        self.k = max(size[0] / WIDTH, size[1] / HEIGHT) * SUPERSAMPLE
        self.image = Image.new("RGB", (math.ceil(WIDTH * self.k), math.ceil(HEIGHT * self.k)))
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def _scaled(self, points: Points) -> list[tuple[float, float]]:
        return [(x * self.k, y * self.k) for x, y in points]

    def poly(self, points: Points, fill: Colour) -> None:
        self.pen.polygon(self._scaled(points), fill=fill)

    def rect(self, x: float, y: float, w: float, h: float, fill: Colour, r: float = 0) -> None:
        box = self._scaled([(x, y), (x + w, y + h)])
        if r:
            self.pen.rounded_rectangle(box, min(r, w / 2, h / 2) * self.k, fill=fill)
        else:
            self.pen.rectangle(box, fill=fill)

    def oval(self, cx: float, cy: float, rx: float, ry: float, fill: Colour) -> None:
        self.pen.ellipse(self._scaled([(cx - rx, cy - ry), (cx + rx, cy + ry)]), fill=fill)

    def disc(self, cx: float, cy: float, r: float, fill: Colour) -> None:
        self.oval(cx, cy, r, r, fill)

    def ring(self, cx: float, cy: float, rx: float, ry: float, fill: Colour, width: float) -> None:
        box = self._scaled([(cx - rx, cy - ry), (cx + rx, cy + ry)])
        self.pen.ellipse(box, outline=fill, width=max(1, round(width * self.k)))

    def pie(
        self, cx: float, cy: float, rx: float, ry: float, start: float, end: float, fill: Colour
    ) -> None:
        """A sector; angles in degrees, clockwise from three o'clock."""
        box = self._scaled([(cx - rx, cy - ry), (cx + rx, cy + ry)])
        self.pen.pieslice(box, start, end, fill=fill)

    def line(self, points: Points, fill: Colour, width: float, *, caps: bool = False) -> None:
        self.pen.line(
            self._scaled(points), fill=fill, width=max(1, round(width * self.k)), joint="curve"
        )
        if caps:
            for x, y in (points[0], points[-1]):
                self.disc(x, y, width / 2, fill)

    def fade(self, points: Points, top: Colour, bottom: Colour) -> None:
        """A polygon filled with a vertical gradient."""
        scaled = self._scaled(points)
        xs, ys = [p[0] for p in scaled], [p[1] for p in scaled]
        left, upper = max(0, math.floor(min(xs))), math.floor(min(ys))
        right, lower = min(self.image.width, math.ceil(max(xs))), math.ceil(max(ys))
        if right <= left or lower <= upper:
            return
        mask = Image.new("L", (right - left, lower - upper))
        ImageDraw.Draw(mask).polygon([(x - left, y - upper) for x, y in scaled], fill=255)
        self.image.paste(_gradient(mask.size, (top, bottom)), (left, upper), mask)

    def panel(
        self, x: float, y: float, w: float, h: float, top: Colour, bottom: Colour, r: float = 0
    ) -> None:
        """A rectangle filled with a vertical gradient."""
        left, upper = round(x * self.k), round(y * self.k)
        size = (max(1, round(w * self.k)), max(1, round(h * self.k)))
        mask = None
        if r:
            mask = Image.new("L", size)
            box = (0, 0, size[0] - 1, size[1] - 1)
            ImageDraw.Draw(mask).rounded_rectangle(box, min(r, w / 2, h / 2) * self.k, fill=255)
        self.image.paste(_gradient(size, (top, bottom)), (left, upper), mask)

    def backdrop(self, *stops: Colour) -> None:
        """Fill the whole picture with a gradient through the colours, top to bottom."""
        self.image.paste(_gradient(self.image.size, stops))

    def glow(
        self, cx: float, cy: float, rx: float, ry: float, fill: Colour, strength: float
    ) -> None:
        """A soft spot of light (or of shade, with a dark colour); strength 0 to 1."""
        size = (max(2, round(2 * rx * self.k)), max(2, round(2 * ry * self.k)))
        mask = _FALLOFF.point(lambda v: round(min(v * strength, 255))).resize(size)
        spot = (round((cx - rx) * self.k), round((cy - ry) * self.k))
        self.image.paste(fill[:3], (*spot, spot[0] + size[0], spot[1] + size[1]), mask)

    def shade(self, cx: float, cy: float, rx: float, ry: float, strength: float = 0.35) -> None:
        self.glow(cx, cy, rx * 1.3, ry * 1.3, (20, 30, 50), strength * 1.2)

    def jpeg(self) -> bytes:
        """Average down, crop from the middle to the wanted shape, and encode."""
        small = self.image.reduce(SUPERSAMPLE)
        width, height = self.size
        if small.width < width or small.height < height:
            small = small.resize((max(width, small.width), max(height, small.height)))
        left, upper = (small.width - width) // 2, (small.height - height) // 2
        small = small.crop((left, upper, left + width, upper + height))
        out = io.BytesIO()
        small.save(out, "JPEG", quality=86, optimize=True, progressive=True)
        return out.getvalue()


def _gradient(size: tuple[int, int], stops: Sequence[Colour]) -> Image.Image:
    column = Image.new("RGB", (1, size[1]))
    steps = len(stops) - 1
    pixels = []
    for y in range(size[1]):
        at = y / max(1, size[1] - 1) * steps
        index = min(int(at), steps - 1)
        low, high, t = stops[index], stops[index + 1], at - index
        pixels.append(tuple(round(low[i] + (high[i] - low[i]) * t) for i in range(3)))
    column.putdata(pixels)
    return column.resize(size, Image.Resampling.NEAREST)


def _falloff() -> Image.Image:
    """255 in the middle, 0 from the inscribed circle outwards, in a cosine curve."""
    rim = 180  # Pillow's gradient reaches 255 in the corners only
    return Image.radial_gradient("L").point(
        lambda v: round(255 * (math.cos(min(1.0, v / rim) * math.pi) + 1) / 2)
    )


_FALLOFF = _falloff()
