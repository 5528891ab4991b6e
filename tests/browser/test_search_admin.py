"""Search in the admin, on a phone and a wide screen: synonyms, pins, the report, the explorer."""

import csv
import os
import re
from pathlib import Path

import pytest
from django.utils import timezone

from search.models import SearchClick, SearchCount, Synonyms
from tests.browser.conftest import axe, scrolls_sideways
from tests.factories import make_article, make_picture

pytestmark = pytest.mark.django_db(transaction=True)
SETTLED = "() => Promise.all(document.getAnimations().map(one => one.finished)).then(() => null)"
SHOTS = os.environ.get("SHOTS")


@pytest.fixture(params=[360, 1280])
def page(page, request):
    page.set_viewport_size({"width": request.param, "height": 900})
    return page


def sign_in(page, server, username):
    page.goto(server.url_of("admin.localhost", "/admin/login/"))
    page.fill("[name=username]", username)
    page.fill("[name=password]", "correct horse")
    page.click("form [type=submit]")
    page.wait_for_url("**/admin/")


def go(page, server, path):
    page.goto(server.url_of("admin.localhost", f"/admin/{path}"))


def look(page, name, *, is_ours=True):
    if SHOTS:
        width = page.viewport_size["width"]
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    if is_ours:
        page.evaluate(SETTLED)  # Wagtail fades its messages in
        assert axe(page, context="main") == [], name
    assert not scrolls_sideways(page), name


def test_a_line_of_synonyms_is_written_refused_changed_and_deleted(
    page, server, school, district, district_editor
):
    make_article(school, "学生体检安排")
    sign_in(page, server, "district.editor")
    go(page, server, "search/synonyms/")
    look(page, "synonyms")
    go(page, server, "search/synonyms/new/")
    look(page, "synonyms-add")
    page.fill("[name=line]", "体检")
    page.click("main button[type=submit]")
    page.get_by_text("请写至少两个不同的词").wait_for()
    look(page, "synonyms-refused")
    page.fill("[name=line]", "体检，查身体")
    page.click("main button[type=submit]")
    page.wait_for_url("**/synonyms/")
    page.goto(server.url_of(district, "/search/?q=查身体"))
    assert page.locator(".hit h3 a").all_inner_texts() == ["学生体检安排"]
    go(page, server, "search/synonyms/")
    page.get_by_role("link", name="体检，查身体", exact=True).click()
    page.wait_for_url("**/synonyms/edit/**")
    look(page, "synonyms-edit")
    page.fill("[name=line]", "体检，健康检查")  # one of those that ship
    page.get_by_role("button", name="保存").click()
    page.get_by_text("这一条已经有了。").wait_for()
    page.fill("[name=line]", "体检，体格普查")
    page.get_by_role("button", name="保存").click()
    page.locator(".messages", has_text="体格普查").wait_for()
    look(page, "synonyms-list")
    line = Synonyms.objects.get(line__contains="体格普查")
    go(page, server, f"search/synonyms/delete/{line.pk}/")
    look(page, "synonyms-delete")
    page.locator("main form button[type=submit]").click()
    page.locator(".messages", has_text="体格普查").wait_for()
    assert not page.get_by_role("link", name="体检，体格普查", exact=True).count()


def test_a_page_is_pinned_by_its_address_shown_first_and_unpinned(page, server, school, manager):
    first, second = make_article(school, "招生简章"), make_article(school, "招生问答")
    sign_in(page, server, "shiyan.manager")
    go(page, server, "search/pins/")
    look(page, "pins-empty")
    page.fill("[name=text]", "招生")
    page.fill("[name=page]", "http://nowhere.localhost/a/1/")
    page.get_by_role("button", name="置顶", exact=True).click()
    page.get_by_text("没有访客能看到的页面是这个地址").wait_for()
    look(page, "pins-refused")
    page.fill("[name=page]", server.url_of(school, f"/a/{second.pk}/"))
    page.get_by_role("button", name="置顶", exact=True).click()
    page.locator(".hub-row__title", has_text="招生").wait_for()
    look(page, "pins")
    page.goto(server.url_of(school, "/search/?q=招生"))
    assert page.locator(".hit h3 a").first.inner_text() == second.title
    go(page, server, "search/pins/")
    page.get_by_role("button", name="取消置顶").click()
    page.get_by_text("还没有置顶的结果。").wait_for()
    page.goto(server.url_of(school, "/search/?q=招生"))
    assert sorted(page.locator(".hit h3 a").all_inner_texts()) == [first.title, second.title]
    assert not page.get_by_text("推荐", exact=True).count()


def test_the_report_is_read_narrowed_and_taken_away(
    page, server, school, district_editor, district
):
    sign_in(page, server, "district.editor")
    go(page, server, "search/report/")
    look(page, "report-empty")
    today = timezone.localdate()
    for text, hits, total in [("食谱", 4, 12), ("校服", 0, 5), ("秋季学期作息时间表和校历", 3, 3)]:
        SearchCount.objects.create(site=school, day=today, text=text, hits=hits, total=total)
    SearchClick.objects.create(site=school, day=today, text="食谱", position=1, total=3)
    page.reload()
    look(page, "report")
    page.select_option("main select[name=site]", str(school.pk))
    page.select_option("main select[name=month]", index=1)
    page.locator("main form:has(select) button[type=submit]").click()
    page.wait_for_url("**site=*")
    look(page, "report-narrowed")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    rows = list(csv.reader(lines))
    assert rows[1][:2] == ["食谱", "12"]


def test_the_explorer_and_the_lists_find_chinese_or_say_that_there_is_nothing(
    page, server, school, editor
):
    make_article(school, "教育信息化工作简报", publish=False)
    make_picture(school, "信息化教室")
    sign_in(page, server, "shiyan.editor")
    explorer = f"pages/{school.root_page.pk}/"
    for path, title in [(explorer, "教育信息化工作简报"), ("images/", "信息化教室")]:
        go(page, server, f"{path}?q=資訊")
        page.locator("main").get_by_text(title).first.wait_for()
        look(page, path.split("/")[0], is_ours=False)
    for path in (explorer, "images/", "documents/", "pages/search/"):
        go(page, server, f"{path}?q=蜻蜓")
        page.locator("main").get_by_text(re.compile("没有(结果|符合|找到)")).first.wait_for()
        look(page, path.replace("/", "-") + "empty", is_ours=False)
