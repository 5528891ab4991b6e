"""What moves, opens and narrows on a page, without a mouse, as base's script makes it.

Lightbox, search and forms are in tests/browser, as they need a server.
"""

import json

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import expect

from tests.browser.conftest import axe
from tests.themes import comfort
from tests.themes.render import pages
from themes.force import Look, using

pytestmark = pytest.mark.browser
THROUGH = """() => [...document.querySelectorAll("nav a")].filter((one) => one.checkVisibility(
  {visibilityProperty: true})).map((one) => one.textContent)"""


@pytest.fixture
def opened(tab, folder):
    """``opened(state, size, theme)``: a drawn page in the tab, the focus at its beginning."""

    def go(state, size=comfort.DESKTOP, theme="base"):
        template, context = pages()[state]
        with using(Look(theme)):
            html = render_to_string(template, context)
        (folder / f"{theme}-{state}.html").write_text(html, encoding="utf-8")
        comfort.resize(tab, size)
        tab.goto(f"http://themes.localhost/{theme}-{state}.html")
        return tab

    return go


def focused(tab):
    """The words of what has the focus."""
    return tab.evaluate("document.activeElement.textContent.trim()")


@pytest.mark.parametrize("theme", ["base", "classical"])
def test_a_drop_down_list_opens_under_focus_and_closes_behind_it(opened, theme):
    tab = opened("school_home", theme=theme)
    parent = tab.locator(".site-nav__link").first
    first = tab.locator(".site-nav__sublink").first
    assert not first.is_visible()
    parent.focus()
    expect(first).to_be_visible()
    tab.keyboard.press("Tab")
    assert focused(tab) == first.inner_text()
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Shift+Tab")
    expect(first).to_be_hidden()


@pytest.mark.parametrize("theme", ["base", "classical"])
def test_escape_closes_a_drop_down_list_and_the_focus_is_above_it(opened, theme):
    tab = opened("school_home", theme=theme)
    parent = tab.locator(".site-nav__link").first
    parent.focus()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Escape")
    expect(tab.locator(".site-nav__sublink").first).to_be_hidden()
    assert focused(tab) == parent.inner_text()
    tab.keyboard.press("Tab")  # past what is hidden
    assert focused(tab) == tab.locator(".site-nav__link").nth(1).inner_text()
    expect(tab.locator(".site-nav__sub").nth(1)).to_be_visible()


def test_the_phones_menu_is_walked_with_its_lists_and_closed_from_within(opened):
    tab = opened("school_home", comfort.PHONE)
    button = tab.locator(".site-nav__button")
    button.focus()
    assert tab.evaluate(THROUGH) == []
    tab.keyboard.press("Space")
    shown = tab.evaluate(THROUGH)
    walked = []
    for _ in shown:
        tab.keyboard.press("Tab")
        walked.append(tab.evaluate("document.activeElement.textContent"))
    assert walked == shown
    tab.keyboard.press("Escape")
    assert tab.evaluate(THROUGH) == []
    assert focused(tab) == button.inner_text()


def test_the_carousel_stands_still_and_goes_on_by_keyboard(opened):
    tab = opened("school_home")
    titles = tab.locator(".carousel__title").all_text_contents()
    next_one = tab.get_by_role("button", name="下一张")
    told = tab.get_by_role("status").filter(has_text="/ 4")
    assert told.text_content() == f"1 / 4：{titles[0]}"
    next_one.focus()
    for number in (1, 2, 3):
        tab.keyboard.press("Enter")
        expect(told).to_have_text(f"{number + 1} / 4：{titles[number]}")
    # At its end the button is there still, and has the focus.
    assert next_one.get_attribute("aria-disabled") == "true"
    tab.keyboard.press("Enter")
    assert focused(tab) == "下一张"
    tab.wait_for_timeout(300)
    expect(told).to_have_text(f"4 / 4：{titles[3]}")
    assert axe(tab, context=".carousel") == []
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Enter")
    expect(told).to_have_text(f"3 / 4：{titles[2]}")


def test_only_the_slide_that_is_seen_is_a_stop_of_the_tab_key(opened):
    tab = opened("school_home")
    told = tab.locator("[data-carousel-status]")
    links = tab.locator(".carousel__link")
    links.first.focus()
    tab.keyboard.press("Tab")
    assert focused(tab) == "上一张"
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    expect(told).to_contain_text("2 / 4")
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Shift+Tab")
    assert links.nth(1).evaluate("one => one === document.activeElement")
    # Moved by the arrows that scroll, the focus goes with the picture.
    tab.keyboard.press("ArrowRight")
    expect(told).to_contain_text("3 / 4")
    assert links.nth(2).evaluate("one => one === document.activeElement")


def test_without_a_script_every_slide_is_reached(browser, opened, folder):
    opened("school_home")
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((folder / "base-school_home.html").as_uri())
        assert page.locator(".carousel__slide a:not([inert] a)").count() == 4
        assert not page.get_by_role("button", name="下一张").is_visible()


@pytest.mark.parametrize("size", [comfort.DESKTOP, comfort.PHONE], ids=["desktop", "phone"])
def test_a_school_is_found_by_typing_and_tab(opened, size):
    tab = opened("district_home", size)
    tab.get_by_label("查找学校").focus()
    tab.keyboard.type("特殊教育学校（第3")
    status = tab.locator("[data-finder-status]")
    expect(status).to_have_text("找到 1 所学校")
    tab.keyboard.press("Tab")
    assert focused(tab).startswith("特殊教育学校")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.href") == "https://s2.example.cn/"
    assert axe(tab, context=".finder") == []


def test_a_school_that_is_not_there_is_said_and_escape_begins_anew(opened):
    tab = opened("schools")
    shown = tab.locator(".finder__kind[open]").count()
    box = tab.get_by_label("查找学校")
    box.focus()
    tab.keyboard.type("月球小学")
    expect(tab.get_by_role("status").filter(has_text="没有找到")).to_be_visible()
    assert tab.locator(".finder__kind:visible").count() == 0
    tab.keyboard.press("Enter")
    assert tab.url.endswith("base-schools.html")
    tab.keyboard.press("Escape")
    assert box.input_value() == ""
    assert tab.locator(".finder__kind[open]").count() == shown
    expect(tab.locator("[data-finder-status]")).to_be_empty()


def answer_suggestions(tab):
    """Suggestions for whatever is typed in the search box of the open page."""
    body = json.dumps({"suggestions": ["科技节", "科技馆"]})
    tab.route("**/search/suggest*", lambda route: route.fulfill(body=body))


def test_suggestions_are_a_combobox_of_the_keyboard(opened):
    tab = opened("school_home")
    answer_suggestions(tab)
    box = tab.get_by_role("combobox", name="搜索本校网站")
    assert box.get_attribute("aria-expanded") == "false"
    box.focus()
    tab.keyboard.type("科技")
    options = tab.get_by_role("option")
    expect(options).to_have_count(2)
    assert box.get_attribute("aria-expanded") == "true"
    assert axe(tab, context=".masthead") == []
    for key, number in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", None)):
        tab.keyboard.press(key)
        chosen = None if number is None else options.nth(number)
        told = chosen and chosen.get_attribute("id")
        assert box.get_attribute("aria-activedescendant") == told
        assert tab.locator("[role=option][aria-selected=true]").count() == (number is not None)
        assert box.input_value() == (chosen.inner_text() if chosen else "科技")
        assert box.evaluate("one => one === document.activeElement")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Escape")  # the list goes, what was typed stays
    expect(options).to_have_count(0)
    assert (box.input_value(), box.get_attribute("aria-expanded")) == ("科技", "false")


def test_a_suggestion_is_asked_for_by_enter_and_tab_leaves_the_list(opened):
    tab = opened("school_home")
    answer_suggestions(tab)
    box = tab.get_by_role("combobox", name="搜索本校网站")
    box.focus()
    tab.keyboard.type("科")
    expect(tab.get_by_role("option")).to_have_count(2)
    tab.keyboard.press("Tab")
    assert focused(tab) == "搜索"
    expect(tab.get_by_role("option")).to_have_count(0)
    box.focus()
    tab.keyboard.type("技")
    expect(tab.get_by_role("option")).to_have_count(2)
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search/?q=*")
    assert tab.url.endswith("q=%E7%A7%91%E6%8A%80%E8%8A%82")
