"""Home pages arranged by hand, full: valid, without barriers, narrow enough."""

from sitehub.platform.schedule import count_figures
from tests.browser.conftest import axe, nu_check, scrolls_sideways
from tests.factories import column_of
from tests.school_sites.test_home_blocks import arrange, block, furnish, richest


def test_rich_homes_are_valid_reachable_and_narrow_enough(server, page, district, school, tmp_path):
    news = column_of(school, "news").pk
    furnish(school, 2)
    feature = block("column", column=news, title="", style="feature", limit=4, width="half")
    arrange(school, *richest(school, 2), feature)
    furnish(district, 1)
    body = [one for one in richest(district, 1) if one["type"] not in ("columns", "tabs")]
    more = [block("latest", title="", limit=8), block("subjects", title="", subjects=[])]
    arrange(district, *body, *more, block("schools", title=""))
    count_figures()
    sources, faults = {}, []
    for site in (school, district):
        for width in (360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            answer = page.goto(server.url_of(site))
            assert answer.status == 200
            sources[site.code] = answer.text()
            faults += [f"{site.code} at {width}: {line}" for line in axe(page)]
            if scrolls_sideways(page):
                faults.append(f"{site.code} at {width}: scrolls sideways")
    assert faults + nu_check(sources, tmp_path) == []


def test_tabs_open_by_keyboard_one_at_a_time(server, page, school):
    furnish(school, 1)
    news, party = column_of(school, "news").pk, column_of(school, "party").pk
    arrange(school, block("tabs", title="看栏目", columns=[news, party], limit=4, width="full"))
    page.goto(server.url_of(school))
    first, second = page.get_by_role("link", name="news文章0"), page.get_by_role(
        "link", name="party文章0"
    )  # fmt: skip
    assert first.is_visible()
    assert not second.is_visible()
    page.locator("summary.tabs__name").nth(1).focus()
    page.keyboard.press("Enter")
    second.wait_for(state="visible")
    assert not first.is_visible()
