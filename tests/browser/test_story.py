"""The main job in a real browser: from sign-in to both sites, and gone from both."""

from pathlib import Path

import pytest

from school_sites.models import ArticlePage
from sitehub.syndication.models import TrustedSchool
from tests.browser.conftest import scrolls_sideways
from tests.factories import make_user

FIXTURE = Path(__file__).parents[1] / "school_sites" / "word_import" / "fixtures" / "plan.txt"
PASSWORD = "correct horse"


def sign_in(page, server, username):
    page.context.clear_cookies()
    page.goto(server.url_of("admin.localhost", "/admin/login/"))
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("form [type=submit]")
    page.wait_for_url("**/admin/")


@pytest.fixture
def trusted(school):
    TrustedSchool.objects.create(site=school)
    return school


@pytest.mark.parametrize("width", [360, 1280])
def test_a_schools_plan_reaches_both_sites_and_leaves_both(
    server, page, trusted, other_school, district, run_jobs, width
):
    page.set_viewport_size({"width": width, "height": 900})
    make_user("shiyan.editor", "林老师", site=trusted, role="school-editor")
    make_user("mingde.editor", "周老师", site=other_school, role="school-editor")

    sign_in(page, server, "shiyan.editor")
    assert not scrolls_sideways(page)
    page.get_by_role("link", name="导入文件").first.click()
    page.select_option("[name=column]", label="云澜区实验小学：教学科研".replace("云澜区", ""))
    page.set_input_files("[name=file]", FIXTURE)
    page.get_by_role("button", name="导入为草稿").click()
    page.get_by_text("已经清理").wait_for()
    article = ArticlePage.objects.get()
    assert not article.live

    page.get_by_role("link", name="继续编辑并发布").click()
    publish(page)
    address = server.url_of(trusted, f"/a/{article.pk}/")

    page.goto(address)
    assert page.locator("h1").inner_text() == article.title
    assert "_GoBack" not in page.content()
    assert not scrolls_sideways(page)
    page.goto(server.url_of(trusted, "/jiaoyan/"))
    assert page.get_by_role("link", name=article.title).count() >= 1
    page.goto(server.url_of(district, "/jiaoyan/xueke/"))
    page.get_by_role("link", name=article.title).first.click()
    page.wait_for_url(address)

    sign_in(page, server, "mingde.editor")
    answer = page.goto(server.url_of("admin.localhost", f"/admin/pages/{article.pk}/edit/"))
    assert article.title not in page.content()
    assert answer.url.endswith("/admin/") or answer.status in (403, 404)

    sign_in(page, server, "shiyan.editor")
    page.goto(server.url_of("admin.localhost", f"/admin/pages/{article.pk}/unpublish/"))
    page.locator("form [type=submit]").last.click()
    page.wait_for_load_state()
    for site, path in ((trusted, "/jiaoyan/"), (district, "/jiaoyan/xueke/"), (district, "/")):
        page.goto(server.url_of(site, path))
        assert article.title not in page.content()
    page.troubles.clear()  # from here the browser rightly reports what is not found
    assert page.goto(address).status == 404
    assert page.goto(server.url_of("nobody.localhost")).status == 404
    assert district.name not in page.content()
    page.troubles.clear()


def publish(page):
    """Choose 发布 from the editor's menu of actions; lost glyphs are asked about once more."""
    page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    page.locator("[name=action-publish]").click()
    page.wait_for_url("**/admin/publish/*/")
    page.get_by_role("button", name="仍然发布").click()
    page.wait_for_url("**/admin/pages/*/")
