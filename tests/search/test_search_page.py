"""The search page of a site: what it finds, what it says otherwise, and what it never shows."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html
from wagtail.models import PageViewRestriction

from search import api, titles
from tests.factories import column_of, make_article

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def ask(client, query, host="shiyan.localhost"):
    response = client.get(f"/search/?{query}", headers={"host": host})
    assert response.status_code == 200
    return html.fromstring(response.content)


def found(client, text, host="shiyan.localhost"):
    return ask(client, f"q={text}", host).xpath("//ul[@class='rows']//h3/a/text()")


def test_every_word_must_stand_in_title_keywords_or_number(client, school, other_school):
    make_article(school, "2026年招生公告", keywords="新生，报名")
    make_article(school, "招生咨询日", document_number="云教〔2026〕12 号")
    make_article(other_school, "明德招生公告")
    assert found(client, "招生") == ["招生咨询日", "2026年招生公告"]
    assert found(client, " 招生　报名 ") == ["2026年招生公告"]
    assert found(client, "云教〔2026〕") == ["招生咨询日"]
    assert found(client, "招生 食堂") == []
    assert found(client, "招生", "mingde.localhost") == ["明德招生公告"]


def test_nothing_private_unpublished_or_expired_is_found(client, school):
    hidden = make_article(school, "招生内部方案", kind="moral")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    make_article(school, "招生草稿", publish=False)
    make_article(school, "招生旧闻").unpublish()
    assert found(client, "招生") == []


@pytest.mark.parametrize("text", ["", "%20", "%25", "_", "%00", "<script>", "a" * 5000, "'%22\\"])
def test_odd_questions_are_answered_with_advice(client, school, text):
    make_article(school)
    page = ask(client, f"q={text}")
    assert page.xpath("//ul[@class='rows']") == []
    advice = page.xpath("//main//h2")[0].text_content()
    assert "没有找到" in advice or "想找什么" in advice


def test_results_are_paged_and_a_page_beyond_is_the_last(client, school, monkeypatch):
    monkeypatch.setattr(api, "PAGE_SIZE", 2)
    now = timezone.now()
    for number in range(5):
        make_article(school, f"通知{number}", publication_date=now - timedelta(days=number))
    first = ask(client, "q=通知")
    assert first.xpath("//a[@rel='next']/@href") == ["/search/?q=%E9%80%9A%E7%9F%A5&page=2"]
    assert first.xpath("//a[@rel='prev']") == []
    shown = [ask(client, f"q=通知&page={page}").xpath("//ul[@class='rows']//h3/a/text()")
             for page in ("1", "2", "3", "999", "-1", "x")]  # fmt: skip
    assert shown == [["通知0", "通知1"], ["通知2", "通知3"], ["通知4"], ["通知4"],
                     ["通知0", "通知1"], ["通知0", "通知1"]]  # fmt: skip


def test_only_the_newest_articles_are_looked_through(school, monkeypatch):
    now = timezone.now()
    for number in range(3):
        make_article(school, f"通知{number}", publication_date=now - timedelta(days=number))
    monkeypatch.setattr(titles, "NEWEST", 2)
    assert [hit.title for hit in api.search(school, "通知").hits] == ["通知0", "通知1"]


def test_the_page_is_not_kept_and_not_indexed(client, school, django_assert_max_num_queries):
    for number in range(12):
        make_article(school, f"通知{number}")
    with django_assert_max_num_queries(5):
        response = client.get("/search/?q=通知", headers={"host": "shiyan.localhost"})
    assert "no-store" in response["Cache-Control"]
    tree = html.fromstring(response.content)
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert tree.xpath("//input[@name='q']/@value") == ["通知"]
    assert not tree.xpath("//link[@rel='canonical']")


@pytest.mark.parametrize("path", ["/", "/xinwen/", "/nothing/"])
def test_every_page_leads_to_the_search(client, school, path):
    column_of(school)
    page = html.fromstring(client.get(path, headers={"host": "shiyan.localhost"}).content)
    assert page.xpath("//header//form[@role='search']/@action") == ["/search/"]
