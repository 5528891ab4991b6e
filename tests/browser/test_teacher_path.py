"""A teacher with ten minutes: from the sign-in to a published Word document in eight clicks."""

import io

import docx

from school_sites.import_jobs import run_import
from school_sites.models import ArticlePage, ImportJob
from tests.factories import make_user
from tests.school_sites.word_import.documents import picture, saved

MOST_CLICKS = 8


def report():
    """A Word document with a title, a text, and a picture with its caption."""
    document = docx.Document()
    document.add_heading("春季运动会圆满举行", 1)
    document.add_paragraph("三月的操场上，同学们奔跑、跳跃，为班级争光，欢呼声一阵高过一阵。")
    document.add_picture(io.BytesIO(picture()))
    document.add_paragraph("图1 开幕式上的方阵", style="Caption")
    return saved(document)


def test_from_sign_in_to_the_site_in_eight_clicks(server, page, school):
    make_user("shiyan.editor", "林老师", site=school, role="school-editor")
    clicks = 0

    def click(what):
        nonlocal clicks
        clicks += 1
        what.click()

    page.goto(server.url_of("admin.localhost", "/admin/"))
    page.fill("[name=username]", "shiyan.editor")
    page.fill("[name=password]", "correct horse")
    click(page.locator("form [type=submit]"))
    click(page.get_by_role("link", name="导入文件").first)
    with page.expect_file_chooser() as choosing:
        click(page.locator("[name=file]"))  # the column is chosen already: the first of news
    choosing.value.set_files({"name": "运动会.docx", "mimeType": "", "buffer": report()})
    click(page.get_by_role("button", name="导入为草稿"))
    page.get_by_text("正在导入").wait_for()
    run_import.call(ImportJob.objects.get().pk)
    click(page.get_by_role("link", name="继续编辑并发布"))  # the page went on by itself
    click(page.locator("[data-side-panel-toggle=preview]"))
    page.frame_locator("#w-preview-iframe").get_by_text("欢呼声一阵高过一阵").first.wait_for()
    click(page.locator("footer [data-w-dropdown-target=toggle]").last)
    click(page.locator("[name=action-publish]"))
    page.wait_for_url("**/admin/pages/*/")
    article = ArticlePage.objects.get()
    assert article.live
    assert article.cover is not None, "the first picture is the cover"
    assert clicks <= MOST_CLICKS
    page.goto(server.url_of(school, f"/a/{article.pk}/"))
    assert page.get_by_role("heading", name="春季运动会圆满举行").is_visible()
