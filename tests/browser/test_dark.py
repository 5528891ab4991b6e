"""A dark device gets dark pages, in the colours that follow from the site's own."""

import pytest

from school_sites.looks.choices import Choice
from school_sites.looks.states import put_in_force, try_out
from tests.browser.conftest import axe
from tests.factories import make_article
from themes import registry

LIGHTNESS = """name => getComputedStyle(document.querySelector(name)).backgroundColor
  .match(/\\d+/g).slice(0, 3).reduce((sum, one) => sum + Number(one), 0) / 765"""


def choose(site, **choice):
    try_out(site, choice=Choice(**choice), by=None)
    put_in_force(site, by=None)


@pytest.mark.parametrize("theme", ["", "academy", "portal"])
def test_pages_are_dark_and_everything_stands_out(phone, server, school, theme):
    choose(school, theme=theme, brand="#c2185b")
    article = make_article(school, summary="一句话")
    phone.emulate_media(color_scheme="dark")
    for path in ("/", "/xinwen/", f"/a/{article.pk}/", "/search/?q=校运会"):
        phone.goto(server.url_of(school, path))
        assert phone.evaluate(LIGHTNESS, "main") < 0.2
        assert axe(phone) == []
    phone.emulate_media(color_scheme="light")
    assert phone.evaluate(LIGHTNESS, "main") > 0.8


def test_a_site_that_chose_nothing_is_dark_too_and_prints_on_white(phone, server, school):
    article = make_article(school)
    phone.emulate_media(color_scheme="dark")
    phone.goto(server.url_of(school, f"/a/{article.pk}/"))
    assert phone.evaluate(LIGHTNESS, "main") < 0.2
    phone.emulate_media(color_scheme="dark", media="print")
    assert phone.evaluate(LIGHTNESS, "html") == 1


def test_the_elder_mode_stays_light(phone, server, school):
    phone.emulate_media(color_scheme="dark")
    phone.goto(server.url_of(school, "/elder/"))
    assert phone.evaluate(LIGHTNESS, "main") > 0.9


def test_every_theme_says_whether_it_has_a_dark_form():
    assert [theme.slug for theme in registry.offered() if theme.dark]
    assert not registry.for_mode("elder").dark
