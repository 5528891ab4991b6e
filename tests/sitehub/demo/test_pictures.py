"""Drawings are the same every time, of the size asked for, and carry no metadata."""

import io

import pytest
from PIL import Image

from sitehub.demo.content import load_world
from sitehub.demo.pictures import SCENES, draw, draw_logo

SMALL = (320, 200)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("scene", SCENES)
def test_scene_is_a_clean_jpeg_with_something_in_it(scene):
    picture = opened(draw(scene, seed=1, size=SMALL))
    assert (picture.format, picture.size, picture.mode) == ("JPEG", SMALL, "RGB")
    assert len(picture.getexif()) == 0
    colours = picture.quantize(64).getcolors()
    assert len(colours) > 30, "a nearly empty picture"


@pytest.mark.parametrize("scene", SCENES)
def test_scene_depends_on_the_seed_and_on_nothing_else(scene):
    assert draw(scene, seed=3, size=SMALL) == draw(scene, seed=3, size=SMALL)
    assert draw(scene, seed=3, size=SMALL) != draw(scene, seed=4, size=SMALL)


@pytest.mark.parametrize("size", [(1600, 1000), (600, 600), (1200, 400), (333, 777)])
def test_any_shape_is_filled_to_its_edges(size):
    picture = opened(draw("campus", seed=1, size=size))
    assert picture.size == size
    corners = [(x, y) for x in (0, size[0] - 1) for y in (0, size[1] - 1)]
    assert all(max(picture.getpixel(corner)) > 20 for corner in corners)


def test_unknown_scene_is_refused():
    with pytest.raises(ValueError, match="moonbase"):
        draw("moonbase", seed=1)


def test_logo_is_round_and_repeatable():
    logo = opened(draw_logo("shiyan", seed=1, size=256))
    assert (logo.format, logo.size, logo.mode) == ("PNG", (256, 256), "RGBA")
    assert logo.getpixel((0, 0))[3] == 0
    assert logo.getpixel((128, 128))[3] == 255
    assert draw_logo("shiyan", seed=1, size=256) == draw_logo("shiyan", seed=1, size=256)


def test_no_two_sites_of_the_demo_world_wear_the_same_colour():
    rims = {
        opened(draw_logo(code, seed=1, size=128)).getpixel((64, 2)) for code in load_world().sites
    }
    assert len(rims) == 9
