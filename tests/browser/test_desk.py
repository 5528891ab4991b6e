"""The district's desk by keyboard alone, and on a phone."""

import pytest

from sitehub.syndication.models import Decision, Submission
from tests.browser.conftest import PHONE, axe, scrolls_sideways
from tests.browser.test_story import sign_in
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(page, server, school, district_editor):
    """The desk with four articles waiting, newest first: 丁, 丙, 乙, 甲."""
    for title in "甲乙丙丁":
        make_article(school, title)
    sign_in(page, server, district_editor.username)
    page.goto(server.url_of("admin.localhost", "/admin/submissions/"))
    return page


def decision_of(title):
    return Submission.objects.get(title=title).decision


def here(page):
    """The title of the row the keyboard stands at."""
    return page.locator(".hub-row--here .hub-row__title").inner_text()


def test_the_keys_walk_decide_and_open(desk):
    for key, title in (("j", "丁"), ("j", "丙"), ("j", "乙"), ("k", "丙")):
        desk.keyboard.press(key)
        assert title in here(desk)
    with desk.expect_navigation():
        desk.keyboard.press("a")
    assert decision_of("丙") == Decision.ACCEPTED
    desk.keyboard.press("j")
    with desk.expect_navigation():
        desk.keyboard.press("h")
    assert decision_of("丁") == Decision.ON_HOLD
    desk.keyboard.press("j")
    with desk.expect_navigation():
        desk.keyboard.press("r")
    desk.fill("textarea", "图片不清晰，rahf 请换")  # letters typed here decide nothing
    with desk.expect_navigation():
        desk.click("main form button[type=submit]")
    assert decision_of("乙") == Decision.RETURNED
    desk.keyboard.press("j")
    with desk.expect_navigation():
        desk.keyboard.press("f")
    assert "甲" in desk.frame_locator("iframe").locator("h1").inner_text()
    with desk.expect_navigation():
        desk.keyboard.press("a")
    assert decision_of("甲") == Decision.ACCEPTED


def test_desk_and_item_on_a_phone(desk):
    desk.set_viewport_size(PHONE)
    assert axe(desk, context="main") == []
    assert not scrolls_sideways(desk)
    with desk.expect_navigation():
        desk.click("[data-key=look] >> nth=0")
    assert axe(desk, context="main") == []
    assert not scrolls_sideways(desk)
