"""Drawn pictures that stand where a school would put its photographs.

`draw` paints a named scene, `draw_logo` a round crest, `draw_portrait` a person. All give the same
bytes for the same arguments, use Pillow alone, and never contain lettering.
"""

import random

from . import (  # noqa: F401 (each registers its scenes)
    scenes_arts,
    scenes_campus,
    scenes_evening,
    scenes_food,
    scenes_landscape,
    scenes_play,
    scenes_rooms,
    scenes_science,
)
from .canvas import Canvas
from .logo import draw_logo
from .portraits import draw_portrait
from .registry import PAINTERS, SCENES

__all__ = ["SCENES", "draw", "draw_logo", "draw_portrait"]


def draw(scene: str, *, seed: int, size: tuple[int, int] = (1600, 1000)) -> bytes:
    """A JPEG of the scene at exactly `size`, without metadata.

    The seed chooses palette, clouds, trees and people. Another shape than 16:10 is cropped from
    the middle. Raises ValueError for a scene that is not in SCENES.
    """
    try:
        painter = PAINTERS[scene]
    except KeyError:
        raise ValueError(f"unknown scene {scene!r}") from None
    canvas = Canvas(random.Random(f"{scene}:{seed}"), size)  # noqa: S311 (a drawing, no secret)
    painter(canvas)
    return canvas.jpeg()
