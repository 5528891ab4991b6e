"""META tags, canonical address, Open Graph and JSON-LD of every kind of page."""

import json

import pytest
from django.utils import timezone
from lxml import html
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from school_sites.models import ArticlePage
from sitehub.provisioning.sites import change_site_facts
from tests.factories import column_of, make_article

pytestmark = pytest.mark.django_db


def head_of(client, path, host="shiyan.localhost"):
    response = client.get(path, headers={"host": host})
    assert response.status_code == 200
    tree = html.fromstring(response.content)
    meta = {m.get("name"): m.get("content") for m in tree.xpath("//meta[@name]")}
    og = {m.get("property"): m.get("content") for m in tree.xpath("//meta[@property]")}
    canonical = tree.xpath("//link[@rel='canonical']/@href")
    data = [json.loads(text) for text in tree.xpath("//script[@type='application/ld+json']/text()")]
    return meta, og, canonical, data


def test_article_page_carries_every_tag_of_the_rules(client, school):
    article = make_article(
        school, "运动会<通知> & 安排", author="李老师", summary="一句。",
        keywords="运动会，体育、安排",
        publication_date=timezone.make_aware(timezone.datetime(2026, 3, 4, 9, 5)),
    )  # fmt: skip
    meta, og, canonical, data = head_of(client, f"/a/{article.pk}/")
    address = f"http://shiyan.localhost:8000/a/{article.pk}/"
    assert meta["SiteName"] == "云澜区实验小学"
    assert meta["SiteDomain"] == "shiyan.localhost"
    assert "SiteIDCode" not in meta
    assert meta["ArticleTitle"] == "运动会<通知> & 安排"
    assert meta["PubDate"] == "2026-03-04 09:05"
    assert meta["ContentSource"] == "云澜区实验小学"
    assert meta["Keywords"] == "运动会,体育,安排"
    assert meta["Author"] == "李老师"
    assert meta["Url"] == address
    assert canonical == [address]
    assert (og["og:type"], og["og:url"]) == ("article", address)
    assert data[0]["headline"] == "运动会<通知> & 安排"


def test_a_title_cannot_break_out_of_json_ld(client, school):
    article = make_article(school, "</script><script>alert(1)</script>")
    response = client.get(f"/a/{article.pk}/", headers={"host": "shiyan.localhost"})
    assert b"<script>alert" not in response.content
    *_, data = head_of(client, f"/a/{article.pk}/")
    assert data[0]["headline"] == "</script><script>alert(1)</script>"


def test_column_page_carries_its_tags(client, school):
    make_article(school, kind="research")
    meta, _, canonical, data = head_of(client, "/jiaoyan/")
    assert (meta["ColumnName"], meta["ColumnType"]) == ("教学科研", "教学科研")
    assert meta["ColumnDescription"]
    assert meta["ColumnKeywords"]
    assert canonical == ["http://shiyan.localhost:8000/jiaoyan/"]
    assert data[0]["@type"] == "CollectionPage"


@pytest.mark.parametrize("host", ["shiyan.localhost", "district.localhost"])
def test_home_page_carries_its_tags(client, school, host):
    meta, og, canonical, data = head_of(client, "/", host)
    assert meta["ColumnType"] == "首页"
    assert canonical == [f"http://{host}:8000/"]
    assert og["og:site_name"] == meta["SiteName"] == data[0]["name"]


def test_site_identifier_and_filing_numbers_show_when_they_are_set(client, school):
    change_site_facts(
        school, by=None, site_identifier="3204020001", icp_number="示例ICP备1号",
        police_number="示例公网安备2号",
    )  # fmt: skip
    meta, *_ = head_of(client, "/")
    assert meta["SiteIDCode"] == "3204020001"
    page = client.get("/", headers={"host": "shiyan.localhost"}).content.decode()
    assert "示例ICP备1号" in page
    assert "beian.miit.gov.cn" in page
    assert "示例公网安备2号" in page


def test_public_pages_are_strict_and_set_no_cookie(client, school):
    article = make_article(school)
    for path in ["/", "/xinwen/", f"/a/{article.pk}/", "/feed/", "/none/"]:
        response = client.get(path, headers={"host": "shiyan.localhost"})
        policy = response["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'self'" in policy
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_every_public_response_says_what_it_depends_on(client, school):
    article = make_article(school)
    for path in ["/", "/xinwen/", f"/a/{article.pk}/", "/feed/", "/xinwen/feed/", "/sitemap.xml",
                 "/sitemap-columns.xml", "/sitemap-0.xml", "/robots.txt", "/none/"]:  # fmt: skip
        response = client.get(path, headers={"host": "shiyan.localhost"})
        assert f"site:{school.pk}" in response.sitehub_tags, path
    article_page = client.get(f"/a/{article.pk}/", headers={"host": "shiyan.localhost"})
    assert f"article:{article.pk}" in article_page.sitehub_tags


def test_preview_of_an_unpublished_article_wears_its_own_site(admin_client, school, editor):
    article = make_article(school, "未发布的稿子", publish=False)
    admin_client.force_login(editor)
    response = admin_client.get(f"/admin/pages/{article.pk}/view_draft/")
    assert response.status_code == 200
    assert "未发布的稿子" in response.content.decode()
    assert school.name in response.content.decode()
    assert not ArticlePage.objects.get(pk=article.pk).live


def preview(admin_client, address, data):
    """The preview Wagtail's editor shows beside the form."""
    made = admin_client.post(address, data)
    assert made.json() == {"is_valid": True, "is_available": True}
    response = admin_client.get(address)
    assert response.status_code == 200
    return response.content.decode()


BODY = nested_form_data({"body": streamfield([("text", rich_text("<p>正文</p>"))])})
FORMS = {
    "articlepage": {"title": "还没有保存的稿子", **BODY},
    "columnpage": {"title": "还没有保存的栏目", "slug": "xin", "kind": "other", "page_size": 20,
                   "review": "inherit", "column_type": "工作动态", "layout": "list"},
}  # fmt: skip
COMMENTS = {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}


@pytest.mark.parametrize("kind", FORMS)
def test_the_preview_of_a_new_page_has_no_address(admin_client, school, editor, kind):
    make_article(school, "别处的文章", kind="moral")
    admin_client.force_login(editor)
    news = column_of(school)
    address = f"/admin/pages/add/school_sites/{kind}/{news.pk}/preview/"
    page = preview(admin_client, address, FORMS[kind] | COMMENTS)
    assert FORMS[kind]["title"] in page
    assert "None" not in page
    for trace in ("canonical", "og:url", 'name="Url"', "别处的文章"):
        assert trace not in page


@pytest.mark.parametrize("slug", [None, "xinwen"])
def test_a_draft_is_shown_without_an_address(admin_client, school, manager, slug):
    article = make_article(school, publish=False)
    page = column_of(school) if slug else article
    admin_client.force_login(manager)
    for pk in (page.pk, school.root_page_id):
        shown = admin_client.get(f"/admin/pages/{pk}/view_draft/").content.decode()
        assert school.name in shown
        assert "canonical" not in shown
        assert "og:url" not in shown
