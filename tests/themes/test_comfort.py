"""Every theme can be used narrow, enlarged, spaced, still, in forced colours, on paper, by Tab.

The suite looks at base, the elder mode and the themes that schools have without choosing;
``make accessibility`` (COMFORT=all) at every theme and every kind of page.
"""

import os
import time

import pytest
from django.template.loader import render_to_string

from tests.themes import comfort
from tests.themes.printing import on_paper
from tests.themes.render import pages
from tests.themes.test_every_theme import BANNER, LOOKED_AT
from tests.themes.walk import walked
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
# Hundreds of stops, and a PDF to read, take seconds, too.
SAMPLE = THEMES if ALL or THEME else ["base", "elder"]
WALKED = ["school_home", "article", "column_list", "search"] if ALL else ["school_home", "article"]


def show(tab, folder, theme, state):
    """Open a drawn page in the tab."""
    template, context = pages()[state]
    with using(Look(theme, strip="spring")):
        html = render_to_string(template, context | {"district_banners": BANNER})
    (folder / f"{theme}-{state}.html").write_text(html, encoding="utf-8")
    comfort.resize(tab, comfort.DESKTOP)
    tab.goto(f"http://themes.localhost/{theme}-{state}.html")


@pytest.mark.browser
@pytest.mark.parametrize("theme", THEMES)
def test_everybody_can_use_the_pages(theme, tab, folder, capsys):
    faults, seconds = [], dict.fromkeys(PARTS, 0.0)
    for state in STATES:
        show(tab, folder, theme, state)
        for name, part in PARTS.items():
            begun = time.monotonic()
            faults += [f"{state}: {name}: {line}" for line in part(tab)]
            seconds[name] += time.monotonic() - begun
    if ALL:
        with capsys.disabled():
            times = ", ".join(f"{name} {value:.1f} s" for name, value in seconds.items())
            print(f"\n{theme:<12}{len(faults):>3} faults; {times}")
    assert not faults, "\n".join(faults)


@pytest.mark.browser
@pytest.mark.parametrize("theme", SAMPLE)
def test_the_tab_key_leads_through_every_page(theme, tab, folder):
    faults = []
    for state in WALKED:
        show(tab, folder, theme, state)
        faults += [f"{state}: {line}" for line in walked(tab)]
    assert not faults, "\n".join(faults)


@pytest.mark.browser
@pytest.mark.parametrize("theme", SAMPLE)
def test_an_article_is_whole_on_paper(theme, tab, folder):
    show(tab, folder, theme, "article")
    assert on_paper(tab) == []
