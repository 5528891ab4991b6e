"""The district's notices and banners in a real browser: written, confirmed, seen, signed, gone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sitehub.downward.models import Acknowledgement, DistrictNotice
from tests.browser.conftest import PHONE, axe, scrolls_sideways
from tests.browser.test_story import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/admin/district-notices/"


def write(page, server, *, kind, title):
    """Fill in the form for every primary school until the day after tomorrow."""
    page.goto(server.url_of("admin.localhost", LIST + "add/"))
    page.check(f"input[name=kind][value={kind}]")
    page.fill("[name=title]", title)
    page.fill("[name=text]", "请各校做好安排。")
    page.check("input[name=audience][value=kinds]")
    page.check("input[name=kinds][value=primary]")
    until = timezone.localtime() + timedelta(days=2)
    page.fill("[name=show_until]", until.strftime("%Y-%m-%dT%H:%M"))


def confirm(page):
    """Go on to the schools spelled out, and send."""
    with page.expect_navigation():
        page.click("button:has-text('下一步')")
    assert axe(page, context="main") == []
    assert not scrolls_sideways(page)
    with page.expect_navigation():
        page.click("button:has-text('确定发给 1 所小学')")


@pytest.mark.parametrize("width", [PHONE["width"], 1280])
def test_a_banner_stands_on_every_page_of_the_chosen_and_is_gone_at_once(
    page, server, school, other_school, district, district_editor, width
):
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, server, district_editor.username)
    write(page, server, kind="banner", title="台风红色预警")
    page.check("input[name=level][value=emergency]")
    assert axe(page, context="main") == []
    assert not scrolls_sideways(page)
    confirm(page)
    for path in ("/", "/xinwen/", "/search/"):
        page.goto(server.url_of(school, path))
        assert "台风红色预警" in page.inner_text("body")
        assert axe(page) == []
        assert not scrolls_sideways(page)
    page.goto(server.url_of(other_school))
    assert "台风红色预警" not in page.inner_text("body")

    page.goto(server.url_of("admin.localhost", f"{LIST}{DistrictNotice.objects.get().pk}/"))
    page.click("summary:has-text('撤回')")
    with page.expect_navigation():
        page.click("button:has-text('撤回这条通知')")
    page.goto(server.url_of(school))
    assert "台风红色预警" not in page.inner_text("body")


def test_a_notice_is_signed_by_name_on_a_phone(page, server, school, district_editor, editor):
    page.set_viewport_size(PHONE)
    sign_in(page, server, district_editor.username)
    write(page, server, kind="notice", title="寒假值班安排")
    page.check("[name=requires_acknowledgement]")
    confirm(page)
    assert "已签收 0 所，未签收 1 所" in page.inner_text("main")

    sign_in(page, server, editor.username)
    page.goto(server.url_of("admin.localhost", "/admin/received-notices/"))
    assert axe(page, context="main") == []
    assert not scrolls_sideways(page)
    with page.expect_navigation():
        page.click("button:has-text('签收')")
    assert Acknowledgement.objects.get().name == "林老师"
