"""Narrowing a search in a browser: by keyboard, on a phone, with a script and without."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, axe, scrolls_sideways
from tests.factories import make_article, make_school

pytestmark = [pytest.mark.django_db(transaction=True)]
ASKED = "/search/?q=科技节"


@pytest.fixture
def many(district):
    """Ten schools with an article each."""
    for number in range(10):
        site = make_school(f"s{number}", name=f"第{number}小学", short_name=f"{number}小")
        make_article(site, f"第{number}届科技节")


def test_schools_are_narrowed_while_typing_and_chosen_by_keyboard(phone, server, many, district):
    phone.goto(server.url_of(district, ASKED))
    form = phone.locator(".facets__form")
    assert not form.is_visible()
    phone.locator(".facets__button").focus()
    phone.keyboard.press("Enter")
    assert form.is_visible()
    phone.get_by_label("查找学校").fill("第7")
    schools = form.locator("[name=school]:visible")
    assert [one.get_attribute("value") for one in schools.all()] == ["s7"]
    schools.focus()
    phone.keyboard.press("Space")
    assert axe(phone) == []
    assert not scrolls_sideways(phone)
    phone.get_by_role("button", name="应用筛选").click()
    expect(phone.locator(".hit h3 a")).to_have_text(["第7届科技节"])
    phone.get_by_role("link", name="学校：7小").click()
    expect(phone.locator(".hit")).to_have_count(10)


def test_without_a_script_all_schools_are_there_to_choose(browser, server, many, district):
    with browser.new_context(java_script_enabled=False, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(server.url_of(district, ASKED))
        page.locator(".facets__button").click()
        assert page.locator("[name=school]:visible").count() == 10
        assert not page.locator("[data-finder-filter]").first.is_visible()
        page.locator("[value=s3]").check()
        page.locator("[value=s4]").check()
        page.get_by_role("button", name="应用筛选").click()
        expect(page.locator(".hit")).to_have_count(2)
