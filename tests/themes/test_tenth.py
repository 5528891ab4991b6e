"""A theme from outside, written from docs/themes.md alone: a package with an entry point."""

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from school_sites.looks import states
from school_sites.looks.choices import Choice
from tests.themes.conftest import forget
from tests.themes.render import pages
from tests.themes.test_base_templates import Outline
from themes import checks, registry
from themes.force import Look, using

FOLDER = Path(__file__).parent / "tenth"
STATES = pages()


@pytest.fixture(scope="module", autouse=True)
def harvest():
    """As if the package were installed."""
    entry = EntryPoint(name="harvest", value="tests.themes.tenth", group=registry.GROUP)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "entry_points", lambda group: [entry])
        forget()
        yield registry.find("harvest")
    forget()


def test_it_is_found_and_sound(harvest):
    assert harvest.folder == FOLDER
    assert [str(error) for error in checks.check_theme(harvest)] == []
    assert finders.find("themes/harvest/art/ear.svg")


@pytest.mark.parametrize("state", STATES)
def test_it_draws_every_page_and_loses_no_link(state):
    template, context = STATES[state]
    base = render_to_string(template, context)
    with using(Look("harvest")):
        html = render_to_string(template, context)
    assert "theme-harvest" in html
    ours, theirs = ({one["href"] for one in Outline(text).all("a")} for text in (base, html))
    assert ours - theirs == set()
    assert ("harvest-day" in html) == ('class="line' in html)


@pytest.mark.django_db
def test_a_school_puts_it_in_force_with_a_colour_of_its_own(client, school, manager):
    choice = Choice(theme="harvest", brand="#2f6b2f")
    states.try_out(school, choice=choice, by=manager)
    states.put_in_force(school, by=manager)
    html = client.get("/", headers={"host": "shiyan.localhost"}).content.decode()
    assert "theme-harvest header-centered" in html
    assert 'href="/look-' in html
