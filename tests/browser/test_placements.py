"""推荐位 under a mouse, a finger and a keyboard; and the home page at a moment."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from sitehub.placements import states
from sitehub.placements.models import Placement, SlotKind
from tests.browser.conftest import axe, scrolls_sideways
from tests.factories import make_article, make_picture

TITLES = ["春季运动会圆满落幕", "科技节作品展览", "教师读书分享会", "校园防火疏散演练"]


@pytest.fixture
def picks(district, district_editor):
    """Four picks, in the order of TITLES."""
    for title in reversed(TITLES):
        article = make_article(district, title, cover=make_picture(district))
        states.place(kind=SlotKind.PICKS, article=article, by=district_editor)
    return list(TITLES)


def sign_in(page, server):
    page.goto(server.url_of("admin.localhost", "/admin/login/"))
    page.fill("[name=username]", "district.editor")
    page.fill("[name=password]", "correct horse")
    page.click("form [type=submit]")
    page.wait_for_url("**/admin/")


def order():
    return list(Placement.objects.in_order().values_list("title", flat=True))


def handle_of(page, title):
    return page.get_by_role("button", name=f"拖动《{title}》")


def drag(page, title, onto):
    """Take ``title`` by its handle and drop it a little beyond the middle of ``onto``."""
    start, goal = handle_of(page, title).bounding_box(), page.locator("[data-line]").filter(
        has_text=onto
    ).bounding_box()  # fmt: skip
    down = 1 if goal["y"] > start["y"] else -1
    x, y = start["x"] + 12, start["y"] + 12
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 9):
        target = goal["y"] + goal["height"] / 2 + down * 12
        page.mouse.move(x, y + (target - y) * step / 8)
    with page.expect_navigation():
        page.mouse.up()


@pytest.mark.parametrize("width", [360, 1280])
def test_lines_are_dragged_and_moved_by_keys(server, page, picks, width):
    page.set_viewport_size({"width": width, "height": 2000})
    sign_in(page, server)
    address = server.url_of("admin.localhost", "/admin/placements/")
    page.goto(address)
    assert axe(page, context="main") == []
    assert not scrolls_sideways(page)
    first, second, third, fourth = TITLES
    drag(page, fourth, first)
    assert order() == [fourth, first, second, third]
    assert "次序已保存" in page.content()
    drag(page, first, third)
    assert order() == [fourth, second, third, first]
    # The keyboard goes on where the line was dropped.
    focused = "document.activeElement.id"
    handle = handle_of(page, first).get_attribute("id")
    assert page.evaluate(focused) == handle
    with page.expect_navigation():
        page.keyboard.press("ArrowUp")
    assert order() == [fourth, second, first, third]
    assert page.evaluate(focused) == handle
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile(f"下移.*{fourth}")).press("Enter")
    assert order() == [second, fourth, first, third]
    assert page.evaluate(focused).startswith("down-")
    # Escape puts a line back where it was.
    box = handle_of(page, third).bounding_box()
    page.mouse.move(box["x"] + 9, box["y"] + 9)
    page.mouse.down()
    page.mouse.move(box["x"] + 9, box["y"] - 400, steps=5)
    page.keyboard.press("Escape")
    page.mouse.up()
    shown = page.locator("[data-line] .hub-row__title").all_inner_texts()
    assert shown == order() == [second, fourth, first, third]


def test_a_drop_on_an_old_screen_shows_the_colleagues_order(server, page, picks, district_editor):
    page.set_viewport_size({"width": 1280, "height": 2000})
    sign_in(page, server)
    page.goto(server.url_of("admin.localhost", "/admin/placements/"))
    slot = Placement.objects.first().slot
    numbers = list(Placement.objects.in_order().values_list("pk", flat=True))
    states.reorder(slot, order=numbers[::-1], version=slot.version, by=district_editor)
    drag(page, TITLES[0], TITLES[2])
    assert "刚才被别人改过" in page.content()
    assert order() == TITLES[::-1]
    shown = page.locator("[data-line] .hub-row__title").all_inner_texts()
    assert shown == TITLES[::-1]


def test_the_home_page_of_tomorrow_in_a_frame(server, page, picks, district, district_editor):
    now = timezone.now()
    article = make_article(district, "明天的头条")
    make_article(district, "今天的要闻", cover=make_picture(district))
    states.place(
        kind=SlotKind.HEADLINE, article=article, by=district_editor,
        show_from=now + timedelta(hours=12),
    )  # fmt: skip
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, server)
    page.goto(server.url_of("admin.localhost", "/admin/placements/preview/"))
    headline = page.frame_locator("iframe").locator(".headline__title")
    headline.wait_for()
    assert headline.inner_text() == "今天的要闻"
    tomorrow = timezone.localtime(now + timedelta(hours=13)).strftime("%Y-%m-%dT%H:%M")
    page.get_by_label("看哪个时刻的首页").fill(tomorrow)
    page.get_by_role("button", name="看这个时刻").click()
    page.frame_locator("iframe").get_by_role("link", name="明天的头条").first.wait_for()
    page.get_by_label("手机").check()
    assert page.locator("iframe").bounding_box()["width"] == 360
    assert axe(page, context="main") == []
