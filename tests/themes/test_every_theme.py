"""Every theme draws every page; a new theme joins by being there."""

import re
from functools import cache
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from tests.browser.conftest import axe, nu_check, scrolls_sideways
from tests.themes.render import pages
from tests.themes.test_base_templates import Outline
from themes import registry
from themes.force import Look, using

THEMES = [theme.slug for theme in registry.all_themes()]
OTHERS = [slug for slug in THEMES if slug != "base"]  # base has tests of its own
STATES = pages()
# One of each kind, for what takes seconds.
LOOKED_AT = ["school_home", "district_home", "school_home_custom", "school_home_empty",
             "column_list", "column_cards", "article", "search", "404_site"]  # fmt: skip


@cache
def html_of(theme, state):
    template, context = STATES[state]
    with using(Look(theme)):
        return render_to_string(template, context)


@pytest.fixture(params=[(theme, state) for theme in OTHERS for state in STATES], ids="-".join)
def drawn(request):
    return html_of(*request.param), request.param[1]


def test_every_page_has_one_heading_one_main_and_jumps_no_level(drawn):
    html, _state = drawn
    page = Outline(html)
    assert (len(page.all("h1")), len(page.all("main")), len(page.all("title"))) == (1, 1, 1)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    for tag, attrs in page.tags:
        assert tag != "style"
        assert not [name for name in attrs if name == "style" or name.startswith("on")]
        assert tag != "img" or (attrs["alt"] is not None and int(attrs["width"]) > 0)


def test_what_the_district_decides_is_on_every_page(drawn):
    html, state = drawn
    site, district = (STATES[state][1].get(name, {}) for name in ("site", "district"))
    for name in ("sponsor", "operator", "address", "phone", "icp", "police_record",
                 "site_id_code"):  # fmt: skip
        assert not site.get(name) or site[name] in html.split('class="site-footer"')[1]
    if site and not site["is_district"]:
        assert f'class="district-bar__link" href="{district["url"]}"' in html


def test_no_page_loses_a_link_that_base_has(drawn):
    """A theme changes how, never what: where base leads, the theme leads."""
    html, state = drawn
    theirs, ours = ({attrs["href"] for attrs in Outline(text).all("a") if "href" in attrs}
                    for text in (html, html_of("base", state)))  # fmt: skip
    assert ours - theirs == set()


BANNER = [{"level": "emergency", "level_name": "紧急", "title": "台风停课", "text": "", "url": ""}]


@pytest.mark.parametrize("theme", OTHERS)
@pytest.mark.parametrize("state", ["school_home", "article", "404_site", "500", "notice_503"])
def test_banners_and_the_mark_of_an_archived_site_are_on_every_page(theme, state):
    template, context = STATES[state]
    site = context.get("site")
    values = context | {"district_banners": BANNER}
    if site:
        values["site"] = site | {"archived": True}
    with using(Look(theme, strip="spring")):
        html = render_to_string(template, values)
    assert "台风停课" in html
    assert not site or "本网站已归档" in html


# --- in a browser --------------------------------------------------------------------

# Targets of 24 px (WCAG 2.2, 2.5.8) everywhere; in the elder mode AAA's contrast.
RULES = {"base": ["target-size"], "elder": ["target-size", "color-contrast-enhanced"]}
# Those of the parts that are not there, too small to see, or under something else.
SEEN = """names => names.filter(name => {
  const found = document.querySelector(name);
  if (!found) return false;
  found.scrollIntoView({block: "center"});
  const box = found.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + Math.min(30, box.width / 2), box.y + box.height / 2);
  return !(box.height > 8 && box.width > 40 && at && (found.contains(at) || at.contains(found)));
})"""
LOCKED_PARTS = [".district-banner", ".district-bar__link", ".site-footer__facts",
                ".site-footer__records"]  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_and_nothing_is_out_of_sight(theme, tab, folder):
    found = []
    for state in LOOKED_AT:
        template, context = STATES[state]
        with using(Look(theme)):
            html = render_to_string(template, context | {"district_banners": BANNER})
        (folder / f"{theme}-{state}.html").write_text(html, encoding="utf-8")
        for width in (360, 1280):
            tab.set_viewport_size({"width": width, "height": 800})
            tab.goto(f"http://themes.localhost/{theme}-{state}.html")
            said = (
                axe(tab, more=RULES.get(theme, RULES["base"]))
                if state in ("school_home", "column_list", "article")
                else []
            )
            if scrolls_sideways(tab):
                said.append("scrolls sideways")
            said += [f"hides {name}" for name in tab.evaluate(SEEN, LOCKED_PARTS)]
            found += [f"{state} at {width}: {line}" for line in said]
    assert found == []


@pytest.mark.browser
def test_the_checker_of_html_finds_nothing(tmp_path):
    written = {f"{theme}-{state}": html_of(theme, state) for theme in THEMES for state in LOOKED_AT}
    assert nu_check(written, tmp_path) == []
