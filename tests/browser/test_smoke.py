"""The harness itself works: a page opens in a real browser, and the checkers see faults."""

from tests.browser.conftest import axe, nu_check, scrolls_sideways

FAULTY = '<!doctype html><html lang="zh-CN"><title>x</title><p>a</b></p><img src="a.png"></html>'


def test_district_home_opens_in_the_browser(district, server, page):
    answer = page.goto(server.url_of(district))
    assert answer.status == 200
    assert "云澜区教育信息网" in page.title()


def test_platform_screen_fits_a_small_phone(server, phone, administrator, client):
    client.force_login(administrator)
    phone.context.add_cookies(
        [
            {
                "name": "sessionid",
                "value": client.cookies["sessionid"].value,
                "url": server.url_of("admin.localhost"),
            }
        ]
    )
    phone.goto(server.url_of("admin.localhost", "/admin/platform/"))
    assert phone.get_by_role("heading", name="安全公告").is_visible()
    assert not scrolls_sideways(phone)
    assert axe(phone, context=".platform-status") == []


def test_checkers_see_faults(page, tmp_path):
    page.set_content(FAULTY)
    assert any(line.startswith("image-alt") for line in axe(page))
    found = nu_check({"faulty": FAULTY, "sound": FAULTY.replace("</b>", "")}, tmp_path)
    assert any(line.startswith("faulty:1: Stray end tag") for line in found)
    assert not any("Stray" in line for line in found if line.startswith("sound"))
