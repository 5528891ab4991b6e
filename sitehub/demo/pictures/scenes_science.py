"""Experiments and inventions."""

import math

from .canvas import WIDTH, Canvas
from .nature import hills, sky, tree
from .palette import CLOTHES, Outdoor, Room, clear, dark, light, mix, pick_outdoor, pick_room, rgb
from .registry import scene
from .shapes import blob, smooth, star
from .things import (
    book_row,
    building,
    person,
    plant,
    room_shell,
    sunbeams,
    view,
)


@scene("lab", "实验台上的烧瓶与试管，盛着彩色溶液")
def lab(c: Canvas) -> None:
    room, mood = pick_room(c.rng), pick_outdoor(c.rng)
    room_shell(c, room, 760)
    view(c, mood, 110, 110, 420, 380, light(room.wall, 0.75))
    c.rect(640, 130, 860, 18, room.wood, 4)
    c.rect(640, 330, 860, 18, room.wood, 4)
    for i in range(9):
        x, h = 680 + i * 92, c.rng.uniform(70, 130)
        tone = CLOTHES[i % 7]
        c.rect(x, 330 - h, 56, h, clear(light(tone, 0.5), 235), 10)
        c.rect(x, 330 - h * 0.55, 56, h * 0.55, clear(tone, 220), 10)
        c.rect(x + 12, 330 - h - 16, 32, 20, dark(room.wood, 0.1), 4)
        c.rect(x + 8, 330 - h + 8, 8, h - 20, (255, 255, 255, 110), 4)
    for i in range(5):
        c.disc(720 + i * 60, 106 - (i % 2) * 34, 22, CLOTHES[i])
        if i < 4:
            c.line(
                [(720 + i * 60, 106 - (i % 2) * 34), (780 + i * 60, 106 - ((i + 1) % 2) * 34)],
                (130, 130, 140),
                7,
            )
    book_row(c, 1080, 130, 400, 84, room)
    sunbeams(c, 120, 500, 420, 990)
    for x, tone in ((1010, (250, 250, 252)), (1190, (250, 250, 252))):
        person(c, x, 980, 520, seated=True, shirt=tone, arms="out")
    c.panel(0, 720, 1600, 46, (248, 248, 244), (214, 216, 214))
    c.panel(0, 766, 1600, 234, room.accent2, dark(room.accent2, 0.3))
    for x in range(60, 1600, 320):
        c.rect(x, 800, 270, 180, clear((255, 255, 255), 26), 8)
        c.rect(x + 110, 822, 50, 10, (255, 255, 255, 150), 5)
    flask(c, 330, 722, 250, rgb("4fb3c8"))
    flask(c, 620, 722, 200, rgb("ef6f6c"), round_body=True)
    flask(c, 1440, 722, 220, rgb("8bc34a"))
    c.rect(790, 612, 190, 16, room.wood, 4)
    c.rect(790, 704, 190, 18, room.wood, 4)
    for i in range(4):
        x = 812 + i * 44
        c.rect(x, 570, 26, 140, (255, 255, 255, 120), 13)
        c.rect(x, 570 + 40 + i * 12, 26, 100 - i * 12, clear(CLOTHES[(i * 2) % 7], 225), 13)
        c.rect(x + 5, 580, 5, 110, (255, 255, 255, 130), 2)
    c.shade(120, 722, 90, 14)
    c.rect(70, 700, 110, 22, (70, 76, 92), 6)
    c.line([(96, 702), (78, 600), (130, 520)], (88, 96, 114), 20, caps=True)
    c.line([(104, 560), (168, 640)], (200, 206, 214), 26, caps=True)
    c.rect(110, 646, 90, 12, (60, 64, 78), 4)


def flask(
    c: Canvas, x: float, base: float, h: float, tone: tuple[int, ...], *, round_body=False
) -> None:
    c.shade(x, base, h * 0.42, 18)
    neck, w = h * 0.085, h * 0.36
    glass = (255, 255, 255, 105)
    if round_body:
        r = h * 0.33
        c.disc(x, base - r, r, glass)
        c.pie(x, base - r, r * 0.93, r * 0.93, 0, 180, clear(tone, 235))
        c.oval(x, base - r, r * 0.93, r * 0.13, light(tone, 0.35))
        c.oval(x - r * 0.45, base - r * 1.3, r * 0.12, r * 0.28, (255, 255, 255, 190))
    else:
        c.poly(
            [
                (x - neck, base - h * 0.66),
                (x + neck, base - h * 0.66),
                (x + w, base - 10),
                (x + w - 14, base),
                (x - w + 14, base),
                (x - w, base - 10),
            ],
            glass,
        )
        lx = neck + (w - neck) * 0.52
        c.poly(
            [
                (x - lx, base - h * 0.33),
                (x + lx, base - h * 0.33),
                (x + w - 8, base - 12),
                (x + w - 18, base - 5),
                (x - w + 18, base - 5),
                (x - w + 8, base - 12),
            ],
            clear(tone, 235),
        )
        c.oval(x, base - h * 0.33, lx, h * 0.03, light(tone, 0.35))
        c.line(
            [(x - neck * 0.6, base - h * 0.6), (x - w * 0.62, base - h * 0.14)],
            (255, 255, 255, 150),
            7,
        )
    c.rect(x - neck, base - h, neck * 2, h * 0.36, glass)
    c.rect(x - neck - 6, base - h - 4, neck * 2 + 12, 12, (255, 255, 255, 200), 6)
    for _ in range(6):
        a = c.rng.uniform(-0.6, 0.6)
        c.disc(
            x + a * h * 0.3,
            base - c.rng.uniform(0.06, 0.28) * h,
            c.rng.uniform(4, 9),
            (255, 255, 255, 120),
        )
    for i in range(4):
        c.disc(
            x + c.rng.uniform(-14, 14),
            base - h - 26 - i * 34,
            7 + i * 3,
            clear(light(tone, 0.4), 150 - i * 28),
        )


@scene("robot", "创客工作台上的小机器人与零件")
def robot(c: Canvas) -> None:
    room, mood = pick_room(c.rng), pick_outdoor(c.rng)
    room_shell(c, room, 760)
    _workshop(c, room, mood)
    body, trim = c.rng.choice(
        (
            (rgb("f2f5f8"), rgb("3f8fc4")),
            (rgb("fbe9c6"), rgb("e0673f")),
            (rgb("dff0ea"), rgb("3c9a83")),
        )
    )
    c.shade(800, 900, 320, 44, 0.6)
    for side in (-1, 1):
        c.rect(800 + side * 118 - 56, 800, 112, 96, rgb("3a4254"), 44)
        for i in range(3):
            c.disc(800 + side * 118 - 30 + i * 30, 850, 13, rgb("b9c2cc"))
    c.panel(650, 570, 300, 240, light(body, 0.4), dark(body, 0.12), 46)
    c.rect(700, 620, 200, 120, trim, 20)
    for i, tone in enumerate((CLOTHES[0], CLOTHES[2], CLOTHES[3])):
        c.disc(742 + i * 58, 656, 17, light(tone, 0.2))
    c.line(
        [(726, 710), (760, 710), (774, 690), (796, 726), (814, 704), (872, 704)], (255, 255, 255), 6
    )
    for side in (-1, 1):
        hand = (800 + side * 290, 470 if side > 0 else 690)
        elbow = (800 + side * 230, 650)
        c.line([(800 + side * 150, 630), elbow, hand], rgb("8a96a4"), 26, caps=True)
        c.disc(*elbow, 24, trim)
        c.pie(*hand, 42, 42, 300 if side > 0 else 120, 600 if side > 0 else 420, trim)
    c.rect(770, 540, 60, 40, rgb("8a96a4"))
    c.panel(630, 300, 340, 250, light(body, 0.5), dark(body, 0.08), 70)
    c.rect(672, 346, 256, 150, rgb("27334a"), 48)
    for side in (-1, 1):
        c.disc(800 + side * 62, 410, 30, rgb("7fe3e8"))
        c.disc(800 + side * 62 + 8, 400, 10, (255, 255, 255))
        c.rect(800 + side * 186 - 16, 380, 32, 90, trim, 14)
    c.pie(800, 442, 34, 26, 10, 170, rgb("7fe3e8"))
    c.line([(800, 300), (800, 230)], rgb("8a96a4"), 10)
    c.glow(800, 214, 80, 80, room.accent3, 0.7)
    c.disc(800, 214, 24, room.accent3)
    for i in range(6):
        x, y = 180 + i * 74, 900 + (i % 2) * 40
        tone = CLOTHES[i % 7]
        c.rect(x, y - 44, 62, 44, tone, 6)
        for k in (0, 1):
            c.rect(x + 10 + k * 26, y - 54, 16, 12, light(tone, 0.16), 3)
    board = rgb("2f8062")
    c.poly([(1130, 850), (1420, 850), (1470, 950), (1150, 950)], board)
    for i in range(5):
        c.rect(1180 + i * 48, 868 + i % 2 * 34, 30, 20, rgb("22303c"), 2)
        c.line([(1170 + i * 50, 860), (1190 + i * 50, 905), (1230 + i * 46, 930)], rgb("e8c15a"), 3)
    c.line(smooth([(950, 850), (1020, 900), (1080, 860), (1150, 890)]), CLOTHES[0], 7)
    c.line(smooth([(950, 870), (1010, 930), (1090, 890), (1156, 920)]), CLOTHES[2], 7)
    plant(c, 1450, 760, 190, room)


def _workshop(c: Canvas, room: Room, mood: Outdoor) -> None:
    """A wall of tools, a window, a bench."""
    c.rect(90, 90, 560, 400, light(room.wood, 0.35), 10)
    for row in range(9):
        for col in range(13):
            c.disc(120 + col * 42, 118 + row * 43, 4, dark(room.wood, 0.1))
    for x, tone in ((160, CLOTHES[0]), (230, CLOTHES[1]), (300, CLOTHES[3])):
        c.rect(x - 12, 140, 24, 90, tone, 10)
        c.rect(x - 6, 226, 12, 120, rgb("b9c2cc"), 3)
    c.ring(430, 210, 60, 60, rgb("9aa6b2"), 16)
    gear(c, 550, 370, 64, room.accent3)
    gear(c, 438, 400, 46, room.accent)
    c.line(smooth([(150, 440), (210, 400), (270, 450), (340, 410)]), room.accent2, 10)
    view(c, mood, 1080, 110, 410, 380, light(room.wall, 0.75))
    c.panel(0, 740, WIDTH, 260, light(room.wood, 0.32), dark(room.wood, 0.06))
    c.rect(0, 740, WIDTH, 9, (255, 255, 255, 100))


def gear(c: Canvas, x: float, y: float, r: float, tone: tuple[int, ...]) -> None:
    points = []
    for i in range(40):
        reach = r if i % 4 < 2 else r * 0.8
        a = 2 * math.pi * i / 40
        points.append((x + reach * math.cos(a), y + reach * math.sin(a)))
    c.poly(points, tone)
    c.disc(x, y, r * 0.5, dark(tone, 0.14))
    c.disc(x, y, r * 0.22, light(tone, 0.6))


@scene("rocket", "科技节上，小火箭腾空而起")
def rocket(c: Canvas) -> None:
    mood = pick_outdoor(c.rng)
    sky(c, mood, clouds=5)
    hills(c, mood, 590, 46, 70)
    building(c, mood, 60, 770, 430, 3, bays=6, lift=62)
    for x in (560, 1340, 1480, 1580):
        tree(c, x, 780, c.rng.uniform(180, 270), mood.leaf)
    c.panel(0, 770, WIDTH, 230, mood.grass, dark(mood.grass, 0.22))
    c.poly(blob(c.rng, 930, 880, 420, 70, 0.04), mood.path)
    for i in range(18):
        t = i / 17
        r = 30 + 95 * t
        x = 960 + 40 * math.sin(i) * t + c.rng.uniform(-26, 26) * (1 + t)
        c.poly(
            blob(c.rng, x, 560 + 310 * t, r, r * 0.8, 0.1),
            mix((255, 255, 255), mood.sky[1], c.rng.uniform(0.05, 0.45)),
        )
    for dx in (-260, -160, 170, 280):
        c.poly(blob(c.rng, 960 + dx, 880, 110, 54, 0.12), mix((255, 255, 255), mood.sky[1], 0.35))
    tone = c.rng.choice((CLOTHES[0], CLOTHES[1], CLOTHES[4]))
    c.glow(960, 560, 150, 190, (255, 214, 120), 0.8)
    c.poly(smooth([(916, 500), (926, 590), (960, 690), (994, 590), (1004, 500)]), rgb("f59a3a"))
    c.poly(smooth([(934, 500), (942, 560), (960, 620), (978, 560), (986, 500)]), rgb("ffe28a"))
    for side in (-1, 1):
        c.poly(
            smooth(
                [
                    (960 + side * 70, 330),
                    (960 + side * 150, 430),
                    (960 + side * 150, 530),
                    (960 + side * 62, 480),
                ]
            ),
            dark(tone, 0.15 if side > 0 else 0),
        )
    hull = smooth(
        [(960, 70), (1030, 190), (1046, 350), (1010, 500), (910, 500), (874, 350), (890, 190)],
        closed=True,
    )
    c.poly(hull, rgb("f6f7fa"))
    c.poly([p for p in hull if p[0] >= 985] + [(985, 500)], clear(dark(rgb("f6f7fa"), 0.4), 70))
    c.poly(
        smooth([(960, 60), (1000, 120), (1026, 182)]) + smooth([(894, 182), (920, 120), (960, 60)]),
        tone,
    )
    c.disc(960, 280, 50, tone)
    c.disc(960, 280, 38, rgb("8fd0e8"))
    c.pie(960, 280, 38, 38, 200, 300, (255, 255, 255, 150))
    c.rect(896, 420, 128, 20, tone, 4)
    c.rect(908, 492, 104, 24, rgb("55607c"), 6)
    for i in range(6):
        person(
            c,
            130 + i * 92,
            920 + i % 2 * 36,
            220,
            arms=c.rng.choice(("up", "out", "up")),
            back=i % 3 == 0,
        )
    for i in range(3):
        person(c, 1330 + i * 96, 930 + i % 2 * 30, 225, arms="up")
    for _ in range(10):
        c.poly(star(c.rng.uniform(60, 800), c.rng.uniform(60, 340), 12, 5), clear(mood.sun, 220))
