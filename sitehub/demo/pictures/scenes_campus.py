"""The school seen from outside, through the day and the year."""

from .canvas import WIDTH, Canvas
from .nature import bush, flower, hedge, hills, lawn, leaves, sky, tree
from .palette import CLOTHES, OUTDOORS, clear, dark, light, mix, pick_outdoor, rgb
from .registry import scene
from .shapes import blob, ridge, smooth
from .things import building, entrance, flagpole, person


@scene("campus", "晨光里的教学楼，旗帜在楼前飘扬")
def campus(c: Canvas) -> None:
    mood = pick_outdoor(c.rng)
    sky(c, mood)
    hills(c, mood, 470, 50)
    hedge(c, 690, dark(mood.leaf, 0.2))
    c.rect(0, 715, WIDTH, 90, light(mood.grass, 0.22))
    building(c, mood, 130, 740, 520, 4, bays=6)
    building(c, mood, 950, 740, 520, 4, bays=6)
    entrance(c, mood, 800, 740, 330, 380)
    lawn(c, mood, 770, swing=4)
    c.fade([(700, 772), (900, 772), (1130, 1000), (470, 1000)], mood.path, dark(mood.path, 0.12))
    for i in range(5):
        y = 800 + i * i * 11
        half = 100 + (y - 772) * 1.0
        c.line([(800 - half, y), (800 + half, y)], clear(dark(mood.path, 0.4), 60), 2.5)
    for x, h in ((70, 320), (1530, 350)):
        tree(c, x, 830, h, mood.leaf)
    for x in (250, 400, 550, 1050, 1200, 1350):
        bush(c, x, 800, 96, mood.leaf2)
    flagpole(c, 1010, 830, 520)
    for i in range(16):
        x = 60 + i * 27 if i < 8 else 1150 + (i - 8) * 50
        flower(c, x, c.rng.uniform(930, 985), 52, c.rng.choice(CLOTHES), mood.leaf)
    for x, y in ((650, 905), (730, 880), (880, 930)):
        person(c, x, y, 120, back=True)


@scene("track", "操场上的红色跑道与绿茵场")
def track(c: Canvas) -> None:
    mood = pick_outdoor(c.rng)
    sky(c, mood)
    hills(c, mood, 400, 36, 70)
    building(c, mood, 960, 560, 470, 3, bays=6, lift=56)
    hedge(c, 590, dark(mood.leaf, 0.12))
    for x in (90, 230, 370, 560, 720):
        tree(c, x, 590, c.rng.uniform(150, 230), mood.leaf, kind=c.rng.choice(("round", "poplar")))
    c.panel(0, 580, WIDTH, 420, mood.grass, dark(mood.grass, 0.1))
    for i in range(8):
        if i % 2:
            a, b = 800 + (i - 4) * 150, 800 + (i - 3) * 150
            c.poly(
                [(a, 580), (b, 580), (800 + (b - 800) * 2.2, 860), (800 + (a - 800) * 2.2, 860)],
                clear(light(mood.grass), 70),
            )
    red = mix(rgb("cf5a45"), mood.path, 0.08)
    upper = smooth([(-30, 690), (400, 655), (800, 648), (1200, 660), (1640, 705)])
    c.fade([*upper, (1640, 1010), (-30, 1010)], light(red, 0.15), dark(red, 0.18))
    for i in range(6):
        drop = i * 30 + i * i * 9
        c.line([(x, y + drop) for x, y in upper], (255, 248, 240, 220), 3 + i * 1.1)
    for i in range(9):
        c.poly(
            [
                (240 + i * 4, 720 + i * 32),
                (256 + i * 4, 720 + i * 32),
                (262 + i * 5, 736 + i * 32),
                (244 + i * 5, 736 + i * 32),
            ],
            (255, 255, 255, 160),
        )
    for x, y, h, lean in ((560, 810, 180, 0.06), (850, 850, 205, 0.07), (1130, 905, 235, 0.07)):
        person(c, x, y, h, lean=lean, arms="out")
    line = smooth([(0, 120), (500, 205), (1000, 165), (1600, 70)])
    c.line(line, (255, 255, 255, 200), 3)
    for i in range(2, len(line) - 2, 2):
        x, y = line[i]
        c.poly([(x - 17, y), (x + 17, y), (x, y + 40)], CLOTHES[i // 2 % len(CLOTHES)])


@scene("ginkgo", "银杏满树金黄，落叶铺满校园小路")
def ginkgo(c: Canvas) -> None:
    mood = c.rng.choice((OUTDOORS[0], OUTDOORS[1], OUTDOORS[2]))
    gold = c.rng.choice((rgb("efb32f"), rgb("f2bd3e"), rgb("e59f2d")))
    sky(c, mood, clouds=3)
    hills(c, mood, 470, 44, 70)
    building(c, mood, 430, 730, 720, 4, bays=9, lift=66)
    c.fade(
        ridge(c.rng, 740, 8), mix(mood.grass, gold, 0.45), mix(dark(mood.grass, 0.2), gold, 0.35)
    )
    c.fade([(745, 742), (850, 742), (1180, 1000), (420, 1000)], mood.path, dark(mood.path, 0.1))
    for side in (-1, 1):
        for i in range(5):
            far = 4 - i
            y = 760 + i * i * 13
            x = 797 + side * (150 + i * i * 34)
            tree(c, x, y, 230 + i * i * 30, mix(gold, mood.sky[2], far * 0.07))
    leaves(c, gold, 240, (200, 780, 1400, 1000))
    leaves(c, gold, 60, (100, 250, 1500, 780))
    for x in (750, 830):
        person(c, x, 890, 150, back=True)


@scene("rain", "细雨中的校园，一把把小伞走过水洼")
def rain(c: Canvas) -> None:
    mood = OUTDOORS[c.rng.choice((0, 1, 3))]
    grey = rgb("8d9fb4")
    c.backdrop(
        mix(mood.sky[0], grey, 0.75), mix(mood.sky[1], grey, 0.5), mix(mood.sky[2], grey, 0.3)
    )
    for i in range(5):
        c.poly(blob(c.rng, 150 + i * 330, 90, 280, 90, 0.1), (104, 120, 144, 60))
    for i, tone in enumerate(mood.hills):
        c.fade(
            ridge(c.rng, 460 + i * 50, 70), mix(tone, grey, 0.5), mix(tone, light(grey, 0.5), 0.6)
        )
    building(c, mood, 260, 720, 620, 4, bays=7, lift=70)
    c.panel(0, 720, WIDTH, 280, mix(mood.path, grey, 0.62), mix(mood.path, dark(grey), 0.75))
    for i in range(8):
        c.rect(290 + i * 74, 726, 42, 190, (255, 255, 255, 22))
    for x in (80, 1010, 1190, 1400, 1560):
        tree(c, x, 740, c.rng.uniform(250, 370), mix(mood.leaf, grey, 0.3))
    for _ in range(12):
        x, y = c.rng.uniform(0, WIDTH), c.rng.uniform(780, 980)
        w = c.rng.uniform(70, 190)
        c.oval(x, y, w, w * 0.13, clear(light(mood.sky[1], 0.3), 120))
        c.ring(x, y, w * 0.4, w * 0.055, (255, 255, 255, 130), 2)
    for i, x in enumerate((330, 600, 880, 1180)):
        y, h = 880 + (i % 2) * 60, 200 + (i % 2) * 30
        person(c, x, y, h, back=i % 2 == 0)
        tone = CLOTHES[(i * 2 + c.rng.randrange(7)) % 7]
        umbrella(c, x + 12, y - h * 1.06, h * 0.6, tone)
    for _ in range(260):
        x, y = c.rng.uniform(-50, WIDTH), c.rng.uniform(0, 1000)
        n = c.rng.uniform(24, 58)
        c.line([(x, y), (x - n * 0.2, y + n)], (255, 255, 255, 85), 2)


def umbrella(c: Canvas, x: float, y: float, r: float, tone: tuple[int, ...]) -> None:
    c.line([(x, y), (x, y + r * 0.9)], (90, 90, 104), 6)
    c.pie(x, y + r * 0.2, r, r * 0.85, 180, 360, tone)
    c.pie(x + r * 0.14, y + r * 0.2, r * 0.4, r * 0.84, 180, 360, dark(tone, 0.12))
    c.pie(x - r * 0.36, y + r * 0.2, r * 0.34, r * 0.72, 180, 360, light(tone, 0.2))
    for i in range(4):
        c.pie(
            x - r * 0.75 + i * r * 0.5,
            y + r * 0.21,
            r * 0.25,
            r * 0.1,
            180,
            360,
            mix(tone, (150, 162, 180), 0.8),
        )


@scene("crosswalk", "校门前的斑马线与校车")
def crosswalk(c: Canvas) -> None:
    mood = pick_outdoor(c.rng)
    sky(c, mood)
    hills(c, mood, 430, 44, 70)
    building(c, mood, 540, 610, 620, 3, bays=8, lift=68)
    hedge(c, 640, mood.leaf)
    for x in (60, 230, 420, 1290, 1460, 1590):
        tree(c, x, 650, c.rng.uniform(230, 310), mood.leaf, kind="round")
    c.rect(0, 632, WIDTH, 60, light(mood.path, 0.1))
    c.rect(0, 682, WIDTH, 14, dark(mood.path, 0.22))
    road = rgb("6d7688")
    c.panel(0, 696, WIDTH, 304, light(road, 0.12), dark(road, 0.2))
    for i in range(9):
        x = 440 + i * 92
        c.poly(
            [
                (x, 710),
                (x + 52, 710),
                (800 + (x + 52 - 800) * 1.5, 990),
                (800 + (x - 800) * 1.5, 990),
            ],
            (248, 248, 244, 235),
        )
    bus(c, 1090, 800, 440)
    for i, x in enumerate((560, 690, 810)):
        person(c, x, 880 + i % 2 * 12, 215 if i else 165, arms="up" if i == 2 else "down")
    c.rect(276, 470, 9, 250, (120, 126, 138))
    c.rect(252, 400, 58, 140, (60, 66, 78), 14)
    for i, tone in enumerate(((214, 90, 80), (120, 104, 70), (110, 222, 140))):
        c.disc(281, 426 + i * 44, 17, tone)
    c.glow(281, 514, 54, 54, (150, 255, 180), 0.6)


def bus(c: Canvas, x: float, base: float, w: float) -> None:
    yellow, h = rgb("f4b62f"), w * 0.44
    top = base - h - w * 0.06
    c.shade(x + w / 2, base, w * 0.58, 30, 0.6)
    c.panel(x, top, w, h, light(yellow, 0.2), dark(yellow, 0.06), 26)
    c.rect(x + 8, top + h * 0.64, w - 16, 9, (60, 60, 70))
    for i in range(4):
        wx = x + w * 0.05 + i * w * 0.19
        c.rect(wx, top + h * 0.16, w * 0.16, h * 0.34, rgb("51718a"), 8)
        c.poly(
            [
                (wx + 6, top + h * 0.46),
                (wx + w * 0.08, top + h * 0.18),
                (wx + w * 0.13, top + h * 0.18),
            ],
            (255, 255, 255, 90),
        )
    c.rect(x + w * 0.82, top + h * 0.14, w * 0.15, h * 0.42, rgb("8fc0d6"), 10)
    c.disc(x + w * 0.96, top + h * 0.78, 12, (255, 248, 214))
    for wx in (x + w * 0.2, x + w * 0.78):
        c.disc(wx, base - w * 0.05, w * 0.09, rgb("32363f"))
        c.disc(wx, base - w * 0.05, w * 0.045, rgb("c9d0d8"))
