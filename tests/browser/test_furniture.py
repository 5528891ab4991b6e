"""The tools above a text, and views, in a real browser."""

import pytest

from school_sites.models import ViewMark
from tests.browser.conftest import PHONE, axe
from tests.factories import make_article

AGENT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture
def reader(browser, server):
    """A tab of somebody who is no robot."""
    with browser.new_context(user_agent=AGENT, viewport=PHONE) as context:
        tab = context.new_page()
        tab.set_default_timeout(15_000)
        yield tab


def size_of_text(page):
    return float(
        page.evaluate("parseFloat(getComputedStyle(document.querySelector('.block')).fontSize)")
    )


def test_the_size_of_the_text_is_remembered_and_set_before_the_text_shows(phone, server, school):
    article = make_article(school)
    phone.goto(server.url_of(school, f"/a/{article.pk}/"))
    medium = size_of_text(phone)
    phone.get_by_role("button", name="大字号").click()
    assert phone.locator("button[aria-pressed=true]").inner_text() == "大"
    large = size_of_text(phone)
    assert large > medium * 1.2
    phone.route("**/furniture.js", lambda route: route.abort())  # what is deferred comes later
    phone.reload()
    assert size_of_text(phone) == large
    phone.troubles.clear()
    phone.unroute("**/furniture.js")
    phone.reload()
    phone.get_by_role("button", name="中字号").click()
    assert size_of_text(phone) == medium


def test_the_address_is_shared_as_a_code_and_copied_without_a_clipboard(phone, server, school):
    address = server.url_of(school, f"/a/{make_article(school).pk}/")
    phone.goto(address)
    phone.get_by_text("分享", exact=True).click()
    code = phone.get_by_role("img", name="本页网址的二维码")
    code.wait_for()
    # Asked of the element: the content security policy refuses a string to be evaluated.
    assert code.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    assert phone.locator("[data-share-address]").inner_text() == address
    phone.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    phone.get_by_role("button", name="复制网址").click()
    phone.get_by_role("status").get_by_text("已复制").wait_for()
    assert axe(phone, context=".article") == []
    phone.keyboard.press("Escape")
    assert not code.is_visible()


def test_printed_pages_carry_the_text_and_no_tools(phone, server, school):
    phone.goto(server.url_of(school, f"/a/{make_article(school).pk}/"))
    phone.emulate_media(media="print")
    assert phone.locator(".block").first.is_visible()
    for left_out in (".tools", ".search-box", ".site-nav", ".breadcrumb"):
        assert not phone.locator(left_out).is_visible(), left_out


def test_a_view_is_told_after_two_seconds_of_looking(reader, server, school):
    article = make_article(school)
    with reader.expect_request("**/_count/", timeout=15_000) as told:
        reader.goto(server.url_of(school, f"/a/{article.pk}/"))
    assert told.value.post_data == str(article.pk)
    reader.locator("[data-views]:not([hidden])").wait_for()
    told.value.response()
    assert list(ViewMark.objects.values_list("page_number", flat=True)) == [article.pk]
