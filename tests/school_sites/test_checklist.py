"""What is looked at before an article is published, and the question asked then."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from school_sites.checklist import check, must_of
from school_sites.models import ArticlePage, Listing
from sitehub.audit.models import AuditEntry
from tests.factories import column_of, make_article, make_picture

TABLE = {"data": [["日期", "地点"], ["三月", "操场"]], "table_header_choice": ""}
VALID_ID = "11010519491231002X"


def codes(article):
    return [one.code for one in check(article)]


def article_with(site, *body, **fields):
    fields.setdefault("cover", make_picture(site))
    return make_article(site, publish=False, body=list(body), **fields)


def test_a_complete_article_has_no_findings(school):
    picture = {"image": make_picture(school), "alt_text": "学生跳绳", "caption": ""}
    other = make_article(school, "另一篇")
    article = article_with(
        school,
        ("heading", {"level": "2", "text": "开幕"}),
        ("heading", {"level": "3", "text": "入场"}),
        ("text", f'<p>见<a linktype="page" id="{other.pk}">另一篇</a>，电话 010-12345678。</p>'),
        ("text", '<p><a href="https://www.example.com/a">资料</a><a href="/deyu/">德育</a></p>'),
        ("image", picture),
        ("table", {**TABLE, "table_header_choice": "row"}),
        document_date=timezone.localdate(),
    )
    assert check(article) == []


BAD_TEXT = [
    ("lost-letters", "春天???的校园"),
    ("identity-number", f"证号 {VALID_ID} 的同学"),
    ("mobile-number", "请拨 138 1234 5678"),
    ("bad-address", '<a href="http://">坏</a>'),
    ("bad-address", '<a href="www.example.com">没有开头</a>'),
    ("bad-address", '<a href="file:///C:/1.doc">本机文件</a>'),
    ("private-address", '<a href="http://192.168.1.5/x">内网</a>'),
    ("private-address", '<a href="http://admin.localhost:8000/admin/">后台</a>'),
    ("dead-link", '<a linktype="page" id="999999">没有了</a>'),
    ("dead-link", '<a linktype="document" id="999999">没有了</a>'),
    ("dead-link", '<a href="http://shiyan.localhost:8000/a/999999/">没有了</a>'),
    ("scheme", '<a href="https://shiyan.localhost:8000/xinwen/">本站</a>'),
]


@pytest.mark.parametrize(("code", "html"), BAD_TEXT)
def test_trouble_in_the_text(school, code, html):
    article = article_with(school, ("text", f"<p>{html}</p>"))
    assert codes(article) == [code]
    assert check(article)[0].place == f"block-{article.body[0].id}-section"


@pytest.mark.parametrize(
    "text", ["真的吗？？？", "编号 110105194912310021", "文号 1381234567890", "2026 年 12 月"]
)
def test_what_only_looks_like_trouble(school, text):
    assert check(article_with(school, ("text", f"<p>{text}</p>"))) == []


def test_a_link_dies_with_its_target(school):
    other = make_article(school, "会下线")
    article = article_with(school, ("text", f'<p><a linktype="page" id="{other.pk}">看</a></p>'))
    assert codes(article) == []
    other.unpublish()
    assert codes(article) == ["dead-link"]


def test_old_host_names_are_told(school):
    school.hosts.create(host="old.example.cn")
    from school_sites import hosts

    hosts.forget()
    article = article_with(school, ("text", '<p><a href="http://old.example.cn/x">旧</a></p>'))
    assert codes(article) == ["old-host"]


def test_pictures_headings_tables_title_and_dates(school):
    bare = {"image": make_picture(school), "alt_text": "", "caption": ""}
    article = article_with(
        school,
        ("heading", {"level": "3", "text": "跳级"}),
        ("image", bare),
        ("gallery", {"pictures": [{**bare, "caption": "合影"}], "caption": ""}),
        ("table", TABLE),
        title="长" * 41,
        cover=None,
        document_date=timezone.localdate() + timedelta(days=3),
    )
    article.valid_until = date(2020, 1, 1)  # the form refuses it; an older install may hold it
    found = check(article)
    assert [one.code for one in must_of(found)] == ["no-alternative", "future-date"]
    assert {one.code for one in found} - {"no-alternative", "future-date"} == {
        "long-title", "no-cover", "no-alternative-text", "heading-order", "table-header",
        "no-longer-valid",
    }  # fmt: skip


def test_checks_ask_no_more_for_more(school):
    def queries(n):
        other = [make_article(school) for _ in range(n)]
        body = [("text", f'<p><a linktype="page" id="{one.pk}">x</a></p>') for one in other] + [
            ("image", {"image": make_picture(school), "alt_text": "x", "caption": ""})
        ] * n
        article = ArticlePage.objects.get(pk=article_with(school, *body).pk)
        with CaptureQueriesContext(connection) as captured:
            assert check(article) == []
        return len(captured)

    assert queries(1) == queries(8) <= 5


# --- the question on publishing


def form_data(**fields):
    """What the edit form of an article posts."""
    return {
        "title": "带问号的???标题", "slug": "", "summary": "", "body-count": "0",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "action-publish": "1",
    } | fields  # fmt: skip


def confirm(client, article):
    revision = ArticlePage.objects.get(pk=article.pk).latest_revision_id
    return client.post(f"/admin/publish/{article.pk}/", {"revision": revision})


def test_publishing_a_new_article_with_findings_asks_first(admin_client, school, editor):
    admin_client.force_login(editor)
    column = column_of(school)
    response = admin_client.post(
        f"/admin/pages/add/school_sites/articlepage/{column.pk}/", form_data()
    )
    article = ArticlePage.objects.get()
    assert response["Location"] == f"/admin/publish/{article.pk}/"
    assert not article.live
    assert not Listing.objects.exists()
    assert (
        admin_client.get(f"/a/{article.pk}/", headers={"host": "shiyan.localhost"}).status_code
        == 404
    )
    page = admin_client.get(response["Location"]).content.decode()
    assert "像是丢了字" in page
    assert f"/admin/pages/{article.pk}/edit/#id_title" in page

    assert confirm(admin_client, article).status_code == 302
    assert Listing.objects.get(pk=article.pk).listed
    line = AuditEntry.objects.get(action="article.publish_checked")
    assert (line.actor_id, line.site_code) == (editor.pk, "shiyan")
    assert "lost-letters" in line.details["findings"]


def test_publishing_an_article_without_findings_asks_nothing(admin_client, school, editor):
    admin_client.force_login(editor)
    article = make_article(school, publish=False)
    admin_client.post(f"/admin/pages/{article.pk}/edit/", form_data(title="好标题"))
    assert ArticlePage.objects.get(pk=article.pk).live


def test_a_live_article_stays_as_it_is_until_confirmed(admin_client, school, editor):
    admin_client.force_login(editor)
    article = make_article(school, "原来的标题")
    admin_client.post(f"/admin/pages/{article.pk}/edit/", form_data())
    now = ArticlePage.objects.get(pk=article.pk)
    assert (now.live, now.title, now.has_unpublished_changes) == (True, "原来的标题", True)
    confirm(admin_client, article)
    assert ArticlePage.objects.get(pk=article.pk).title == "带问号的???标题"


def test_a_newer_draft_must_be_looked_at_again(admin_client, school, editor):
    admin_client.force_login(editor)
    article = make_article(school, "有???问题", publish=False)
    told = article.latest_revision_id
    article.title = "又改了???"
    article.save_revision()
    response = admin_client.post(f"/admin/publish/{article.pk}/", {"revision": told}, follow=True)
    assert "请再看一遍" in response.content.decode()
    assert not ArticlePage.objects.get(pk=article.pk).live


def test_strangers_and_locked_articles(admin_client, school, editor, stranger, manager):
    article = make_article(school, "有???问题", publish=False)
    admin_client.force_login(stranger)
    for path in ("publish", "checks"):
        assert admin_client.get(f"/admin/{path}/{article.pk}/").status_code == 404
    ArticlePage.objects.filter(pk=article.pk).update(locked=True, locked_by=manager)
    admin_client.force_login(editor)
    confirm(admin_client, article)
    assert not ArticlePage.objects.get(pk=article.pk).live


def test_a_scheduled_article_is_confirmed_and_waits(admin_client, school, editor):
    admin_client.force_login(editor)
    later = timezone.localtime() + timedelta(days=1)
    article = make_article(school, publish=False)
    admin_client.post(
        f"/admin/pages/{article.pk}/edit/", form_data(go_live_at=later.strftime("%Y-%m-%d %H:%M"))
    )
    response = admin_client.get(confirm(admin_client, article)["Location"])
    assert "发布。" in response.content.decode()
    article = ArticlePage.objects.get(pk=article.pk)
    assert not article.live
    assert article.latest_revision.approved_go_live_at is not None


def test_several_at_once_are_asked_about_together(admin_client, school, editor):
    admin_client.force_login(editor)
    good = make_article(school, "好文章", publish=False)
    bad = make_article(school, "有???问题", publish=False)
    path = f"/admin/bulk/wagtailcore/page/publish/?id={good.pk}&id={bad.pk}"
    page = admin_client.post(path, {"include_descendants": ""}).content.decode()
    assert "有???问题" in page
    assert "好文章" not in page
    assert not ArticlePage.objects.filter(live=True).exists()
    admin_client.post(path, {"hub-checked": "1"})
    assert ArticlePage.objects.filter(live=True).count() == 2
