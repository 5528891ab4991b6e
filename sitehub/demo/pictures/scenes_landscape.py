"""Hills, meadow and water."""

import math

from .canvas import HEIGHT, WIDTH, Canvas
from .nature import bush, crown, flower, hedge, hills, lawn, sky, tree
from .palette import CLOTHES, OUTDOORS, clear, dark, light, mix, pick_outdoor, rgb
from .registry import scene
from .shapes import ridge, smooth
from .things import (
    person,
)


@scene("hills", "群山层叠，湖水映着天光")
def far_hills(c: Canvas) -> None:
    mood = pick_outdoor(c.rng)
    x, y = sky(c, mood, clouds=3)
    for i in range(5):
        tone = mix(mix(mood.hills[0], mood.sky[2], 0.45), mood.hills[2], i / 4)
        line = ridge(c.rng, 400 + i * 52, 130 - i * 18, waves=1.2 + i * 0.45, bottom=760)
        c.fade(line, tone, mix(tone, mood.sky[2], 0.72))
    c.panel(
        0,
        690,
        WIDTH,
        310,
        mix(mood.sky[1], mood.hills[1], 0.3),
        mix(mood.hills[2], mood.sky[0], 0.4),
    )
    c.glow(x, 700, 190, 300, mood.sun, 0.6)
    for _ in range(70):
        ly = c.rng.uniform(700, 990)
        half = c.rng.uniform(20, 30 + (ly - 690) * 0.5)
        lx = c.rng.uniform(0, WIDTH)
        c.line(
            [(lx - half, ly), (lx + half, ly)],
            clear(light(mood.sky[2], 0.4), 70),
            2 + (ly - 690) / 110,
        )
    for px in range(-20, 360, 46):
        tree(
            c,
            px,
            740 + c.rng.uniform(-8, 14),
            c.rng.uniform(110, 190),
            dark(mood.leaf, 0.15),
            kind="pine",
        )
    c.fade(
        [*smooth([(0, 890), (220, 850), (520, 930), (760, 1010)]), (0, 1010)],
        mood.grass,
        dark(mood.grass, 0.3),
    )
    c.fade(
        [(1600, 830), *smooth([(1600, 830), (1380, 850), (1180, 930), (1060, 1010)]), (1600, 1010)],
        mood.grass,
        dark(mood.grass, 0.3),
    )
    tree(c, 150, 900, 420, mood.leaf)
    tree(c, 1490, 880, 330, mood.leaf2)
    for dx in (0, 46, 84, 140):
        bx, by = x - 160 + dx * 1.6, y + 60 + dx * 0.4
        c.line(
            smooth(
                [
                    (bx - 18, by - 8),
                    (bx - 7, by - 12),
                    (bx, by),
                    (bx + 7, by - 12),
                    (bx + 18, by - 8),
                ],
                steps=4,
            ),
            dark(mood.hills[2], 0.3),
            3,
        )


@scene("sunrise", "朝阳升起，红绸拂过青山与松林")
def sunrise(c: Canvas) -> None:
    mood = OUTDOORS[c.rng.choice((0, 2, 4))]
    warm = rgb("f7b267")
    c.backdrop(
        mix(mood.sky[0], warm, 0.3), mix(mood.sky[1], warm, 0.55), rgb("fde9c4"), rgb("fdf3dc")
    )
    c.glow(800, 500, 800, 620, (255, 244, 204), 0.8)
    c.disc(800, 470, 128, rgb("f2654a"))
    c.disc(800, 470, 108, rgb("f57d55"))
    for i in range(4):
        tone = mix(mix(mood.hills[0], warm, 0.35), mood.hills[2], i / 3)
        c.fade(
            ridge(c.rng, 520 + i * 85, 100 - i * 12, waves=1.3 + i * 0.4),
            tone,
            mix(tone, rgb("fde9c4"), 0.6),
        )
    for x in (60, 150, 250, 1340, 1440, 1550):
        tree(
            c,
            x,
            880 + c.rng.uniform(-20, 20),
            c.rng.uniform(190, 300),
            dark(mood.leaf, 0.15),
            kind="pine",
        )
    for shift, tone in ((46, rgb("b92d2a")), (0, rgb("dc4034"))):
        upper = smooth(
            [
                (-40, 770 + shift),
                (300, 660 + shift),
                (680, 800),
                (1060, 720 + shift),
                (1640, 560 + shift),
            ]
        )
        lower = smooth(
            [
                (-40, 900 + shift),
                (300, 770 + shift),
                (680, 890),
                (1060, 850 + shift),
                (1640, 720 + shift),
            ]
        )
        c.fade(upper + lower[::-1], light(tone, 0.12), dark(tone, 0.1))
        for part in (6, 19, 30):
            c.poly([*upper[part : part + 6], *lower[part : part + 6][::-1]], (255, 220, 180, 38))
    c.fade(ridge(c.rng, 915, 26), mood.leaf, dark(mood.leaf, 0.3))
    for i in range(20):
        flower(
            c,
            40 + i * 82 + c.rng.uniform(-14, 14),
            990,
            c.rng.uniform(60, 90),
            rgb("f3c34a"),
            dark(mood.leaf, 0.2),
        )
    for i in range(5):
        bx, by = 520 + i * 70, 220 + abs(2 - i) * 24
        c.poly(
            smooth(
                [(bx - 22, by - 12), (bx, by), (bx + 24, by - 14), (bx + 4, by + 10)],
                closed=True,
                steps=5,
            ),
            (255, 255, 255, 225),
        )


@scene("kites", "春日草坪上，五彩风筝乘风而起")
def kites(c: Canvas) -> None:
    mood = OUTDOORS[c.rng.choice((0, 1, 3))]
    sky(c, mood, clouds=6)
    hills(c, mood, 560, 50, 80)
    lawn(c, mood, 740, swing=30)
    for x, h in ((90, 300), (1500, 260), (1590, 330)):
        tree(c, x, 790, h, mood.leaf2)
    crown(c, 1300, 760, 60, mood.leaf)
    for i, (kx, ky, size) in enumerate(
        ((350, 230, 92), (760, 140, 110), (1180, 280, 84), (1010, 480, 58))
    ):
        tone, trim = CLOTHES[(i + c.rng.randrange(3)) % 7], CLOTHES[(i + 4) % 7]
        px, py = 420 + i * 240, 860 + i % 2 * 50
        c.line(
            smooth(
                [(kx, ky + size), ((kx + px) / 2 + 40, (ky + py) / 2 + 90), (px + 40, py - 130)]
            ),
            (255, 255, 255, 190),
            2.4,
        )
        tail = smooth(
            [
                (kx, ky + size),
                (kx - 30, ky + size * 1.6),
                (kx + 20, ky + size * 2.1),
                (kx - 20, ky + size * 2.7),
            ]
        )
        c.line(tail, trim, 5)
        for j in (8, 16, 24):
            tx, ty = tail[j]
            c.poly(
                [(tx - 16, ty - 8), (tx + 16, ty + 8), (tx + 16, ty - 8), (tx - 16, ty + 8)], trim
            )
        c.poly(
            [(kx, ky - size), (kx + size * 0.72, ky), (kx, ky + size), (kx - size * 0.72, ky)], tone
        )
        c.poly([(kx, ky - size), (kx + size * 0.72, ky), (kx, ky)], trim)
        c.poly([(kx, ky + size), (kx - size * 0.72, ky), (kx, ky)], light(tone, 0.3))
        person(c, px, py, 160, arms="up")
    for _ in range(40):
        flower(
            c,
            c.rng.uniform(0, WIDTH),
            c.rng.uniform(900, 995),
            c.rng.uniform(24, 46),
            c.rng.choice(CLOTHES),
            mood.leaf,
        )


@scene("river", "清清河湾，岸边立着救生圈")
def river(c: Canvas) -> None:
    mood = pick_outdoor(c.rng)
    sky(c, mood, clouds=5)
    hills(c, mood, 420, 52, 90)
    hedge(c, 610, dark(mood.leaf, 0.1))
    for x in (60, 210, 420, 980, 1130, 1320, 1500):
        tree(
            c,
            x,
            620,
            c.rng.uniform(150, 250),
            mood.leaf,
            kind=c.rng.choice(("round", "round", "poplar")),
        )
    water = mix(mood.sky[0], mood.hills[1], 0.35)
    c.panel(0, 610, WIDTH, 390, light(water, 0.35), dark(water, 0.08))
    for _ in range(90):
        y = c.rng.uniform(622, 980)
        half = c.rng.uniform(16, 24 + (y - 610) * 0.4)
        x = c.rng.uniform(0, WIDTH)
        c.line([(x - half, y), (x, y - 3), (x + half, y)], (255, 255, 255, 86), 2 + (y - 610) / 130)
    bank = smooth([(-20, 800), (280, 790), (560, 850), (760, 940), (840, HEIGHT + 10)])
    c.fade(
        [(x + 26, y - 12) for x, y in bank] + [(-20, HEIGHT + 10), (-20, 780)],
        mood.path,
        dark(mood.path, 0.2),
    )
    c.fade([*bank, (-20, HEIGHT + 10)], light(mood.grass, 0.1), dark(mood.grass, 0.24))
    for i in range(14):
        x = 1240 + i * 27 + c.rng.uniform(-8, 8)
        h = c.rng.uniform(140, 260)
        c.line(
            smooth([(x, 1000), (x + 6, 1000 - h * 0.6), (x - 10, 1000 - h)]),
            dark(mood.leaf, 0.1),
            7,
        )
        c.oval(x - 10, 1000 - h, 9, 32, rgb("9a6a45"))
    c.shade(330, 872, 90, 12)
    c.rect(318, 480, 24, 390, rgb("e9edf0"), 6)
    c.rect(332, 480, 10, 390, rgb("c4ccd4"), 4)
    c.ring(330, 560, 104, 104, rgb("ef5a3c"), 46)
    for i in range(4):
        a = math.pi / 4 + i * math.pi / 2
        c.line(
            [
                (330 + 58 * math.cos(a), 560 + 58 * math.sin(a)),
                (330 + 104 * math.cos(a), 560 + 104 * math.sin(a)),
            ],
            (255, 252, 246),
            38,
        )
    c.ring(330, 560, 108, 108, (214, 190, 150), 6)
    c.rect(470, 640, 16, 210, rgb("b98455"), 4)
    c.poly([(478, 520), (560, 660), (396, 660)], rgb("f4b62f"))
    c.poly([(478, 548), (536, 648), (420, 648)], rgb("fff2c4"))
    c.line([(440, 622), (460, 610), (480, 622), (500, 610), (518, 622)], rgb("2f6d9c"), 7)
    c.disc(472, 588, 9, rgb("2f6d9c"))
    tree(c, 110, 880, 460, mood.leaf)
    for x in (600, 240):
        bush(c, x, 910, 110, mood.leaf2)
    for i in range(3):
        x, y = 980 + i * 120, 740 + i % 2 * 60
        c.oval(x, y, 30, 13, (252, 250, 244))
        c.disc(x + 26, y - 20, 12, (252, 250, 244))
        c.poly([(x + 34, y - 22), (x + 50, y - 17), (x + 35, y - 14)], rgb("f0a03c"))
