"""Night skies and festive evenings."""

from .canvas import WIDTH, Canvas
from .nature import tree
from .palette import CLOTHES, dark, light, mix, rgb
from .registry import scene
from .shapes import ridge, smooth, star, turn
from .things import person


@scene("lanterns", "夜色里万盏花灯，湖面灯影点点")
def lanterns(c: Canvas) -> None:
    night = c.rng.choice(
        (
            ("1d2450", "3b3f7c", "a8677f"),
            ("15304d", "275a73", "c98a6a"),
            ("2a1d4a", "5a3a72", "d0797a"),
        )
    )
    top, mid, low = (rgb(code) for code in night)
    c.backdrop(top, mid, low, dark(mid, 0.2))
    for _ in range(120):
        c.disc(
            c.rng.uniform(0, WIDTH),
            c.rng.uniform(0, 420),
            c.rng.uniform(1, 2.6),
            (255, 255, 240, 190),
        )
    c.glow(1240, 190, 190, 190, (255, 244, 210), 0.5)
    c.disc(1240, 190, 60, (255, 246, 220))
    for i in range(3):
        tone = dark(mix(mid, low, 0.3), 0.1 + i * 0.2)
        c.fade(ridge(c.rng, 520 + i * 50, 80, bottom=720), tone, mix(tone, low, 0.4))
    c.panel(0, 690, WIDTH, 310, mix(mid, low, 0.5), dark(top, 0.3))
    roofs = dark(top, 0.35)
    for x, w in ((90, 300), (1210, 340)):
        for level in range(3):
            y, half = 690 - level * 100, w / 2 * (1 - level * 0.26)
            c.rect(x + w / 2 - half * 0.72, y - 90, half * 1.44, 92, mix(roofs, low, 0.16))
            for k in range(4):
                c.rect(
                    x + w / 2 - half * 0.6 + k * half * 0.32,
                    y - 66,
                    half * 0.22,
                    46,
                    rgb("ffcf7a"),
                    3,
                )
            eave = smooth(
                [
                    (x + w / 2 - half * 1.2, y - 84),
                    (x + w / 2 - half * 0.8, y - 98),
                    (x + w / 2, y - 134),
                    (x + w / 2 + half * 0.8, y - 98),
                    (x + w / 2 + half * 1.2, y - 84),
                ]
            )
            c.poly([*eave, (x + w / 2, y - 84)], roofs)
    for i in range(60):
        depth = (i / 60) ** 1.4
        x, y = c.rng.uniform(-20, WIDTH + 20), 40 + c.rng.random() * 520 * (1 - depth * 0.35)
        sky_lantern(
            c, x, y, 12 + 62 * depth, c.rng.choice((rgb("ff9a4d"), rgb("ffb75e"), rgb("ff7d5c")))
        )
    for _ in range(46):
        y = c.rng.uniform(715, 985)
        size = 8 + (y - 700) / 12
        x = c.rng.uniform(0, WIDTH)
        c.glow(x, y, size * 3.4, size * 1.6, (255, 186, 110), 0.75)
        c.oval(x, y + size * 0.3, size * 1.2, size * 0.4, rgb("f08fa0"))
        for k in (-1, 0, 1):
            c.oval(
                x + k * size * 0.6,
                y,
                size * 0.42,
                size * 0.56,
                mix(rgb("ffb3ba"), rgb("fff0d0"), 0.3 + 0.3 * (k == 0)),
            )
        c.disc(x, y - size * 0.3, size * 0.24, (255, 248, 206))
        c.line([(x, y + size), (x, y + size * 2.4)], (255, 214, 150, 80), size * 0.5)


def sky_lantern(c: Canvas, x: float, y: float, s: float, tone: tuple[int, ...]) -> None:
    c.glow(x, y, s * 2.1, s * 2.1, tone, 0.45)
    body = smooth(
        [
            (x - s * 0.5, y - s * 0.6),
            (x, y - s * 0.8),
            (x + s * 0.5, y - s * 0.6),
            (x + s * 0.56, y),
            (x + s * 0.36, y + s * 0.6),
            (x - s * 0.36, y + s * 0.6),
            (x - s * 0.56, y),
        ],
        closed=True,
        steps=6,
    )
    c.poly(body, tone)
    c.oval(x, y + s * 0.2, s * 0.34, s * 0.4, light(tone, 0.5))
    c.oval(x, y + s * 0.36, s * 0.18, s * 0.22, (255, 250, 214))
    c.rect(x - s * 0.36, y + s * 0.54, s * 0.72, s * 0.09, dark(tone, 0.35), 3)


@scene("stars", "星空下的天文望远镜与银河")
def stars(c: Canvas) -> None:
    night = c.rng.choice(
        (
            ("0f1b3d", "24406f", "5d7fa3"),
            ("171540", "3b2f73", "8a6fa8"),
            ("0d2437", "1b5568", "5aa396"),
        )
    )
    top, mid, low = (rgb(code) for code in night)
    c.backdrop(top, mid, low, light(low, 0.4))
    for i in range(16):
        x, y = 250 + i * 66, 760 - i * 48
        c.glow(x, y, 260, 170, light(low, 0.3), 0.2)
        c.glow(x + 20, y + 16, 120, 70, (255, 236, 250), 0.12)
    for _ in range(420):
        x, y = c.rng.uniform(0, WIDTH), c.rng.uniform(0, 740)
        c.disc(
            x,
            y,
            c.rng.choice((1.2, 1.4, 1.8, 2.6, 3.2)),
            (255, 252, 236, c.rng.randrange(120, 255)),
        )
    for _ in range(9):
        x, y, s = c.rng.uniform(60, 1540), c.rng.uniform(40, 460), c.rng.uniform(12, 24)
        c.glow(x, y, s * 2, s * 2, (255, 250, 224), 0.5)
        c.poly(star(x, y, s, s * 0.16, 4), (255, 253, 240))
    dots = [
        (1020, 120),
        (1100, 170),
        (1190, 160),
        (1260, 220),
        (1250, 310),
        (1370, 330),
        (1390, 240),
    ]
    c.line([*dots, dots[3]], (255, 255, 255, 110), 2.4)
    for x, y in dots:
        c.disc(x, y, 6, (255, 250, 220))
    for x, y in ((420, 110), (640, 220)):
        c.poly([(x, y), (x + 170, y + 74), (x + 168, y + 79)], (255, 255, 255, 160))
    for i in range(3):
        tone = dark(mix(mid, low, 0.5 - i * 0.16), 0.1 + i * 0.2)
        c.fade(ridge(c.rng, 690 + i * 60, 70), tone, mix(tone, top, 0.4))
    ground = dark(mix(mid, rgb("2f6b57"), 0.4), 0.4)
    c.fade(ridge(c.rng, 860, 30), ground, dark(ground, 0.5))
    for x in (60, 150, 1450, 1550):
        tree(
            c, x, 890, c.rng.uniform(220, 330), dark(mix(rgb("2f6b57"), mid, 0.5), 0.3), kind="pine"
        )
    metal = rgb("e9edf4")
    for dx in (-110, 20, 120):
        c.line([(760, 690), (760 + dx, 925)], rgb("3b3f52"), 15, caps=True)
    tube = turn([(560, 640), (990, 622), (990, 706), (560, 690)], 760, 660, -34)
    c.poly(tube, metal)
    c.poly(
        [
            tube[2],
            tube[3],
            turn([(560, 664)], 760, 660, -34)[0],
            turn([(990, 664)], 760, 660, -34)[0],
        ],
        dark(metal, 0.2),
    )
    c.poly(
        turn([(970, 606), (1020, 606), (1020, 722), (970, 722)], 760, 660, -34),
        CLOTHES[c.rng.randrange(7)],
    )
    c.poly(turn([(510, 648), (566, 644), (566, 686), (510, 682)], 760, 660, -34), rgb("3b3f52"))
    c.disc(760, 680, 30, rgb("55607c"))
    person(c, 520, 940, 300, back=True)
    person(c, 960, 945, 240, arms="up", back=True)
    person(c, 1080, 950, 260, back=True)
