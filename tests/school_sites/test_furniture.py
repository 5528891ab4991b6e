"""What visitors expect around a text: its files in one place, its QR code, its tools."""

import pytest
from lxml import etree, html

from media.models import SiteDocument
from school_sites.models import ColumnLayout, PlainPage
from tests.factories import column_of, make_article

pytestmark = pytest.mark.django_db
HOST = {"host": "shiyan.localhost"}


def foot_of(client, page):
    """(kind, name, address) of each file in the list at the foot of a page."""
    tree = html.fromstring(client.get(f"/a/{page.pk}/", headers=HOST).content)
    return [
        (*link.xpath("./span/text()")[:2], link.get("href"))
        for link in tree.xpath("//section[@aria-labelledby='attachments-foot']//a")
    ]


def make_document(title, name, size=20480):
    return SiteDocument.objects.create(title=title, file=f"documents/{name}", file_size=size)


def link_to(document, words):
    return ("text", f'<p>见<a id="{document.pk}" linktype="document">{words}</a>。</p>')


def test_all_files_of_a_text_are_gathered_at_its_foot_once(client, school):
    form, list_ = make_document("报名表", "a.docx"), make_document("名单", "b.xlsx")
    article = make_article(school, body=[
        link_to(form, "<b>附件1</b>：报名表"),
        ("attachments", [{"document": list_, "title": "入选名单"}]),
        ("text", '<p><a id="999999" linktype="document">已经删除的文件</a></p>'),
        link_to(form, "再看一次"),
    ])  # fmt: skip
    assert foot_of(client, article) == [
        ("DOCX", "附件1：报名表", form.url),
        ("XLSX", "入选名单", list_.url),
    ]


def test_a_list_at_the_end_is_not_repeated(client, school):
    document = make_document("报名表", "a.docx")
    listed = ("attachments", [{"document": document, "title": ""}])
    assert foot_of(client, make_article(school, "甲", body=[listed])) == []
    assert foot_of(client, make_article(school, "乙", body=[("text", "<p>无</p>")])) == []
    both = make_article(school, "丙", body=[listed, ("text", "<p>说明</p>")])
    assert foot_of(client, both) == [("DOCX", "报名表", document.url)]


def code_of(client, number, host="shiyan.localhost"):
    return client.get(f"/qr/{number}.svg", headers={"host": host})


def test_the_code_of_a_page_can_be_kept_and_is_drawn_for_its_own_site_only(
    client, school, other_school
):
    article = make_article(school)
    response = code_of(client, article.pk)
    assert response["Content-Type"] == "image/svg+xml"
    assert "max-age" in response["Cache-Control"]
    assert etree.fromstring(response.content).tag == "{http://www.w3.org/2000/svg}svg"
    assert code_of(client, article.pk, "mingde.localhost").status_code == 404
    assert code_of(client, column_of(school).pk).status_code == 404
    assert code_of(client, 10**25).status_code == 404
    article.unpublish()
    assert code_of(client, article.pk).status_code == 404


def test_the_page_offers_the_code_of_its_own_address(client, school):
    column = column_of(school)
    column.layout = ColumnLayout.PAGES
    column.save()
    plain = column.add_child(instance=PlainPage(title="学校简介"))
    for page in (make_article(school), plain):
        tree = html.fromstring(client.get(f"/a/{page.pk}/", headers=HOST).content)
        assert tree.xpath("//details//img/@src") == [f"/qr/{page.pk}.svg"]
        address = tree.xpath("//*[@data-share-address]/text()")
        assert address == [f"http://shiyan.localhost:8000/a/{page.pk}/"]


def test_a_draft_has_no_address_to_share(admin_client, school, editor):
    article = make_article(school, publish=False)
    admin_client.force_login(editor)
    page = admin_client.get(f"/admin/pages/{article.pk}/view_draft/").content.decode()
    assert "data-print" in page
    assert "/qr/" not in page
