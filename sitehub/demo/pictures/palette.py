"""Colour moods. A seed picks one, so the same scene can look like another hour or another room."""

import random
from dataclasses import dataclass

Colour = tuple[int, ...]


def rgb(code: str) -> Colour:
    return tuple(int(code[i : i + 2], 16) for i in (0, 2, 4))


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """The colour `t` of the way from `a` to `b`."""
    return tuple(round(a[i] + (b[i] - a[i]) * t) for i in range(3))


def light(c: Colour, t: float = 0.2) -> Colour:
    return mix(c, (255, 252, 244), t)


def dark(c: Colour, t: float = 0.2) -> Colour:
    return mix(c, (28, 34, 62), t)


def clear(c: Colour, alpha: int) -> Colour:
    return (*c[:3], alpha)


@dataclass(frozen=True)
class Outdoor:
    sky: tuple[Colour, Colour, Colour]
    sun: Colour
    hills: tuple[Colour, Colour, Colour]  # far to near
    leaf: Colour
    leaf2: Colour
    grass: Colour
    wall: Colour
    roof: Colour
    accent: Colour
    path: Colour


@dataclass(frozen=True)
class Room:
    wall: Colour
    floor: Colour
    wood: Colour
    accent: Colour
    accent2: Colour
    accent3: Colour
    leaf: Colour
    cloth: Colour


def _outdoor(*codes: str) -> Outdoor:
    c = [rgb(code) for code in codes]
    return Outdoor((c[0], c[1], c[2]), c[3], (c[4], c[5], c[6]), *c[7:])


OUTDOORS = (
    _outdoor(  # early morning
        *("7fb6dc", "bfdcea", "fdeed3", "fff3cf", "a9c8d4", "7eaeb0", "5c9684"),
        *("4f9a6c", "76b66a", "86bb6c", "fbf3e6", "c9604a", "e8984a", "ecdcbd"),
    ),
    _outdoor(  # clear noon
        *("3f93d6", "86c3ec", "dff1f4", "fffbe6", "94c2dd", "67a7b4", "479082"),
        *("3d8f5c", "6cb45a", "7cbc5c", "fdfaf2", "3f6fa6", "e5533f", "efe3c8"),
    ),
    _outdoor(  # golden afternoon
        *("5f9fb5", "f3cf97", "fde6b8", "fff4c4", "d3a98c", "9f9478", "6d8464"),
        *("6f8f45", "a6ab4a", "a9b356", "fff1da", "a8503a", "d9702f", "f2d9a8"),
    ),
    _outdoor(  # spring
        *("8fcfd8", "cdeae2", "fdeef0", "fffdf0", "b5d6cf", "8cc2ad", "67a98c"),
        *("55a878", "93c873", "9ccf7c", "ffffff", "4b8f86", "f08a93", "f4e8d2"),
    ),
    _outdoor(  # late light
        *("5a6cae", "c596b8", "fbc9a6", "ffe6b8", "9587b4", "6a719e", "4a6285"),
        *("3f7a6c", "6d9c6a", "6f9f72", "f6e3da", "7c4a68", "ee7d5a", "e3c8b6"),
    ),
)


def _room(*codes: str) -> Room:
    return Room(*(rgb(code) for code in codes))


ROOMS = (
    _room("f3ead8", "d9b98c", "b98455", "d9604a", "3f7f93", "f0b44c", "5d9a68", "f7d9b8"),
    _room("dfeaf0", "c9ae8c", "a97a52", "e98a3c", "2f6d9c", "f4c95a", "4f9470", "cfe0ea"),
    _room("e4efe0", "d6bd92", "b78a58", "e46a5c", "3c8a72", "f2bf55", "5fa35c", "d3e6cf"),
    _room("f6e4dc", "d0aa8a", "a8704e", "c9566a", "55709e", "f3b95e", "6c9e70", "f3cdc3"),
    _room("e9e4f2", "cbb196", "a37858", "f0834f", "5a62a8", "f5c766", "5f9c84", "d8d0ea"),
)

SKINS = (rgb("f6cfae"), rgb("f0c19b"), rgb("eab98f"))
HAIRS = (rgb("2e2a32"), rgb("3c2f2c"), rgb("46352f"))
CLOTHES = tuple(
    rgb(code) for code in ("e2574c", "3f7fb5", "f2b440", "57a773", "8a6db1", "ef8354", "4fa3a5")
)


def pick_outdoor(rng: random.Random, *, without: tuple[int, ...] = ()) -> Outdoor:
    return OUTDOORS[rng.choice([i for i in range(len(OUTDOORS)) if i not in without])]


def pick_room(rng: random.Random) -> Room:
    return rng.choice(ROOMS)
