"""Scenes by name. A painter registers itself with the words that describe its picture."""

from collections.abc import Callable

from .canvas import Canvas

Painter = Callable[[Canvas], None]

SCENES: dict[str, str] = {}
PAINTERS: dict[str, Painter] = {}


def scene(name: str, description: str) -> Callable[[Painter], Painter]:
    def register(painter: Painter) -> Painter:
        SCENES[name] = description
        PAINTERS[name] = painter
        return painter

    return register
