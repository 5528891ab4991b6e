"""From the school garden to the table."""

import math

from .canvas import HEIGHT, WIDTH, Canvas
from .nature import flower, hedge, hills, sky, tree
from .palette import CLOTHES, Room, clear, dark, light, mix, pick_outdoor, pick_room, rgb
from .registry import scene
from .shapes import blob, smooth, star
from .things import (
    building,
    person,
    view,
)


@scene("garden", "校园小农场，一畦畦菜苗与劳动的身影")
def garden(c: Canvas) -> None:
    mood = pick_outdoor(c.rng)
    sky(c, mood)
    hills(c, mood, 450, 44, 80)
    building(c, mood, 880, 620, 520, 3, bays=7, lift=60)
    hedge(c, 640, mood.leaf)
    for x in (90, 250, 520, 1500):
        tree(c, x, 650, c.rng.uniform(200, 300), mood.leaf2)
    c.panel(0, 636, WIDTH, 364, light(mood.grass, 0.1), dark(mood.grass, 0.2))
    c.rect(0, 640, 620, 8, rgb("d8b98a"))
    for i in range(16):
        c.rect(10 + i * 40, 596, 18, 66, rgb("e8cfa4"), 6)
    soil = rgb("7a553c")
    for row in range(4):
        y, h = 690 + row * 62 + row * row * 7, 34 + row * 12
        left, right = 130 - row * 40, 1460 + row * 40
        c.poly([(left + 20, y), (right - 20, y), (right, y + h), (left, y + h)], light(soil, 0.1))
        c.rect(left, y + h, right - left, 12 + row * 4, dark(soil, 0.15), 4)
        count = 24 - row * 4
        for i in range(count):
            x = left + 40 + (right - left - 80) * i / (count - 1)
            crop(c, x, y + h * 0.7, 34 + row * 16, row, mood.leaf)
    for x, y, h in ((330, 780, 210), (760, 730, 180), (1180, 850, 260), (540, 930, 300)):
        person(c, x, y, h, lean=0.05, arms="out")
    c.shade(1400, 966, 90, 12)
    c.poly([(1330, 850), (1450, 850), (1436, 964), (1344, 964)], rgb("4fa3a5"))
    c.oval(1390, 850, 60, 13, rgb("357d80"))
    c.line([(1440, 900), (1530, 840)], rgb("4fa3a5"), 16, caps=True)
    c.poly([(1516, 818), (1550, 832), (1530, 862)], rgb("357d80"))
    c.line(smooth([(1336, 870), (1290, 890), (1340, 940)]), rgb("357d80"), 11)
    c.line([(120, 960), (220, 700)], rgb("c79a62"), 11, caps=True)
    c.poly([(86, 930), (146, 952), (118, 998), (76, 978)], rgb("8c97a5"))
    for i in range(10):
        flower(c, 20 + i * 30, 998, c.rng.uniform(36, 56), c.rng.choice(CLOTHES), mood.leaf)


def crop(c: Canvas, x: float, y: float, s: float, kind: int, leaf: tuple[int, ...]) -> None:
    tone = (light(leaf, 0.25), leaf, mix(leaf, rgb("a9c94a"), 0.5), light(leaf, 0.12))[kind]
    for a in (-0.75, 0.75, -0.35, 0.35, 0):
        tip = (x + math.sin(a) * s * 0.75, y - math.cos(a) * s * 0.9)
        mid = (x + math.sin(a) * s * 0.4, y - math.cos(a) * s * 0.45)
        c.poly(
            smooth(
                [(x, y), (mid[0] - s * 0.16, mid[1]), tip, (mid[0] + s * 0.16, mid[1])],
                closed=True,
                steps=4,
            ),
            mix(tone, dark(tone), 0.5 if a < 0 else 0.0),
        )
    if kind in (1, 3):
        fruit = CLOTHES[0] if kind == 1 else CLOTHES[5]
        for dx, dy in ((-0.3, -0.2), (0.25, -0.34)):
            c.disc(x + dx * s, y + dy * s, s * 0.13, fruit)


@scene("vegetables", "篮子里的新鲜蔬果")
def vegetables(c: Canvas) -> None:
    room, mood = pick_room(c.rng), pick_outdoor(c.rng)
    c.backdrop(light(room.wall, 0.4), room.wall)
    view(c, mood, 980, 80, 460, 400, light(room.wall, 0.75))
    _kitchen(c, room)
    leaf = rgb("5aa24f")
    c.shade(800, 880, 430, 46, 0.6)
    for i in range(5):
        x = 560 + i * 44
        c.poly(
            smooth(
                [(x, 660), (x - 60 + i * 8, 470), (x - 10 + i * 14, 380), (x + 40 + i * 6, 470)],
                closed=True,
            ),
            mix(leaf, dark(leaf), 0.4 * (i % 2)),
        )
        c.line([(x, 660), (x - 6 + i * 10, 430)], light(leaf, 0.45), 7)
    for i, x in enumerate((800, 858, 916)):
        carrot(c, x, 640, 250 + i * 12, -16 + i * 16)
    for i, (x, y, r) in enumerate(((1010, 600, 84), (930, 660, 70), (1080, 670, 66))):
        tone = (rgb("e2503f"), rgb("f08a3c"), rgb("e2503f"))[i]
        c.disc(x, y, r, tone)
        c.pie(x, y, r, r, -40, 80, dark(tone, 0.1))
        c.oval(x - r * 0.36, y - r * 0.4, r * 0.2, r * 0.14, (255, 255, 255, 150))
        c.poly(star(x, y - r * 0.84, r * 0.42, r * 0.14), leaf)
    c.poly(smooth([(520, 690), (620, 600), (760, 610), (800, 700)]), rgb("7d4f94"))
    weave = rgb("c98f52")
    c.poly([(450, 690), (1150, 690), (1070, 884), (530, 884)], weave)
    for row in range(5):
        for col in range(16):
            x = 470 + row * 16 + col * (660 - row * 32) / 16
            c.rect(
                x,
                704 + row * 36,
                (660 - row * 32) / 17,
                28,
                (light if (row + col) % 2 else dark)(weave, 0.14),
                9,
            )
    c.rect(430, 672, 740, 34, light(weave, 0.16), 17)
    c.rect(430, 692, 740, 14, clear(dark(weave), 70), 7)
    for x, r, tone in (
        (260, 74, "8e5aa6"),
        (1290, 82, "f1b93b"),
        (1430, 64, "8fbf4d"),
        (390, 52, "e2503f"),
    ):
        tone = rgb(tone)
        y = 900 - r + 40
        c.shade(x, y + r, r * 1.3, 16, 0.5)
        c.disc(x, y, r, tone)
        c.pie(x, y, r, r, -30, 90, dark(tone, 0.1))
        c.oval(x - r * 0.34, y - r * 0.38, r * 0.2, r * 0.14, (255, 255, 255, 140))
        c.line([(x, y - r), (x + 10, y - r - 24)], dark(leaf, 0.3), 9)
        c.oval(x + 32, y - r - 16, 28, 11, leaf)


def _kitchen(c: Canvas, room: Room) -> None:
    """Tiles, a shelf of jars, a table top."""
    for row in range(6):
        for col in range(9):
            c.rect(20 + col * 102, 30 + row * 102, 96, 96, clear(light(room.wall, 0.7), 150), 6)
    c.rect(120, 300, 620, 16, room.wood, 4)
    for i in range(5):
        tone = CLOTHES[(i + 1) % 7]
        c.rect(150 + i * 116, 206, 84, 94, light(tone, 0.45), 14)
        c.rect(150 + i * 116, 192, 84, 22, room.wood, 6)
        c.rect(162 + i * 116, 226, 9, 56, (255, 255, 255, 130), 4)
    c.panel(0, 640, WIDTH, 360, light(room.wood, 0.36), dark(room.wood, 0.05))
    c.rect(0, 640, WIDTH, 8, (255, 255, 255, 110))
    for i in range(7):
        c.line([(0, 690 + i * i * 8), (WIDTH, 690 + i * i * 8 + 6)], clear(dark(room.wood), 36), 3)


def carrot(c: Canvas, x: float, base: float, h: float, lean: float) -> None:
    for i in range(5):
        c.line(
            [(x + lean, base - h * 0.6), (x + lean * 2 + (i - 2) * 26, base - h)],
            rgb("4f9a48"),
            11,
            caps=True,
        )
    c.poly(
        smooth(
            [
                (x - 34 + lean, base - h * 0.56),
                (x + lean, base - h * 0.64),
                (x + 34 + lean, base - h * 0.56),
                (x + 24, base),
                (x, base + 90),
                (x - 24, base),
            ],
            closed=True,
        ),
        rgb("f0823a"),
    )
    for i in range(3):
        c.line(
            [
                (x - 20 + lean / 2 + i * 8, base - h * 0.4 + i * 40),
                (x + 4 + i * 8, base - h * 0.39 + i * 40),
            ],
            rgb("c9622a"),
            4,
        )


@scene("tray", "学校食堂的营养餐盘")
def tray(c: Canvas) -> None:
    room = pick_room(c.rng)
    c.backdrop(light(room.cloth, 0.35), mix(room.cloth, room.wood, 0.14))
    for i in range(18):
        c.rect(i * 92, 0, 46, HEIGHT, clear(room.accent3, 34))
        c.rect(0, i * 92, WIDTH, 46, clear(room.accent, 20))
    c.shade(810, 560, 740, 470, 0.4)
    steel = c.rng.choice((rgb("e6ecf0"), rgb("f7f3ea"), rgb("dcecea")))
    c.panel(190, 150, 1220, 720, light(steel, 0.5), dark(steel, 0.08), 70)
    c.rect(206, 166, 1188, 688, clear((255, 255, 255), 120), 60)
    wells = (
        (240, 200, 350, 290),
        (625, 200, 350, 290),
        (1010, 200, 350, 290),
        (240, 525, 540, 300),
        (815, 525, 545, 300),
    )
    for x, y, w, h in wells:
        c.panel(x, y, w, h, dark(steel, 0.22), dark(steel, 0.06), 44)
        c.rect(x + 8, y + 12, w - 16, h - 16, dark(steel, 0.1), 40)
    _dishes(c)
    _rice_soup_fruit(c)
    for x in (80, 116):
        c.line([(x, 180), (x + 12, 850)], room.wood, 15, caps=True)
    c.shade(1505, 520, 40, 330, 0.3)
    c.line([(1500, 420), (1500, 850)], rgb("c2ccd6"), 20, caps=True)
    c.oval(1500, 320, 46, 76, rgb("d3dbe3"))
    c.oval(1494, 314, 30, 56, rgb("bac5d0"))


def _rice_soup_fruit(c: Canvas) -> None:
    """The lower row of the tray."""
    c.poly(blob(c.rng, 510, 672, 220, 116, 0.05), rgb("f1efe8"))
    c.poly(blob(c.rng, 500, 658, 200, 98, 0.05), rgb("fdfcf8"))
    for _ in range(160):
        a, r = c.rng.uniform(0, 2 * math.pi), math.sqrt(c.rng.random())
        c.oval(
            505 + 195 * r * math.cos(a),
            664 + 96 * r * math.sin(a),
            10,
            5,
            c.rng.choice(((255, 255, 255), (226, 222, 210))),
        )
    for _ in range(14):
        c.disc(505 + c.rng.uniform(-34, 34), 648 + c.rng.uniform(-16, 16), 5, rgb("3a3330"))
    c.shade(980, 700, 150, 120, 0.4)
    c.disc(960, 675, 128, (252, 252, 250))
    c.disc(960, 675, 108, rgb("f2d27c"))
    for _ in range(16):
        a, r = c.rng.uniform(0, 6.28), 90 * math.sqrt(c.rng.random())
        c.oval(
            960 + r * math.cos(a),
            675 + r * math.sin(a),
            17,
            12,
            c.rng.choice((rgb("fbf0c8"), rgb("5da648"), rgb("f08a3c"))),
        )
    c.pie(1230, 680, 96, 96, 0, 360, rgb("f29a38"))
    c.disc(1230, 680, 84, rgb("fde3b4"))
    for i in range(10):
        c.pie(1230, 680, 78, 78, i * 36 + 3, i * 36 + 33, rgb("f6ab4c"))
    c.disc(1230, 680, 10, rgb("fde3b4"))


def _dishes(c: Canvas) -> None:
    """Greens, tomato with egg, braised meat."""
    leaf = rgb("5da648")
    for _ in range(34):
        x, y = c.rng.uniform(280, 550), c.rng.uniform(240, 450)
        c.poly(
            blob(c.rng, x, y, 40, 25, 0.25),
            mix(leaf, (light if c.rng.random() < 0.5 else dark)(leaf), 0.8),
        )
        c.line([(x - 22, y + 4), (x + 22, y - 4)], light(leaf, 0.6), 4)
    for _ in range(40):
        x, y = c.rng.uniform(665, 935), c.rng.uniform(240, 450)
        if c.rng.random() < 0.55:
            c.poly(
                blob(c.rng, x, y, 34, 24, 0.16), mix(rgb("f7cf52"), rgb("ffe9a0"), c.rng.random())
            )
        else:
            c.poly(
                blob(c.rng, x, y, 30, 25, 0.16), mix(rgb("e2503f"), rgb("f27c5c"), c.rng.random())
            )
            c.oval(x - 6, y - 6, 8, 5, (255, 255, 255, 110))
    for _ in range(20):
        x, y = c.rng.uniform(1052, 1318), c.rng.uniform(246, 446)
        c.rect(x - 30, y - 22, 60, 44, mix(rgb("a5522f"), rgb("cf7a44"), c.rng.random()), 12)
        c.rect(x - 20, y - 16, 36, 8, (255, 222, 180, 110), 4)
    for _ in range(14):
        c.oval(c.rng.uniform(1050, 1320), c.rng.uniform(246, 446), 7, 4, leaf)
