"""Word into the editor in a real browser: several files at once, and pasted text."""

import pytest

from school_sites.import_jobs import run_import
from school_sites.models import ArticlePage, ImportJob
from tests.browser.conftest import axe, scrolls_sideways
from tests.browser.test_story import sign_in
from tests.factories import column_of, make_article, make_user
from tests.school_sites.word_import.documents import red_head, with_pictures

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>
p.MsoNormal {margin:0cm; mso-pagination:none;}</style></head><body lang=ZH-CN>
<!--StartFragment--><p class=MsoNormal style='text-indent:21pt'><!--[if supportFields]>x<![endif]-->
<span lang=EN-US style='mso-spacerun:yes'>&#12288;&#12288;</span><b><span>春天</span></b>的校园
[bookmark: _GoBack]<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>第二段<span>&#8203;</span>文字。</p><!--EndFragment--></body></html>"""
WPS = """<meta charset="utf-8"><!--StartFragment--><p style="text-indent:2em" align="justify">
<span style="mso-spacerun:'yes';font-family:宋体">&#12288;&#12288;金山文字里的一段。</span></p>
<p><font face="宋体">&nbsp;</font></p><p>又一段。<o:p></o:p></p><!--EndFragment-->"""
WECHAT = """<section data-role="outer" style="font-size:16px"><section><p style="text-indent:2em">
<span style="color:#333">&nbsp;&nbsp;公众号里的一段。</span><br></p></section><section><p>
<span leaf=""><br></span></p></section><p><span>\u200b结尾。</span></p>
<mp-style-type data-value="3"></mp-style-type></section>"""
PASTED = [
    ("word", WORD, ["春天", "的校园", "第二段文字。"]),
    ("wps", WPS, ["金山文字里的一段。", "又一段。"]),
    ("wechat", WECHAT, ["公众号里的一段。", "结尾。"]),
]
PASTE = """([node, html]) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "");
    const event = {clipboardData: data, bubbles: true, cancelable: true};
    node.dispatchEvent(new ClipboardEvent("paste", event));
}"""


@pytest.mark.parametrize(("kind", "html", "words"), PASTED, ids=[kind for kind, *_ in PASTED])
def test_pasted_text_is_saved_clean(server, page, school, kind, html, words):
    make_user("shiyan.editor", "林老师", site=school, role="school-editor")
    article = make_article(school, publish=False, body=[("text", "<p></p>")])
    sign_in(page, server, "shiyan.editor")
    page.goto(server.url_of("admin.localhost", f"/admin/pages/{article.pk}/edit/"))
    field = page.locator(".public-DraftEditor-content").first
    field.click()
    page.evaluate(PASTE, [field.element_handle(), html])
    page.get_by_text(words[-1]).first.wait_for()
    page.wait_for_timeout(600)  # the editor hands its text to the form a moment later
    page.locator("button.action-save").first.click()
    source = saved_body(page, article, words[-1])
    for word in words:
        assert word in source
    for rubbish in ("bookmark", "\u3000", "\u200b", "\u00a0", "mso", "Mso", "<!--", "<span", "<o:"):
        assert rubbish not in source, rubbish
    assert "></p>" not in source, "no empty paragraphs"


def saved_body(page, article, word):
    """The rich text of the latest revision, once it holds ``word``."""
    for _ in range(60):
        latest = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
        source = latest.body[0].value.source
        if word in source:
            return source
        page.wait_for_timeout(250)
    raise AssertionError(source)


@pytest.mark.parametrize("width", [360, 1280])
def test_files_uploaded_together_end_on_one_page(server, page, school, width):
    page.set_viewport_size({"width": width, "height": 900})
    make_user("shiyan.editor", "林老师", site=school, role="school-editor")
    sign_in(page, server, "shiyan.editor")
    page.goto(server.url_of("admin.localhost", "/admin/import/"))
    page.select_option("[name=column]", str(column_of(school, "news").pk))
    files = {"通知.docx": red_head(), "运动会.docx": with_pictures(2), "坏.docx": b"PK" + bytes(99)}
    page.set_input_files(
        "[name=file]",
        [{"name": n, "mimeType": "application/zip", "buffer": d} for n, d in files.items()],
    )
    page.get_by_role("button", name="导入为草稿").click()
    page.get_by_text("正在导入，一般不超过十秒").wait_for()
    for job in ImportJob.objects.all():
        run_import.call(job.pk)
    page.get_by_role("link", name="春季运动会").wait_for()  # the page renews itself
    assert page.locator("[data-state=done]").count() == 2
    assert "损坏" in page.locator("[data-state=refused]").inner_text()
    assert not scrolls_sideways(page)
    assert axe(page, context="main") == []
    page.get_by_role("link", name="春季运动会").click()
    page.get_by_text("图片还没有替代文字").wait_for()
    assert not scrolls_sideways(page)
    page.locator("a[href*='#block-']").first.click()
    page.get_by_text("导入时猜的，请核对").wait_for()
