"""外观 on a phone and by keyboard: choose, see the school's own page in it, put it in force."""

from tests.browser.conftest import axe, scrolls_sideways
from tests.factories import make_article, make_picture


def signed_in(tab, server, client, user):
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    tab.context.add_cookies([cookie | {"url": server.url_of("admin.localhost")}])


def test_a_manager_changes_the_look_on_a_phone_by_keyboard(server, phone, school, manager, client):
    make_article(school)
    signed_in(phone, server, client, manager)
    phone.goto(server.url_of("admin.localhost", "/admin/look/"))
    assert not scrolls_sideways(phone)
    assert axe(phone, context=".looks") == []
    phone.locator("#theme-base").focus()
    phone.keyboard.press("ArrowDown")
    assert not phone.locator("#theme-base").is_checked()  # the next one is
    phone.locator("#theme-plain").focus()
    phone.keyboard.press("Space")
    assert phone.locator("#theme-plain").is_checked()
    phone.get_by_label("校色").first.fill("#ffd400")
    phone.get_by_role("button", name="预览，先不启用").press("Enter")
    phone.get_by_text("已调整为最接近的").wait_for()
    assert not scrolls_sideways(phone)
    assert axe(phone, context=".looks") == []
    frame = phone.frame_locator("[data-look-frame]")
    assert "theme-plain" in frame.locator("html").get_attribute("class")
    colour = "getComputedStyle(document.documentElement).getPropertyValue('--color-brand')"
    drawn = frame.locator("html").evaluate(f"() => {colour}")
    assert drawn in phone.locator(".looks__colours").inner_text()
    phone.get_by_label("手机").check()
    frame.get_by_role("link", name="校运会顺利举行").first.click()  # stays within the frame
    frame.locator(".article__title").wait_for()
    phone.get_by_role("button", name="启用", exact=True).click()
    phone.get_by_text("已启用。访客").wait_for()
    phone.goto(server.url_of(school))
    assert "theme-plain" in phone.locator("html").get_attribute("class")
    assert phone.evaluate(colour) == drawn


def test_a_manager_puts_the_name_on_a_picture(server, phone, school, manager, client):
    make_picture(school, "校门", size=(2000, 900))
    signed_in(phone, server, client, manager)
    phone.goto(server.url_of("admin.localhost", "/admin/look/"))
    phone.get_by_role("button", name="选择一张图片").first.click()
    phone.locator(".modal").get_by_text("校门").click()
    phone.locator("#id_banner-chooser:not(.blank)").wait_for()
    phone.get_by_label("页头").first.select_option("picture")
    assert not scrolls_sideways(phone)
    assert axe(phone, context=".looks") == []
    phone.get_by_role("button", name="预览，先不启用").click()
    frame = phone.frame_locator("[data-look-frame]")
    frame.locator(".header-picture .site-banner--home").wait_for()
    phone.get_by_role("button", name="启用", exact=True).click()
    phone.get_by_text("已启用。访客").wait_for()
    phone.goto(server.url_of(school))
    name, picture = (phone.locator(one).bounding_box() for one in (
        ".masthead__name", ".site-banner__picture"
    ))  # fmt: skip
    assert picture["y"] <= name["y"] <= picture["y"] + picture["height"]
    assert phone.locator(".site-banner__picture").evaluate("one => one.naturalWidth") > 0
    assert not scrolls_sideways(phone)
    assert axe(phone) == []
