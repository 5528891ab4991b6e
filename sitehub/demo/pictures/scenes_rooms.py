"""Rooms where lessons, meetings and reading happen."""

import math

from .canvas import Canvas
from .palette import CLOTHES, OUTDOORS, clear, dark, light, pick_outdoor, pick_room, rgb
from .registry import scene
from .shapes import blob, box, smooth
from .things import (
    book_row,
    curtain,
    desk,
    person,
    plant,
    room_shell,
    sunbeams,
    view,
)


@scene("classroom", "明亮的教室，黑板前摆着整齐的课桌")
def classroom(c: Canvas) -> None:
    room, mood = pick_room(c.rng), pick_outdoor(c.rng)
    room_shell(c, room, 640)
    c.rect(300, 130, 800, 370, dark(room.wood, 0.1), 10)
    board = rgb("2f6b57")
    c.panel(318, 148, 764, 334, light(board, 0.08), dark(board, 0.2))
    for i in range(4):
        c.poly(blob(c.rng, 430 + i * 180, 300, 130, 60, 0.3), (255, 255, 255, 9))
    chalk = (246, 246, 236, 215)
    c.line([(400, 400), (400, 210)], chalk, 4)
    c.line([(400, 400), (640, 400)], chalk, 4)
    c.line([(400 + i * 2.3, 395 - i * i * 0.017) for i in range(0, 100, 4)], (250, 214, 110), 4)
    c.ring(800, 300, 72, 72, chalk, 4)
    c.line([(800, 300), (866, 270)], (244, 160, 140), 4)
    c.line([(728, 300), (872, 300)], chalk, 3)
    c.line([(930, 390), (1030, 390), (990, 220), (930, 390)], chalk, 4)
    c.rect(310, 486, 780, 16, light(room.wood, 0.2), 4)
    for i in range(4):
        c.rect(420 + i * 36, 478, 24, 8, (CLOTHES[i + 1] if i else (250, 250, 250)), 3)
    view(c, mood, 1240, 130, 300, 360, light(room.wall, 0.75))
    curtain(c, 1190, 90, 74, 470, room.cloth)
    sunbeams(c, 1240, 490, 300, 960, slant=-420)
    for i in range(5):
        c.rect(60 + i % 2 * 100, 140 + i // 2 * 120, 82, 96, light(CLOTHES[i], 0.45), 5)
        c.disc(101 + i % 2 * 100, 182 + i // 2 * 120, 22, CLOTHES[(i + 2) % 7])
    c.shade(1010, 640, 120, 22)
    c.panel(930, 520, 170, 120, light(room.wood, 0.15), dark(room.wood, 0.15), 6)
    c.rect(918, 508, 194, 18, room.wood, 5)
    plant(c, 225, 690, 170, room)
    for row, (y, w, gap) in enumerate(((680, 150, 260), (775, 200, 345), (900, 270, 470))):
        for i in range(-2, 3):
            x = 800 + i * gap - gap * 0.5 * (row % 2)
            desk(c, x, y, w, room.wood)
            if c.rng.random() < 0.8:
                tone = c.rng.choice(CLOTHES)
                c.rect(x - w * 0.3, y - w * 0.1, w * 0.28, w * 0.075, tone, 3)
                c.rect(x - w * 0.28, y - w * 0.14, w * 0.25, w * 0.05, light(tone, 0.6), 2)
                c.rect(x + w * 0.16, y - w * 0.24, w * 0.08, w * 0.2, c.rng.choice(CLOTHES), 4)
                for j in (-1, 1):
                    c.line(
                        [(x + w * 0.2 + j * 4, y - w * 0.22), (x + w * 0.2 + j * 9, y - w * 0.36)],
                        CLOTHES[(i + row + j) % 7],
                        w * 0.025,
                    )


@scene("library", "图书馆里书架成排，阅读角洒满阳光")
def library(c: Canvas) -> None:
    room, mood = pick_room(c.rng), pick_outdoor(c.rng)
    room_shell(c, room, 760)
    for x in (40, 1130):
        w = 430
        c.shade(x + w / 2, 762, 260, 26)
        c.rect(x - 12, 90, w + 24, 670, dark(room.wood, 0.06), 8)
        for shelf in range(5):
            y = 118 + shelf * 126
            c.panel(x + 6, y, w - 12, 112, dark(room.wood, 0.45), dark(room.wood, 0.3))
            book_row(c, x + 12, y + 112, w - 24 - c.rng.choice((0, 60, 0)), 104, room)
            c.rect(x, y + 110, w, 14, light(room.wood, 0.14))
    view(c, mood, 570, 150, 470, 430, light(room.wall, 0.7))
    sunbeams(c, 580, 590, 450, 990, slant=-220)
    c.line([(800, 0), (800, 70)], dark(room.wood), 5)
    c.pie(800, 112, 96, 78, 180, 360, room.accent2)
    c.glow(800, 150, 300, 190, (255, 240, 196), 0.5)
    c.oval(800, 930, 520, 70, clear(room.cloth, 235))
    c.oval(800, 926, 470, 56, clear(light(room.cloth, 0.4), 235))
    c.shade(800, 910, 430, 40)
    for side in (-1, 1):
        c.poly(
            [
                (800 + side * 300, 790),
                (800 + side * 330, 790),
                (800 + side * 350, 925),
                (800 + side * 326, 925),
            ],
            dark(room.wood, 0.2),
        )
    for x in (600, 1000):
        person(c, x, 905, 330, seated=True, arms="out")
    c.rect(440, 770, 720, 26, light(room.wood, 0.22), 10)
    c.rect(440, 790, 720, 12, dark(room.wood, 0.1), 6)
    for x, tone in ((600, CLOTHES[1]), (1000, CLOTHES[0])):
        open_book(c, x, 768, 92, tone)
    for i in range(4):
        c.rect(760 + c.rng.uniform(-8, 8), 750 - i * 20, 100, 19, CLOTHES[(i + 2) % 7], 3)
    plant(c, 1090, 800, 210, room)


def open_book(c: Canvas, x: float, y: float, w: float, cover: tuple[int, ...]) -> None:
    c.poly(
        [
            (x - w, y - w * 0.5),
            (x, y - w * 0.1),
            (x + w, y - w * 0.5),
            (x + w, y + 5),
            (x, y + 12),
            (x - w, y + 5),
        ],
        cover,
    )
    for side in (-1, 1):
        page = smooth(
            [
                (x, y - w * 0.12),
                (x + side * w * 0.45, y - w * 0.62),
                (x + side * w * 0.92, y - w * 0.52),
            ]
        )
        c.poly(
            [*page, (x + side * w * 0.92, y - 4), (x, y + 4)],
            (255, 252, 244) if side < 0 else (240, 236, 226),
        )
        for i in range(4):
            py = y - w * 0.4 + i * w * 0.1
            c.line(
                [(x + side * w * 0.2, py + w * 0.06), (x + side * w * 0.78, py - w * 0.02)],
                (170, 170, 170, 130),
                2,
            )


@scene("meeting", "会议室里，大家围坐长桌研讨交流")
def meeting(c: Canvas) -> None:
    room, mood = pick_room(c.rng), pick_outdoor(c.rng)
    room_shell(c, room, 660)
    view(c, mood, 90, 130, 330, 360, light(room.wall, 0.75))
    view(c, mood, 1180, 130, 330, 360, light(room.wall, 0.75))
    c.rect(506, 110, 588, 364, rgb("3a4254"), 12)
    c.panel(522, 126, 556, 332, (250, 252, 255), (226, 236, 246))
    for i, h in enumerate((90, 150, 120, 200, 236)):
        c.rect(
            570 + i * 56,
            420 - h,
            36,
            h,
            (room.accent2, room.accent, room.accent3, room.leaf, room.accent)[i],
            5,
        )
    c.pie(960, 260, 82, 82, -90, 150, room.accent2)
    c.pie(960, 260, 82, 82, 150, 220, room.accent3)
    c.pie(960, 260, 82, 82, 220, 270, room.accent)
    c.disc(960, 260, 40, (242, 246, 250))
    for i in range(2):
        c.rect(890, 366 + i * 30, 140 - i * 40, 12, (180, 192, 206), 6)
    c.line([(570, 424), (870, 424)], (150, 160, 176), 4)
    plant(c, 466, 680, 190, room)
    plant(c, 1134, 680, 190, room)
    for x in (420, 610, 800, 990, 1180):
        c.rect(x - 62, 560, 124, 160, dark(room.accent2, 0.25), 26)
        person(c, x, 860, 400, seated=True)
    c.shade(800, 940, 760, 70, 0.5)
    c.fade(
        [(280, 706), (1320, 706), (1560, 850), (40, 850)],
        light(room.wood, 0.36),
        light(room.wood, 0.06),
    )
    c.poly([(40, 850), (1560, 850), (1540, 900), (60, 900)], dark(room.wood, 0.14))
    c.poly([(560, 706), (700, 706), (560, 850), (360, 850)], (255, 255, 255, 30))
    for i, x in enumerate((400, 600, 800, 1000, 1200)):
        px = 800 + (x - 800) * 1.12
        c.poly([(px - 44, 738), (px + 40, 738), (px + 50, 782), (px - 54, 782)], (255, 255, 252))
        c.line([(px - 24, 752), (px + 24, 752)], (180, 186, 196), 3)
        c.line([(px - 28, 766), (px + 18, 766)], (180, 186, 196), 3)
        c.rect(px + 62, 734, 26, 38, CLOTHES[i], 6)
        c.oval(px + 75, 735, 13, 5, light(CLOTHES[i], 0.5))
    for x in (330, 800, 1270):
        c.rect(x - 90, 880, 180, 160, dark(room.accent2, 0.4), 40)
        c.rect(x - 78, 892, 156, 150, dark(room.accent2, 0.25), 34)


@scene("calm", "心理辅导室，沙发、绿植与柔和的灯光")
def calm(c: Canvas) -> None:
    room, mood = pick_room(c.rng), pick_outdoor(c.rng)
    room_shell(c, room, 720)
    view(c, mood, 180, 120, 480, 400, light(room.wall, 0.75))
    curtain(c, 90, 70, 110, 600, room.cloth)
    curtain(c, 660, 70, 110, 600, room.cloth)
    for i in range(3):
        x, y, r = 930 + i * 150, 240 + (i % 2) * 60, 62
        c.rect(x - r, y - r, 2 * r, 2 * r, light(room.wood, 0.3), 8)
        c.rect(x - r + 10, y - r + 10, 2 * r - 20, 2 * r - 20, light(room.wall, 0.7), 4)
        c.poly(blob(c.rng, x, y, 34, 34, 0.25), (room.accent, room.leaf, room.accent3)[i])
        c.poly(
            blob(c.rng, x + 12, y + 8, 18, 20, 0.25), (room.accent3, room.accent2, room.accent)[i]
        )
    c.oval(800, 880, 700, 100, clear(light(room.cloth, 0.2), 240))
    c.oval(800, 874, 620, 80, clear(light(room.cloth, 0.5), 240))
    c.shade(860, 850, 430, 40, 0.4)
    sofa, base = room.accent2, 840
    c.panel(520, 540, 680, 250, light(sofa, 0.16), sofa, 56)
    c.rect(560, 690, 300, 120, light(sofa, 0.22), 30)
    c.rect(862, 690, 300, 120, light(sofa, 0.22), 30)
    c.rect(490, 640, 100, 190, dark(sofa, 0.08), 46)
    c.rect(1130, 640, 100, 190, dark(sofa, 0.08), 46)
    c.rect(540, 796, 640, 34, dark(sofa, 0.16), 14)
    for x in (550, 1150):
        c.rect(x, base - 14, 18, 34, dark(room.wood, 0.2), 4)
    for x, tone, a in ((640, room.accent3, -8), (1080, room.accent, 9)):
        c.poly([(x - 62, 600 + a), (x + 58, 600 - a), (x + 66, 712 - a), (x - 56, 716 + a)], tone)
        c.poly(
            [(x - 62, 600 + a), (x - 10, 604), (x - 8, 712), (x - 56, 716 + a)], light(tone, 0.2)
        )
    c.rect(1320, 330, 12, 500, dark(room.wood, 0.2))
    c.glow(1326, 360, 330, 300, (255, 236, 180), 0.75)
    c.poly([(1266, 250), (1386, 250), (1430, 380), (1222, 380)], light(room.accent3, 0.35))
    c.oval(1326, 834, 70, 14, dark(room.wood, 0.25))
    plant(c, 340, 850, 310, room, room.accent)
    plant(c, 1500, 880, 240, room, room.accent2)
    c.shade(800, 940, 220, 20, 0.4)
    c.oval(800, 886, 190, 34, light(room.wood, 0.3))
    c.oval(800, 880, 190, 34, light(room.wood, 0.45))
    c.rect(770, 838, 52, 44, (252, 250, 246), 10)
    c.ring(826, 858, 14, 14, (252, 250, 246), 6)
    for i in range(3):
        x = 782 + i * 14
        c.line([(x + 5 * math.sin(t / 3), 826 - t * 3) for t in range(12)], (255, 255, 255, 150), 4)
    c.rect(880, 858, 92, 16, room.leaf, 3)
    c.rect(890, 843, 80, 15, room.accent, 3)


@scene("books", "窗台上叠放的书本与一盏台灯")
def books(c: Canvas) -> None:
    room, mood = pick_room(c.rng), OUTDOORS[c.rng.choice((0, 2, 3, 4))]
    c.backdrop(light(room.wall, 0.3), room.wall)
    view(c, mood, 330, 70, 940, 620, light(room.wall, 0.75), tree=0.62)
    curtain(c, 120, 20, 220, 720, room.cloth)
    curtain(c, 1260, 20, 220, 720, room.cloth)
    c.panel(0, 740, 1600, 260, light(room.wood, 0.3), dark(room.wood, 0.1))
    c.poly(box(0, 740, 1600, 8), (255, 255, 255, 90))
    for i in range(8):
        y = 775 + i * i * 4.4
        c.line([(0, y), (1600, y + c.rng.uniform(-6, 6))], clear(dark(room.wood, 0.3), 50), 3)
    y, tones = 870, [*CLOTHES]
    c.rng.shuffle(tones)
    c.shade(640, 874, 400, 40, 0.5)
    for i, tone in enumerate(tones[:6]):
        w, h = c.rng.uniform(360, 480) - i * 16, c.rng.uniform(46, 66)
        x = 640 - w / 2 + c.rng.uniform(-24, 24)
        c.rect(x, y - h, w, h, tone, 8)
        c.rect(x + 24, y - h + 9, w - 18, h - 18, (252, 246, 232), 2)
        for j in range(3):
            c.line(
                [
                    (x + 30, y - h + 17 + j * (h - 34) / 2),
                    (x + w - 8, y - h + 17 + j * (h - 34) / 2),
                ],
                (214, 204, 184),
                2,
            )
        c.rect(x, y - h, 56, h, dark(tone, 0.1), 8)
        c.rect(x + 20, y - h + 10, 6, h - 20, light(tone, 0.6))
        y -= h
    c.disc(620, y - 44, 44, rgb("d94f45"))
    c.oval(604, y - 62, 10, 15, (255, 255, 255, 120))
    c.line([(622, y - 84), (634, y - 112)], rgb("6a4a38"), 6)
    c.oval(656, y - 106, 24, 11, room.leaf)
    open_book(c, 1080, 880, 190, room.accent2)
    c.shade(1330, 872, 120, 20)
    c.oval(1330, 864, 86, 18, dark(room.accent, 0.1))
    c.line([(1330, 860), (1390, 640), (1290, 500)], dark(room.accent, 0.1), 14, caps=True)
    c.glow(1210, 640, 330, 320, (255, 238, 184), 0.65)
    c.poly([(1310, 450), (1350, 510), (1216, 596), (1150, 500)], room.accent)
    plant(c, 240, 880, 270, room)
