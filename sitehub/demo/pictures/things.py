"""Buildings, people and furniture."""

from .canvas import Canvas
from .nature import crown
from .palette import CLOTHES, HAIRS, SKINS, Colour, Outdoor, Room, clear, dark, light, mix, rgb
from .shapes import box, smooth

GLASS = rgb("8fc3da")
RED = rgb("d8382f")


def building(
    c: Canvas, mood: Outdoor, x: float, base: float, w: float, floors: int, *, bays: int, lift=74
) -> None:
    """A teaching block: roof, floor slabs, windows that catch the light, a shaded end."""
    h = floors * lift + 34
    top = base - h
    c.shade(x + w / 2, base, w * 0.62, 34, 0.4)
    c.panel(x, top, w, h, mood.wall, mix(mood.wall, mood.path, 0.55))
    c.rect(x + w * 0.93, top, w * 0.07, h, clear(dark(mood.wall, 0.5), 70))
    c.rect(x - 14, top - 16, w + 28, 24, mood.roof, 4)
    c.rect(x - 14, top + 2, w + 28, 6, dark(mood.roof, 0.3))
    gap = w / bays
    for floor in range(floors):
        y = top + 30 + floor * lift
        c.rect(x, y + lift * 0.7, w, 7, clear(mood.roof, 120))
        for bay in range(bays):
            window(c, x + gap * bay + gap * 0.16, y, gap * 0.68, lift * 0.56, mood)


def window(c: Canvas, x: float, y: float, w: float, h: float, mood: Outdoor) -> None:
    pane = mix(mood.sky[0], GLASS, 0.4)
    c.rect(x - 3, y - 3, w + 6, h + 6, light(mood.wall, 0.7))
    c.rect(x, y, w, h, dark(pane, c.rng.choice((0.1, 0.2, 0.28))))
    c.poly([(x, y + h), (x, y + h * 0.3), (x + w * 0.6, y), (x + w, y)], clear(light(pane), 150))
    c.rect(x + w / 2 - 2, y, 4, h, light(mood.wall, 0.7))
    c.rect(x - 6, y + h + 2, w + 12, 5, mix(mood.wall, (120, 120, 130), 0.3))


def entrance(c: Canvas, mood: Outdoor, cx: float, base: float, w: float, h: float) -> None:
    """The middle of a front: gable, columns, glass doors, steps."""
    top = base - h
    c.panel(cx - w / 2, top, w, h, light(mood.wall, 0.5), mix(mood.wall, mood.path, 0.4))
    c.poly([(cx - w * 0.6, top), (cx, top - w * 0.24), (cx + w * 0.6, top)], mood.roof)
    c.poly([(cx, top - w * 0.24), (cx + w * 0.6, top), (cx, top)], dark(mood.roof, 0.18))
    c.disc(cx, top - w * 0.085, w * 0.055, light(mood.wall, 0.6))
    c.disc(cx, top - w * 0.085, w * 0.035, mood.accent)
    for i in range(3):
        x = cx - w * 0.38 + i * w * 0.27
        window(c, x, top + h * 0.12, w * 0.21, h * 0.24, mood)
    door = h * 0.4
    c.rect(cx - w * 0.3, base - door, w * 0.6, door, dark(GLASS, 0.45))
    for i in range(4):
        x = cx - w * 0.3 + i * w * 0.15
        c.rect(x + 3, base - door + 5, w * 0.15 - 6, door - 5, mix(GLASS, mood.sky[2], 0.35))
        c.poly(
            [(x + 4, base - 6), (x + 4, base - door * 0.6), (x + w * 0.12, base - door + 8)],
            clear((255, 255, 255), 90),
        )
    c.rect(cx - w * 0.46, base - door - 20, w * 0.92, 18, mood.accent, 4)
    for side in (-1, 1):
        c.rect(cx + side * w * 0.4 - 8, base - door - 4, 16, door + 4, light(mood.wall, 0.8))
    for i in range(4):
        c.rect(
            cx - w * (0.42 + i * 0.05),
            base + i * 9,
            w * (0.84 + i * 0.1),
            10,
            dark(mood.path, 0.04 * i),
        )


def flagpole(c: Canvas, x: float, base: float, h: float, colour: Colour = RED) -> None:
    """A plain waving flag without any device."""
    c.rect(x - 26, base - 14, 52, 14, (226, 222, 214), 3)
    c.rect(x - 3.5, base - h, 7, h, (214, 218, 224))
    c.disc(x, base - h, 8, (240, 200, 96))
    fw, fh, top = h * 0.32, h * 0.2, base - h + 12
    upper = smooth([(x + 3, top), (x + fw * 0.35, top - 9), (x + fw * 0.7, top + 8), (x + fw, top)])
    lower = [(px, py + fh) for px, py in upper]
    c.poly(upper + lower[::-1], colour)
    third = len(upper) // 3
    fold = upper[third : third * 2 + 1]
    c.poly(fold + [(px, py + fh) for px, py in fold][::-1], clear(dark(colour, 0.4), 60))


def person(
    c: Canvas,
    x: float,
    y: float,
    h: float,
    *,
    shirt: Colour | None = None,
    back: bool = False,
    lean: float = 0,
    arms: str = "down",
    seated: bool = False,
) -> None:
    """A simple figure standing at (x, y); arms: down, up, out."""
    skin, hair = c.rng.choice(SKINS), c.rng.choice(HAIRS)
    shirt = shirt or c.rng.choice(CLOTHES)
    long_hair = c.rng.random() < 0.45
    head, hip, neck = h * 0.135, y - h * 0.42, y - h * 0.74
    hx = x + lean * h
    if not seated:
        c.shade(x, y, h * 0.24, h * 0.045, 0.45)
        for side in (-1, 1):
            foot = x + side * h * 0.075 - lean * h * 0.6 * side
            c.line([(x + side * h * 0.05, hip), (foot, y - h * 0.02)], rgb("3d4a66"), h * 0.085)
            c.oval(foot + h * 0.01, y - h * 0.012, h * 0.055, h * 0.026, (245, 245, 245))
    reach = {"down": (0.17, 0.44), "up": (0.2, 1.0), "out": (0.34, 0.64)}[arms]
    for side in (-1, 1):
        shoulder, hand = (
            (hx + side * h * 0.1, neck + h * 0.05),
            (
                x + side * h * reach[0],
                y - h * reach[1],
            ),
        )
        c.line([shoulder, hand], dark(shirt, 0.12), h * 0.07, caps=True)
        c.disc(*hand, h * 0.036, skin)
    cy = neck - head * 0.9
    if long_hair and not back:
        c.rect(hx - head * 1.02, cy - head * 0.2, head * 2.04, head * 1.75, hair, head * 0.7)
    torso = smooth(
        [
            (hx - h * 0.12, neck + h * 0.03),
            (hx, neck - h * 0.01),
            (hx + h * 0.12, neck + h * 0.03),
            (x + h * 0.125, hip + h * 0.04),
            (x, hip + h * 0.055),
            (x - h * 0.125, hip + h * 0.04),
        ],
        closed=True,
    )
    c.poly(torso, shirt)
    c.rect(hx - h * 0.035, neck - h * 0.03, h * 0.07, h * 0.06, dark(skin, 0.08))
    if back:
        c.disc(hx, cy, head, hair)
        if long_hair:
            c.rect(hx - head, cy, head * 2, head * 1.5, hair, head * 0.6)
    else:
        c.disc(hx, cy, head * 0.96, skin)
        c.pie(hx, cy - head * 0.08, head * 1.04, head * 1.0, 180, 360, hair)
        c.oval(hx - head * 0.34, cy - head * 0.2, head * 0.62, head * 0.27, hair)
        for side in (-1, 1):
            c.disc(hx + side * head * 0.36, cy + head * 0.22, head * 0.085, rgb("3a3038"))
            c.oval(
                hx + side * head * 0.52,
                cy + head * 0.48,
                head * 0.17,
                head * 0.1,
                (240, 150, 130, 120),
            )
        c.pie(hx, cy + head * 0.46, head * 0.2, head * 0.2, 10, 170, rgb("c25b52"))


def plant(c: Canvas, x: float, y: float, h: float, room: Room, pot: Colour | None = None) -> None:
    """A potted plant whose pot stands at (x, y)."""
    pot = pot or room.accent
    c.shade(x, y, h * 0.3, h * 0.05, 0.35)
    for i in range(7):
        a = (i - 3) * 0.16
        tip = (x + a * h * 1.05, y - h * (1.0 - abs(i - 3) * 0.1))
        side = h * 0.07
        mid = (x + a * h * 0.45, y - h * 0.6)
        shape = smooth(
            [(x, y - h * 0.3), (mid[0] - side, mid[1]), tip, (mid[0] + side, mid[1])], closed=True
        )
        c.poly(shape, mix(room.leaf, dark(room.leaf) if i % 2 else light(room.leaf), 0.8))
    c.poly(
        [
            (x - h * 0.16, y - h * 0.34),
            (x + h * 0.16, y - h * 0.34),
            (x + h * 0.11, y),
            (x - h * 0.11, y),
        ],
        pot,
    )
    c.rect(x - h * 0.18, y - h * 0.37, h * 0.36, h * 0.07, light(pot, 0.15), 5)
    c.poly(
        [
            (x + h * 0.04, y - h * 0.3),
            (x + h * 0.16, y - h * 0.3),
            (x + h * 0.11, y),
            (x + h * 0.03, y),
        ],
        clear(dark(pot, 0.5), 60),
    )


def view(
    c: Canvas, mood: Outdoor, x: float, y: float, w: float, h: float, frame: Colour, *, tree=0.26
) -> None:
    """A window in a room, with sky, hills and a tree outside."""
    c.rect(x - 16, y - 16, w + 32, h + 32, frame, 8)
    c.panel(x, y, w, h * 0.7, mood.sky[0], mood.sky[2])
    c.rect(x, y + h * 0.6, w, h * 0.4, mood.sky[2])
    for i, colour in enumerate(mood.hills[:2]):
        bump = [
            (x + w * t / 10, y + h * (0.62 + i * 0.1) - h * 0.06 * c.rng.random())
            for t in range(11)
        ]
        c.poly([*smooth(bump), (x + w, y + h), (x, y + h)], colour)
    c.rect(x, y + h * 0.84, w, h * 0.16, mood.grass)
    crown(c, x + w * (tree + c.rng.uniform(-0.06, 0.06)), y + h * 0.7, min(w, h) * 0.2, mood.leaf)
    c.rect(x + w / 2 - 6, y, 12, h, frame)
    c.rect(x, y + h * 0.3, w, 8, frame)
    c.poly(
        [(x + w * 0.56, y), (x + w * 0.74, y), (x + w * 0.6, y + h), (x + w * 0.52, y + h)],
        (255, 255, 255, 45),
    )
    c.rect(x - 26, y + h + 12, w + 52, 16, light(frame, 0.4), 4)


def curtain(c: Canvas, x: float, y: float, w: float, h: float, cloth: Colour) -> None:
    c.panel(x, y, w, h, cloth, dark(cloth, 0.12))
    for i in range(1, 6, 2):
        c.rect(x + w * i / 6, y, w / 9, h, clear(dark(cloth, 0.4), 46))
        c.rect(x + w * i / 6 + w / 8, y, w / 16, h, clear((255, 255, 255), 70))


def sunbeams(c: Canvas, x: float, y: float, w: float, floor: float, *, slant: float = 300) -> None:
    """Light falling from a window on to the floor."""
    for i in range(2):
        left = x + i * w * 0.52
        c.poly(
            [
                (left, y),
                (left + w * 0.44, y),
                (left + w * 0.44 + slant, floor),
                (left + slant, floor),
            ],
            (255, 246, 214, 42),
        )


def desk(c: Canvas, x: float, y: float, w: float, wood: Colour) -> None:
    """A pupil's desk seen from the front; (x, y) is the middle of its top edge."""
    h = w * 0.62
    c.shade(x, y + h, w * 0.6, w * 0.07, 0.3)
    for side in (-1, 1):
        c.rect(x + side * w * 0.42 - w * 0.02, y, w * 0.04, h, rgb("7d8796"))
    c.rect(x - w * 0.44, y + w * 0.05, w * 0.88, w * 0.2, dark(wood, 0.16))
    c.poly(
        [
            (x - w * 0.46, y - w * 0.1),
            (x + w * 0.46, y - w * 0.1),
            (x + w * 0.52, y + w * 0.04),
            (x - w * 0.52, y + w * 0.04),
        ],
        light(wood, 0.26),
    )
    c.rect(x - w * 0.52, y + w * 0.035, w * 1.04, w * 0.035, wood)


def book_row(c: Canvas, x: float, y: float, w: float, h: float, room: Room) -> None:
    """Books standing on a shelf whose board is at y."""
    tones = (*CLOTHES, room.accent, room.accent2, room.accent3, room.leaf)
    end = x + w
    while x < end - 14:
        bw = min(c.rng.uniform(13, 30), end - x)
        bh = h * c.rng.uniform(0.66, 0.94)
        tone = mix(c.rng.choice(tones), room.wood, 0.16)
        if c.rng.random() < 0.07 and end - x > 60:
            c.poly([(x, y), (x + bw, y), (x + bw + 22, y - bh), (x + 22, y - bh + 5)], tone)
            x += bw + 24
            continue
        c.rect(x, y - bh, bw - 1.5, bh, tone, 2)
        c.rect(x + bw * 0.62, y - bh, bw * 0.3, bh, clear(dark(tone, 0.5), 60))
        c.rect(x + 2, y - bh * 0.82, bw - 6, 4, light(tone, 0.55))
        c.rect(x + 2, y - bh * 0.22, bw - 6, 3, light(tone, 0.4))
        x += bw


def room_shell(c: Canvas, room: Room, floor: float) -> None:
    """Walls, skirting and a floor of boards."""
    c.backdrop(light(room.wall, 0.35), room.wall, dark(room.wall, 0.06))
    c.panel(0, floor, 1600, 1000 - floor, light(room.floor, 0.18), dark(room.floor, 0.12))
    for i in range(-6, 24):
        x = i * 110
        c.line(
            [(800 + (x - 800) * 0.8, floor), (800 + (x - 800) * 2.0, 1000)],
            clear(dark(room.floor, 0.4), 50),
            2.5,
        )
    c.rect(0, floor - 16, 1600, 16, light(room.wall, 0.6))
    c.poly(box(0, floor, 1600, 7), clear(dark(room.floor, 0.6), 70))
