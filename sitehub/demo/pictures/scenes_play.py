"""Play, sport and ceremony."""

import math

from .canvas import WIDTH, Canvas
from .nature import flower, hedge, hills, lawn, sky, tree
from .palette import CLOTHES, Colour, Room, clear, dark, light, mix, pick_outdoor, pick_room, rgb
from .registry import scene
from .shapes import blob, smooth, turn
from .things import (
    building,
    person,
)


@scene("slide", "幼儿园里的滑梯、秋千与小木屋")
def slide(c: Canvas) -> None:
    mood = pick_outdoor(c.rng)
    sky(c, mood, clouds=5)
    hills(c, mood, 520, 46, 70)
    hedge(c, 720, mood.leaf)
    for i in range(40):
        c.rect(i * 41, 650, 24, 90, (255, 253, 246), 10)
    c.rect(0, 674, WIDTH, 12, (255, 253, 246))
    lawn(c, mood, 736, swing=8)
    c.poly(blob(c.rng, 820, 880, 640, 92, 0.05), light(mood.accent, 0.55))
    c.poly(blob(c.rng, 820, 872, 560, 70, 0.05), light(mood.accent, 0.7))
    tree(c, 130, 840, 480, mood.leaf)
    red, blue, yellow, green = CLOTHES[0], CLOTHES[1], CLOTHES[2], CLOTHES[3]
    c.shade(780, 880, 300, 30, 0.5)
    for x in (600, 800):
        c.rect(x, 360, 26, 510, yellow, 8)
        c.rect(x + 16, 360, 10, 510, dark(yellow, 0.15), 4)
    c.panel(600, 560, 226, 26, light(green), green, 6)
    for i in range(5):
        c.rect(624 + i * 42, 470, 14, 92, light(blue, 0.2), 6)
    c.rect(604, 464, 220, 16, blue, 8)
    c.poly([(556, 372), (713, 232), (870, 372)], red)
    c.poly([(713, 232), (870, 372), (713, 372)], dark(red, 0.12))
    c.disc(713, 318, 26, yellow)
    for i in range(6):
        c.rect(470 + i * 22, 606 + (5 - i) * 47, 110, 16, blue, 6)
    c.line([(470, 870), (600, 580)], dark(blue, 0.1), 16, caps=True)
    curve = smooth([(820, 572), (900, 600), (1000, 740), (1090, 836), (1200, 852)])
    c.line(curve, dark(red, 0.15), 96)
    c.line([(x, y - 12) for x, y in curve], light(red, 0.1), 80)
    c.line([(x - 6, y - 20) for x, y in curve], light(red, 0.32), 26)
    for x in (1260, 1540):
        c.line([(x - 50, 880), (x, 470)], green, 18, caps=True)
        c.line([(x + 50, 880), (x, 470)], dark(green, 0.12), 18, caps=True)
    c.line([(1250, 470), (1550, 470)], yellow, 20, caps=True)
    for x, swing in ((1350, 44), (1460, -26)):
        for d in (-26, 26):
            c.line([(x + d, 474), (x + d + swing, 750)], (120, 124, 140), 5)
        c.rect(x - 38 + swing, 746, 76, 14, red, 6)
    person(c, 1350 + 44, 800, 170, arms="up")
    for x, y in ((380, 880), (1010, 930), (720, 905)):
        person(c, x, y, 180, arms=c.rng.choice(("up", "out")))
    c.shade(560, 940, 70, 10)
    c.disc(560, 905, 36, yellow)
    c.pie(560, 905, 36, 36, 30, 110, red)
    c.pie(560, 905, 36, 36, 190, 280, blue)
    for i in range(26):
        flower(
            c,
            i * 64 + c.rng.uniform(-16, 16),
            996,
            c.rng.uniform(34, 60),
            c.rng.choice(CLOTHES),
            mood.leaf,
        )


@scene("gym", "体育馆里的篮球架与木地板")
def gym(c: Canvas) -> None:
    room = pick_room(c.rng)
    wall, floor = mix(room.wall, room.accent2, 0.18), mix(room.wood, rgb("e0a860"), 0.65)
    c.backdrop(dark(wall, 0.12), light(wall, 0.3), light(wall, 0.3))
    _hall(c, room, wall, floor)
    c.shade(1120, 655, 130, 18, 0.5)
    c.rect(1096, 180, 26, 470, rgb("56607a"))
    c.line([(1110, 300), (960, 300)], rgb("56607a"), 18)
    c.rect(660, 150, 300, 210, (252, 252, 252), 10)
    c.rect(660, 150, 300, 12, room.accent)
    for px, py, w, h in ((660, 150, 300, 210), (756, 236, 108, 90)):
        c.line([(px, py), (px + w, py), (px + w, py + h), (px, py + h), (px, py)], room.accent, 8)
    c.oval(810, 352, 62, 13, rgb("e4572e"))
    c.oval(810, 352, 52, 8, light(wall, 0.1))
    for i in range(7):
        x = 754 + i * 18.6
        c.line([(x, 356), (810 + (x - 810) * 0.55, 440)], (255, 255, 255), 3)
        if i < 6:
            c.line(
                [(x, 376), (x + 18, 398), (810 + (x + 18 - 810) * 0.6, 430)], (255, 255, 255), 2.4
            )
    path = [(420 + t * 19, 560 - 400 * math.sin(math.pi * (0.25 + t / 40))) for t in range(18)]
    for x, y in path[::2]:
        c.disc(x, y, 5, (255, 255, 255, 170))
    ball(c, 660, 100, 56)
    for x, y, h, arms in (
        (400, 880, 380, "up"),
        (1010, 860, 340, "out"),
        (1240, 930, 380, "out"),
        (640, 810, 300, "out"),
    ):
        person(c, x, y, h, shirt=room.accent if x < 900 else (246, 246, 250), arms=arms)


def _hall(c: Canvas, room: Room, wall: Colour, floor: Colour) -> None:
    """Windows, spectators, and a floor with its lines."""
    for i in range(7):
        x = 30 + i * 224
        c.panel(x, 70, 190, 170, rgb("cfe6f2"), rgb("f6fbfb"), 8)
        c.rect(x + 92, 70, 7, 170, light(wall, 0.6))
        c.poly([(x + 10, 240), (x + 90, 70), (x + 130, 70), (x + 50, 240)], (255, 255, 255, 120))
    for i in range(9):
        c.line([(i * 200, 0), (i * 200 + 60, 56)], dark(wall, 0.3), 7)
    c.rect(0, 46, WIDTH, 14, dark(wall, 0.34))
    c.rect(0, 480, WIDTH, 130, room.accent2)
    c.rect(0, 480, WIDTH, 14, light(room.accent2, 0.3))
    for row in range(3):
        for i in range(27):
            x = 20 + i * 60 + row % 2 * 22
            if c.rng.random() < 0.75:
                y = 410 + row * 34
                c.disc(x, y - 22, 12, rgb("f0c6a2"))
                c.pie(x, y - 24, 13, 12, 180, 360, rgb("3c2f2c"))
                c.rect(x - 17, y - 10, 34, 46, light(c.rng.choice(CLOTHES), 0.16), 12)
    c.rect(0, 480, WIDTH, 130, clear(room.accent2, 240))
    c.panel(0, 610, WIDTH, 390, light(floor, 0.28), dark(floor, 0.06))
    for i in range(-8, 26):
        x = i * 100
        c.line(
            [(800 + (x - 800) * 0.8, 610), (800 + (x - 800) * 1.9, 1000)],
            clear(dark(floor, 0.4), 44),
            2.5,
        )
    for i in range(7):
        c.rect(70 + i * 224, 612, 120, 300, (255, 255, 255, 20))
    c.poly([(480, 640), (1120, 640), (1400, 1000), (200, 1000)], clear(room.accent, 60))
    c.line([(200, 1000), (480, 640), (1120, 640), (1400, 1000)], (255, 255, 255, 220), 7)
    c.ring(800, 860, 250, 74, (255, 255, 255, 220), 7)


def ball(c: Canvas, x: float, y: float, r: float) -> None:
    c.disc(x, y, r, rgb("e9803a"))
    c.oval(x - r * 0.3, y - r * 0.36, r * 0.34, r * 0.24, (255, 220, 180, 120))
    ink = rgb("5a3524")
    c.line([(x - r, y), (x + r, y)], ink, r * 0.07)
    c.line([(x, y - r), (x, y + r)], ink, r * 0.07)
    for side in (-1, 1):
        curve = [
            (x + side * r * (0.78 - 0.42 * math.cos(t / 8)), y + r * 0.66 * t / 8)
            for t in range(-8, 9)
        ]
        c.line(curve, ink, r * 0.07)


@scene("graduation", "毕业典礼，学士帽飞向天空")
def graduation(c: Canvas) -> None:
    mood = pick_outdoor(c.rng)
    sky(c, mood, clouds=5)
    hills(c, mood, 560, 46, 80)
    building(c, mood, 300, 760, 1000, 3, bays=14, lift=66)
    for x in (120, 240, 1380, 1500):
        tree(c, x, 780, c.rng.uniform(280, 360), mood.leaf)
    lawn(c, mood, 770, swing=8)
    gown = c.rng.choice((rgb("34508c"), rgb("2f5f63"), rgb("6a3f6e")))
    for i in range(9):
        x = 180 + i * 156 + c.rng.uniform(-16, 16)
        person(c, x, 930 + (i % 2) * 40, 300, shirt=gown, arms="up")
        y = 930 + (i % 2) * 40
        c.poly([(x - 38, y - 226), (x + 38, y - 226), (x + 66, y - 60), (x - 66, y - 60)], gown)
        c.poly(
            [
                (x - 20, y - 228),
                (x, y - 180),
                (x + 20, y - 228),
                (x + 9, y - 228),
                (x, y - 204),
                (x - 9, y - 228),
            ],
            mood.accent,
        )
        c.line([(x + 14, y - 170), (x + 24, y - 64)], dark(gown, 0.3), 4)
    for i in range(10):
        x = 130 + i * 150 + c.rng.uniform(-40, 40)
        cap(c, x, c.rng.uniform(110, 470), c.rng.uniform(50, 84), gown, mood.accent)
    for _ in range(120):
        x, y = c.rng.uniform(0, WIDTH), c.rng.uniform(0, 720)
        a, s = c.rng.uniform(0, 360), c.rng.uniform(6, 13)
        c.poly(
            turn(
                [(x - s, y - s / 2), (x + s, y - s / 2), (x + s, y + s / 2), (x - s, y + s / 2)],
                x,
                y,
                a,
            ),
            c.rng.choice(CLOTHES),
        )


def cap(
    c: Canvas, x: float, y: float, s: float, tone: tuple[int, ...], tassel: tuple[int, ...]
) -> None:
    a = c.rng.uniform(-24, 24)
    c.poly(
        turn(
            [
                (x - s * 0.55, y + s * 0.08),
                (x + s * 0.55, y + s * 0.08),
                (x + s * 0.5, y + s * 0.52),
                (x - s * 0.5, y + s * 0.52),
            ],
            x,
            y,
            a,
        ),
        dark(tone, 0.35),
    )
    c.poly(
        turn([(x - s * 1.1, y), (x, y - s * 0.42), (x + s * 1.1, y), (x, y + s * 0.42)], x, y, a),
        light(tone, 0.08),
    )
    c.poly(
        turn(
            [
                (x - s * 1.1, y),
                (x, y + s * 0.42),
                (x + s * 1.1, y),
                (x + s * 1.1, y + 7),
                (x, y + s * 0.5),
                (x - s * 1.1, y + 7),
            ],
            x,
            y,
            a,
        ),
        dark(tone, 0.2),
    )
    string = turn(
        smooth(
            [
                (x, y),
                (x + s * 0.6, y + s * 0.02),
                (x + s * 0.85, y + s * 0.3),
                (x + s * 0.8, y + s * 0.75),
            ]
        ),
        x,
        y,
        a,
    )
    c.line(string, tassel, 5)
    c.disc(*string[-1], 9, tassel)
