"""Every theme can be used narrow, enlarged, spaced, without motion, in forced colours, on paper.

The suite looks at base, the elder mode and the themes that schools have without choosing;
``make accessibility`` (COMFORT=all) at every theme and every kind of page.
"""

import os
import time

import pytest
from django.template.loader import render_to_string

from tests.themes import comfort
from tests.themes.render import pages
from tests.themes.test_every_theme import BANNER, LOOKED_AT
from themes import registry
from themes.force import Look, using

ALL = os.environ.get("COMFORT") == "all"
THEME = os.environ.get("THEME")
STATES = LOOKED_AT if ALL else ["school_home", "school_home_custom", "column_list", "article"]
# Axe takes seconds, and what it sees hardly depends on colours.
PARTS = {name: part for name, part in comfort.PARTS.items() if ALL or name != "forced_axe"}


def wanted(theme):
    """Whether ``theme`` is looked at in this run."""
    if THEME:
        return theme.slug == THEME
    return ALL or theme.slug in ("base", "elder") or bool(theme.default_for)


THEMES = [theme.slug for theme in registry.all_themes() if wanted(theme)]


@pytest.mark.browser
@pytest.mark.parametrize("theme", THEMES)
def test_everybody_can_use_the_pages(theme, tab, folder, capsys):
    faults, seconds = [], dict.fromkeys(PARTS, 0.0)
    for state in STATES:
        template, context = pages()[state]
        with using(Look(theme, strip="spring")):
            html = render_to_string(template, context | {"district_banners": BANNER})
        (folder / f"{theme}-{state}.html").write_text(html, encoding="utf-8")
        comfort.resize(tab, comfort.DESKTOP)
        tab.goto(f"http://themes.localhost/{theme}-{state}.html")
        for name, part in PARTS.items():
            begun = time.monotonic()
            faults += [f"{state}: {name}: {line}" for line in part(tab)]
            seconds[name] += time.monotonic() - begun
    if ALL:
        with capsys.disabled():
            times = ", ".join(f"{name} {value:.1f} s" for name, value in seconds.items())
            print(f"\n{theme:<12}{len(faults):>3} faults; {times}")
    assert not faults, "\n".join(faults)
