"""Music, painting and crafts."""

import math

from .canvas import WIDTH, Canvas
from .nature import crown, flower
from .palette import CLOTHES, Room, clear, dark, light, mix, pick_outdoor, pick_room, rgb
from .registry import scene
from .shapes import blob, box, ridge, smooth
from .things import (
    curtain,
    person,
    plant,
    room_shell,
    sunbeams,
    view,
)


@scene("music", "钢琴与跃动的音符，舞台上灯光温暖")
def music(c: Canvas) -> None:
    room = pick_room(c.rng)
    deep = dark(room.accent2, 0.35)
    c.backdrop(dark(deep, 0.35), deep, light(deep, 0.12))
    _stage(c, room)
    for i in range(5):
        c.line(
            [(x, 300 + i * 34 + 70 * math.sin(x / 230)) for x in range(230, 1380, 20)],
            (255, 255, 255, 120),
            3.4,
        )
    for i in range(11):
        x = 290 + i * 98
        y = 300 + 70 * math.sin(x / 230) + c.rng.randrange(0, 5) * 34
        note(c, x, y, 24, (light(CLOTHES[i % 7], 0.25)), double=i % 3 == 0)
    c.shade(820, 880, 430, 40, 0.7)
    ink = rgb("262936")
    c.poly(
        [*smooth([(620, 470), (760, 452), (960, 478), (1130, 540), (1160, 640)]), (620, 640)],
        light(ink, 0.1),
    )
    c.poly([(600, 640), (700, 470), (1120, 540), (1150, 640)], light(ink, 0.16))
    c.panel(560, 640, 620, 100, light(ink, 0.06), ink, 14)
    c.rect(500, 700, 420, 34, ink, 8)
    c.rect(512, 690, 396, 22, (252, 250, 244), 3)
    for i in range(27):
        x = 512 + i * 14.6
        c.rect(x, 690, 1.6, 22, (150, 150, 156))
        if i % 7 in (0, 1, 3, 4, 5):
            c.rect(x + 10, 690, 8, 12, ink)
    for x in (600, 1130):
        c.rect(x, 740, 26, 140, ink, 6)
        c.disc(x + 13, 884, 12, rgb("c9a24a"))
    c.rect(370, 800, 140, 24, dark(room.accent, 0.1), 10)
    for x in (386, 480):
        c.rect(x, 820, 14, 80, ink)
    person(c, 440, 905, 420, shirt=(250, 248, 244), arms="out", seated=True)
    for i, x in enumerate((1250, 1330, 1410)):
        person(c, x, 880 + i * 14, 300, shirt=light(room.accent3, 0.2))


def _stage(c: Canvas, room: Room) -> None:
    """Spotlights, boards and curtains."""
    for i, x in enumerate((300, 800, 1300)):
        c.poly(
            [(x - 40, -10), (x + 40, -10), (x + 260, 780), (x - 260, 780)],
            clear(CLOTHES[(i + 2) % 7], 26),
        )
        c.poly([(x - 24, -10), (x + 24, -10), (x + 150, 780), (x - 150, 780)], (255, 244, 214, 34))
    c.panel(0, 720, WIDTH, 280, light(room.wood, 0.14), dark(room.wood, 0.34))
    for i in range(1, 8):
        c.line([(0, 720 + i * i * 5.4), (WIDTH, 720 + i * i * 5.4)], clear(dark(room.wood), 120), 3)
    c.glow(800, 840, 620, 150, (255, 240, 200), 0.5)
    for side in (-1, 1):
        x = -30 if side < 0 else 1370
        curtain(c, x, 0, 260, 820, room.accent)
    for i in range(8):
        c.pie(100 + i * 200, 0, 112, 120, 0, 180, dark(room.accent, 0.14 if i % 2 else 0.03))


def note(c: Canvas, x: float, y: float, r: float, tone: tuple[int, ...], *, double: bool) -> None:
    heads = [(x, y), (x + r * 2.6, y - r * 0.3)] if double else [(x, y)]
    for hx, hy in heads:
        c.oval(hx, hy, r * 0.75, r * 0.56, tone)
        c.rect(hx + r * 0.5, hy - r * 3, r * 0.22, r * 3, tone)
    if double:
        c.line([(x + r * 0.6, y - r * 2.9), (x + r * 3.2, y - r * 3.2)], tone, r * 0.5)
    else:
        c.poly(
            [
                *smooth(
                    [
                        (x + r * 0.6, y - r * 3),
                        (x + r * 1.5, y - r * 2.1),
                        (x + r * 1.3, y - r * 1.2),
                    ]
                ),
                (x + r * 0.7, y - r * 2.2),
            ],
            tone,
        )


@scene("painting", "美术室里的画架、颜料与孩子们的画")
def painting(c: Canvas) -> None:
    room, mood = pick_room(c.rng), pick_outdoor(c.rng)
    room_shell(c, room, 720)
    view(c, mood, 1110, 110, 380, 420, light(room.wall, 0.75))
    sunbeams(c, 1110, 540, 380, 990, slant=-300)
    for i in range(6):
        x, y = 90 + i % 3 * 180, 110 + i // 3 * 190
        c.rect(x + 6, y + 8, 150, 160, (60, 60, 80, 40))
        c.rect(x, y, 150, 160, (255, 254, 250), 3)
        c.panel(x + 10, y + 10, 130, 140, light(CLOTHES[i], 0.62), light(CLOTHES[i], 0.35))
        kind = i % 3
        if kind == 0:
            c.disc(x + 75, y + 68, 32, CLOTHES[(i + 2) % 7])
            c.poly(ridge_in(x + 10, y + 110, 130, 40, c), CLOTHES[3])
        elif kind == 1:
            flower(c, x + 75, y + 146, 100, CLOTHES[(i + 3) % 7], CLOTHES[3])
        else:
            c.poly([(x + 34, y + 92), (x + 75, y + 46), (x + 116, y + 92)], CLOTHES[0])
            c.rect(x + 44, y + 92, 62, 56, (255, 248, 226))
            c.rect(x + 66, y + 114, 20, 34, CLOTHES[1])
        c.disc(x + 75, y + 4, 7, room.accent)
    c.shade(760, 926, 230, 26, 0.5)
    for dx in (-150, 150):
        c.line([(760, 210), (760 + dx * 1.15, 926)], dark(room.wood, 0.05), 20, caps=True)
    c.line([(760, 230), (790, 900)], dark(room.wood, 0.25), 14)
    c.rect(540, 250, 440, 380, (60, 60, 80, 50), 4)
    c.rect(532, 240, 440, 380, (255, 253, 247), 4)
    c.panel(550, 258, 404, 200, mood.sky[0], mood.sky[2])
    c.rect(550, 440, 404, 162, mood.sky[2])
    c.disc(850, 340, 40, mix(mood.sun, mood.accent, 0.4))
    for i, tone in enumerate(mood.hills):
        c.poly(ridge_in(550, 430 + i * 48, 404, 602 - 430 - i * 48, c), tone)
    crown(c, 640, 520, 52, mood.leaf)
    c.rect(636, 540, 9, 58, (112, 84, 66))
    c.rect(520, 622, 464, 22, room.wood, 4)
    person(c, 1080, 930, 400, arms="out", back=True)
    c.shade(330, 928, 220, 22)
    c.rect(140, 760, 380, 24, light(room.wood, 0.25), 8)
    for x in (164, 478):
        c.rect(x, 784, 20, 140, dark(room.wood, 0.1), 4)
    c.rect(180, 670, 86, 92, light(room.accent2, 0.2), 10)
    for i in range(6):
        x, top = 190 + i * 13, 560 + c.rng.uniform(0, 40)
        c.line([(x + 4, 674), (x + (i - 2.5) * 9, top)], light(room.wood, 0.2), 6)
        c.oval(x + (i - 2.5) * 9, top - 10, 7, 20, CLOTHES[i])
    for i in range(5):
        c.rect(290 + i * 44, 714, 36, 48, (250, 250, 250), 6)
        c.rect(290 + i * 44, 714, 36, 22, CLOTHES[i], 6)
    c.poly(blob(c.rng, 1300, 880, 120, 52, 0.08), light(room.wood, 0.35))
    for i in range(6):
        a = i * 0.9
        c.oval(1300 + 80 * math.cos(a), 880 + 30 * math.sin(a), 20, 11, CLOTHES[i])
    plant(c, 1500, 930, 200, room)


def ridge_in(x: float, y: float, w: float, h: float, c: Canvas) -> list[tuple[float, float]]:
    tops = [(x + w * t / 5, y - c.rng.uniform(-0.1, 0.3) * min(h, 90)) for t in range(6)]
    return [*smooth(tops, steps=5), (x + w, y + h), (x, y + h)]


@scene("craft", "手工坊里的陶艺与扎染作品")
def craft(c: Canvas) -> None:
    room = pick_room(c.rng)
    room_shell(c, room, 700)
    c.line(
        smooth([(-20, 110), (420, 160), (820, 130), (1200, 165), (1640, 100)]), dark(room.wood), 5
    )
    for i in range(5):
        x, tone = 90 + i * 300, (room.accent2, room.accent, room.leaf, CLOTHES[4], room.accent2)[i]
        hem = smooth([(x, 520), (x + 70, 540), (x + 140, 515), (x + 220, 535)])
        c.fade([(x, 140), (x + 220, 140), *hem[::-1]], light(tone, 0.1), dark(tone, 0.1))
        for k in range(3):
            cy = 220 + k * 110
            for r in (46, 30, 15):
                points = []
                for a in range(24):
                    reach = r * (1 + 0.16 * math.sin(a * math.pi / 2))
                    points.append(
                        (
                            x + 110 + reach * math.cos(a * math.pi / 12),
                            cy + reach * math.sin(a * math.pi / 12),
                        )
                    )
                c.line([*points, points[0]], clear(light(tone, 0.75), 220), 6)
        for d in (16, 196):
            c.rect(x + d, 126, 13, 36, light(room.wood, 0.3), 3)
    for x, lean in ((590, 0.05), (1010, -0.05)):
        person(c, x, 960, 480, seated=True, lean=lean, arms="out")
    c.panel(0, 720, WIDTH, 280, light(room.wood, 0.34), dark(room.wood, 0.02))
    c.poly(box(0, 720, WIDTH, 9), (255, 255, 255, 100))
    for x, h, w, tone in (
        (180, 210, 80, room.accent),
        (360, 150, 92, room.accent2),
        (1250, 240, 84, room.leaf),
        (1440, 160, 98, room.accent3),
    ):
        pot(c, x, 860, w, h, mix(tone, rgb("c98a62"), 0.25))
    c.shade(800, 930, 260, 34, 0.6)
    c.oval(800, 900, 230, 52, rgb("77808e"))
    c.oval(800, 886, 230, 50, rgb("a7b0bc"))
    clay = rgb("b9755a")
    pot(c, 800, 890, 120, 260, clay)
    for i in range(5):
        c.disc(500 + i * 34, 960 + i % 2 * 14, 19, CLOTHES[i])
    c.fade(ridge(c.rng, 985, 3), light(room.wood, 0.2), room.wood)


def pot(c: Canvas, x: float, base: float, w: float, h: float, tone: tuple[int, ...]) -> None:
    c.shade(x, base, w * 1.4, 18, 0.5)
    sides = [(0.55, 0.0), (0.98, 0.28), (1.0, 0.5), (0.6, 0.82), (0.7, 1.0)]
    right = smooth([(x + w * a, base - h * b) for a, b in sides])
    left = [(2 * x - px, py) for px, py in right]
    c.poly(right + left[::-1], tone)
    c.poly(right + [(x + w * 0.25, py) for _, py in right][::-1], clear(dark(tone, 0.5), 60))
    c.line([(px + w * 0.16, py) for px, py in left[8:30]], clear(light(tone, 0.7), 120), w * 0.09)
    c.oval(x, base - h, w * 0.7, w * 0.15, light(tone, 0.16))
    c.oval(x, base - h, w * 0.54, w * 0.1, dark(tone, 0.45))
    for b in (0.36, 0.44):
        c.line(
            [(x - w * 0.96, base - h * b), (x, base - h * b + 12), (x + w * 0.96, base - h * b)],
            clear(light(tone, 0.6), 180),
            6,
        )
