"""A school's colour: whatever it is, every text stands out in every theme."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themes import registry, tokens
from themes.contrast import luminance, weak_pairs
from themes.dark import dark_values
from themes.palette import palette_of, to_hex, to_oklch

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
WORLDS = st.sampled_from([(theme, kind) for theme in registry.offered() for kind in tokens.kinds()])
# A theme of white type on black: pairs ask for light colours where others ask for dark ones.
NIGHT = {
    tokens.ROOT: {
        "--color-paper": "#10141a", "--color-canvas": "#0b0e12", "--color-ink": "#f0f2f5",
        "--color-muted": "#b9c2cc", "--color-brand": "#8fc7ff", "--color-brand-strong": "#b8dcff",
        "--color-brand-soft": "#16202c", "--color-brand-edge": "#35506b",
        "--color-on-brand": "#0b0e12", "--color-on-brand-muted": "#1c232c",
        "--color-accent": "#ffb38a", "--color-accent-soft": "#2b1c14", "--color-on-accent": "#111",
        "--color-control": "#8a97a5", "--color-focus": "#ffd54a", "--color-focus-dark": "#7a1fa2",
        "--masthead-muted": "var(--color-muted)", "--masthead-paper": "var(--color-paper)",
        "--masthead-ink": "var(--color-ink)",
    }
}  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(brand=COLOURS, world=WORLDS)
def test_every_pair_holds_for_every_colour(brand, world):
    theme, kind = world
    values = theme.values(kind)
    palette = palette_of(brand, values=values, free=theme.free_tokens)
    assert palette.possible
    assert weak_pairs(values | palette.values) == []
    assert palette.adjusted == (palette.brand != brand)
    assert palette.values["--color-brand"] == palette.brand


@settings(max_examples=60, deadline=None)
@given(brand=COLOURS)
def test_a_dark_theme_takes_every_colour_too(brand):
    values = tokens.values_of(NIGHT, "district") | {
        name: colour for name, colour in tokens.base()[tokens.ROOT].items()
        if name.startswith(tokens.LOCKED)
    }  # fmt: skip
    own = [pair for pair in weak_pairs(values) if "banner" in pair[1]]
    palette = palette_of(brand, values=values)
    assert [pair for pair in weak_pairs(values | palette.values) if "banner" not in pair[1]] == []
    assert own == [pair for pair in weak_pairs(values | palette.values) if "banner" in pair[1]]


@pytest.mark.parametrize("brand", ["#1d5497", "#84293b", "#276b38", "#000000", "#0000ff"])
def test_a_colour_that_reaches_is_used_as_it_is(brand):
    palette = palette_of(brand, values=tokens.values_of({}, "district"))
    assert (palette.brand, palette.adjusted) == (brand, False)


def test_a_colour_that_does_not_reach_keeps_its_hue_and_gives_up_no_more_than_it_must():
    palette = palette_of("#ff69b4", values=tokens.values_of({}, "district"))
    assert palette.adjusted
    before, after = to_oklch("#ff69b4"), to_oklch(palette.brand)
    assert after[2] == pytest.approx(before[2], abs=0.06)
    lighter = to_hex(after[0] + 0.012, *before[1:])
    shades = palette.values | {"--color-brand": lighter}
    assert weak_pairs(tokens.values_of({}, "district") | shades)


def test_only_what_the_theme_lets_free_is_changed():
    values = tokens.values_of({}, "district")
    palette = palette_of("#1d5497", values=values, free=("--color-brand",))
    assert palette.values == {"--color-brand": "#1d5497"}


def test_where_no_shade_reaches_the_theme_keeps_its_own():
    values = tokens.values_of({}, "district") | {"--color-on-brand": "#3a3a3a"}
    palette = palette_of("#1d5497", values=values)
    assert (palette.possible, palette.values, palette.brand) == (False, {}, "#0e5c68")


@given(brand=COLOURS)
def test_there_and_back_is_the_same_colour(brand):
    assert to_hex(*to_oklch(brand)) == brand


@settings(max_examples=200, deadline=None)
@given(brand=COLOURS, world=WORLDS)
def test_every_pair_holds_on_a_dark_screen_for_every_colour(brand, world):
    theme, kind = world
    values = theme.values(kind)
    values |= palette_of(brand, values=values, free=theme.free_tokens).values
    dark = dark_values(values)
    assert weak_pairs(values | dark) == []
    assert luminance(dark["--color-paper"]) < 0.05
    assert not [name for name in dark if name.startswith(tokens.LOCKED)]
    assert {name for name in tokens.names() if tokens.is_colour(name)} == {
        *dark, *(name for name in tokens.names() if name.startswith(tokens.LOCKED))
    }  # fmt: skip
