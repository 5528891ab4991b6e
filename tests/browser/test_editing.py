"""Writing with what helps: templates, hints, the check before publishing, copies, the preview."""

import time

import pytest
from wagtail import hooks

from school_sites.models import ArticlePage
from tests.browser.conftest import axe, scrolls_sideways
from tests.browser.test_story import sign_in
from tests.factories import column_of, make_article, make_user

UNTIL_WATCHED = 2500  # ms; what is typed in the first two seconds Wagtail takes as given


@pytest.fixture
def teacher(school):
    return make_user("shiyan.editor", "林老师", site=school, role="school-editor")


def choose_publish(page):
    button = page.locator("[name=action-publish]")
    if not button.is_visible():  # the menu stays open after an unfinished form
        page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    button.click()


@pytest.mark.parametrize("width", [360, 1280])
def test_from_a_template_over_the_check_to_the_site(server, page, school, teacher, width):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, server, "shiyan.editor")
    page.get_by_role("link", name="用模板写").first.click()
    page.get_by_role("link", name="活动报道").click()
    page.get_by_text("文章放在哪个栏目").wait_for()
    assert not scrolls_sideways(page)
    assert axe(page, context="main") == []
    page.get_by_role("link", name="校园新闻").click()
    title = page.locator("#id_title")
    assert title.input_value() == "【谁】开展【什么】活动"

    page.wait_for_timeout(UNTIL_WATCHED)
    title.fill("")
    choose_publish(page)
    page.get_by_text("请填写“标题").wait_for()
    assert not ArticlePage.objects.exists()
    title.fill("春天???")
    page.get_by_text("5 字", exact=True).wait_for()
    page.locator("[data-checklist]").get_by_text("像是丢了字").wait_for()  # saved by itself
    assert not scrolls_sideways(page)

    choose_publish(page)
    page.wait_for_url("**/admin/publish/*/")
    assert not scrolls_sideways(page)
    assert axe(page, context="main") == []
    page.get_by_role("link", name="去看看").first.click()
    page.wait_for_url("**/edit/#id_title")
    page.wait_for_timeout(UNTIL_WATCHED)
    title.fill("春天来了")
    page.locator("[data-checklist]").get_by_text("像是丢了字").wait_for(state="detached")
    choose_publish(page)
    page.wait_for_url("**/admin/pages/*/")
    article = ArticlePage.objects.get()
    assert (article.live, article.title) == (True, "春天来了")


def test_a_copy_in_another_column(server, page, school, teacher):
    article = make_article(school, "校运会")
    sign_in(page, server, "shiyan.editor")
    page.goto(server.url_of("admin.localhost", f"/admin/copy/{article.pk}/"))
    page.select_option("[name=column]", str(column_of(school, "notice").pk))
    page.get_by_role("button", name="复制为草稿").click()
    page.get_by_text("这是副本").wait_for()
    copy = ArticlePage.objects.exclude(pk=article.pk).get()
    assert f"/pages/{copy.pk}/edit/" in page.url
    assert page.locator("#id_title").input_value() == "校运会"


def test_the_preview_is_the_schools_own_page_on_a_phone(server, page, school, teacher):
    article = make_article(school, "校运会")
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, server, "shiyan.editor")
    page.goto(server.url_of("admin.localhost", f"/admin/pages/{article.pk}/edit/"))
    page.locator("[data-side-panel-toggle=preview]").first.click()
    frame = page.frame_locator("[data-w-preview-target=iframe], iframe").last
    frame.get_by_role("heading", name="校运会").wait_for()
    assert frame.locator("body").evaluate("() => innerWidth") == 360
    assert school.short_name in frame.locator("header").first.inner_text()
    colour = frame.locator("body").evaluate("() => document.styleSheets.length")
    assert colour > 0


def test_publishing_while_the_editor_saves_by_itself_makes_one_page(server, page, school, teacher):
    sign_in(page, server, "shiyan.editor")
    page.get_by_role("link", name="用模板写").first.click()
    page.get_by_role("link", name="活动报道").click()
    page.get_by_role("link", name="校园新闻").click()
    page.locator("#id_title").wait_for()
    page.wait_for_timeout(UNTIL_WATCHED)

    with hooks.register_temporarily("after_create_page", lambda *_: time.sleep(1.5)):
        page.locator("#id_title").fill("春天来了")
        page.wait_for_timeout(200)  # it waits for half a second before it begins
        choose_publish(page)
        page.wait_for_url("**/admin/pages/*/")
        page.wait_for_timeout(3000)  # what is on its way may still make another
    assert [(one.title, one.live) for one in ArticlePage.objects.all()] == [("春天来了", True)]
