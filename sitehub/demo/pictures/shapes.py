"""Geometry that many scenes share: smooth curves, blobs, ridges."""

import math
import random

from .canvas import HEIGHT, WIDTH

Point = tuple[float, float]


def smooth(points: list[Point], *, closed: bool = False, steps: int = 10) -> list[Point]:
    """Catmull-Rom curve through the points."""
    count = len(points)
    if closed:
        at = [points[i % count] for i in range(-1, count + 2)]
    else:
        at = [points[0], *points, points[-1]]
    curve = []
    for i in range(len(at) - 3):
        p0, p1, p2, p3 = at[i : i + 4]
        for step in range(steps):
            t = step / steps
            curve.append(
                tuple(
                    0.5
                    * (
                        2 * p1[a]
                        + (p2[a] - p0[a]) * t
                        + (2 * p0[a] - 5 * p1[a] + 4 * p2[a] - p3[a]) * t * t
                        + (3 * p1[a] - p0[a] - 3 * p2[a] + p3[a]) * t**3
                    )
                    for a in (0, 1)
                )
            )
    if not closed:
        curve.append(points[-1])
    return curve


def blob(
    rng: random.Random, cx: float, cy: float, rx: float, ry: float, rough: float = 0.12
) -> list[Point]:
    """A closed organic outline around an ellipse."""
    count = 11
    points = []
    for i in range(count):
        angle = 2 * math.pi * i / count
        reach = 1 + rng.uniform(-rough, rough)
        points.append((cx + rx * reach * math.cos(angle), cy + ry * reach * math.sin(angle)))
    return smooth(points, closed=True)


def ridge(
    rng: random.Random, y: float, swing: float, *, waves: float = 2.0, bottom: float = HEIGHT
) -> list[Point]:
    """A hill line across the picture, closed along `bottom`."""
    shifts = [rng.uniform(0, 2 * math.pi) for _ in range(4)]
    line = []
    for x in range(-20, WIDTH + 41, 20):
        u = x / WIDTH * 2 * math.pi * waves
        lift = (
            math.sin(u / 2 + shifts[0]) * 0.55
            + math.sin(u + shifts[1]) * 0.28
            + math.sin(u * 2.3 + shifts[2]) * 0.12
            + math.sin(u * 5.1 + shifts[3]) * 0.05
        )
        line.append((x, y - swing * lift))
    return [*line, (WIDTH + 40, bottom), (-20, bottom)]


def turn(points: list[Point], cx: float, cy: float, degrees: float) -> list[Point]:
    """Rotate the points about a centre."""
    a = math.radians(degrees)
    return [
        (
            cx + (x - cx) * math.cos(a) - (y - cy) * math.sin(a),
            cy + (x - cx) * math.sin(a) + (y - cy) * math.cos(a),
        )
        for x, y in points
    ]


def box(x: float, y: float, w: float, h: float) -> list[Point]:
    return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]


def arch(cx: float, top: float, w: float, h: float) -> list[Point]:
    """A rectangle with a half-round top."""
    r = w / 2
    curve = [
        (cx + r * math.cos(math.radians(a)), top + r + r * math.sin(math.radians(a)))
        for a in range(180, 361, 10)
    ]
    return [*curve, (cx + r, top + h), (cx - r, top + h)]


def star(cx: float, cy: float, outer: float, inner: float, tips: int = 5) -> list[Point]:
    points = []
    for i in range(tips * 2):
        reach = outer if i % 2 == 0 else inner
        angle = math.pi * i / tips - math.pi / 2
        points.append((cx + reach * math.cos(angle), cy + reach * math.sin(angle)))
    return points
