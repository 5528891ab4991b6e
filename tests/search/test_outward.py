"""Search for programs: JSON, feed, OpenSearch; what they promise and that they are safe."""

import json

import feedparser
import pytest
from django.conf import settings
from lxml import etree

from tests.factories import make_article, make_picture
from tests.search.asking import DISTRICT, SCHOOL

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
EVIL = '</script><script>alert("1")</script>&'
DOCUMENT = (settings.BASE_DIR / "docs" / "search-api.md").read_text(encoding="utf-8")
OPEN_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def get(client, path, host=SCHOOL):
    response = client.get(path, headers={"host": host})
    assert response.status_code == 200
    return response


def test_json_says_what_the_document_promises(client, school, other_school):
    for number in range(11):
        make_article(school, f"航模课{number}", cover=make_picture(school))
    make_article(other_school, "航模社团")
    response = get(client, "/search.json?q=航模课&sort=newest&school=shiyan&year=x", DISTRICT)
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    answer = response.json()
    named = {key for key in (*answer, *answer["hits"][0]) if f"`{key}`" in DOCUMENT}
    assert named == {*answer, *answer["hits"][0]}
    assert (answer["query"], answer["scope"], answer["sort"]) == ("航模课", None, "newest")
    assert (answer["total"], answer["pages"], len(answer["hits"])) == (11, 2, 10)
    assert answer["notes"] == ["“年份”里没有“x”，已忽略。"]
    (shiyan, *_rest) = answer["facets"]["school"]
    assert shiyan == {"value": "shiyan", "label": "实验小学", "count": 11, "selected": True}
    hit = answer["hits"][0]
    assert hit["marked"]["title"] == [{"text": "航模课", "hit": True}, {"text": "10", "hit": False}]
    assert hit["cover"].startswith("http://shiyan.localhost:8000/media/")
    assert hit["columns"] == [{"title": "校园新闻", "url": "http://shiyan.localhost:8000/xinwen/"}]
    follow = answer["next_url"].removeprefix("http://district.localhost:8000")
    last = get(client, follow, DISTRICT).json()
    assert (last["page"], last["next_url"], len(last["hits"])) == (2, None, 1)


def test_the_feed_has_the_newest_with_all_words_and_a_reader_asks_again_cheaply(client, school):
    make_article(school, "航模课 一")
    newest = make_article(school, "航模课 二", body=[("text", "<p>周三航模课。</p>")])
    make_article(school, "航模社团里的一课")
    path = "/search.atom?q=航模课&type=article&sort=best&page=7"
    response = get(client, path)
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["航模课 二", "航模课 一"]
    assert feed.entries[0].link == f"http://shiyan.localhost:8000/a/{newest.pk}/"
    assert feed.entries[0].summary == "周三航模课。"
    itself = next(link.href for link in feed.feed.links if link.rel == "self")
    assert itself.endswith("/search.atom?q=%E8%88%AA%E6%A8%A1%E8%AF%BE&type=article")
    known = {"host": SCHOOL, "if-none-match": response["ETag"]}
    assert client.get(path, headers=known).status_code == 304
    newest.unpublish()
    assert client.get(path, headers=known).status_code == 200
    page = client.get("/search/?q=航模课&type=article", headers={"host": SCHOOL}).content.decode()
    assert 'href="/search.atom?q=%E8%88%AA%E6%A8%A1%E8%AF%BE&amp;type=article"' in page


def test_hostile_texts_stay_texts_everywhere(client, school):
    make_article(school, f"风筝{EVIL}", body=[("heading", {"level": "2", "text": f"风筝{EVIL}"})])
    for query in ("风筝", f"风筝 {EVIL}"):
        page = client.get("/search/", {"q": query}, headers={"host": SCHOOL}).content.decode()
        assert "风筝" in page
        assert "<script>alert" not in page
        text = client.get("/search.json", {"q": query}, headers={"host": SCHOOL}).content.decode()
        assert "<" not in text
        assert json.loads(text)["query"] == query
    atom = client.get("/search.atom", {"q": "风筝"}, headers={"host": SCHOOL}).content
    (entry,) = etree.fromstring(atom).findall("{*}entry")
    assert EVIL in entry.find("{*}title").text
    assert entry.find("{*}summary").get("type") == "html"
    assert "<" not in entry.find("{*}summary").text


def test_the_description_tells_browsers_how_to_ask(client, school):
    school.__class__.objects.filter(pk=school.pk).update(short_name='<实验>&"小学')
    response = get(client, "/opensearch.xml")
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    root = etree.fromstring(response.content)
    assert root.find(f"{OPEN_SEARCH}ShortName").text == '<实验>&"小学'
    assert "云澜区实验小学" in root.find(f"{OPEN_SEARCH}Description").text
    ways = {one.get("type"): one.get("template") for one in root.findall(f"{OPEN_SEARCH}Url")}
    for form in ("text/html", "application/atom+xml", "application/json"):
        address = (
            ways[form]
            .replace("{searchTerms}", "%E9%A3%8E")
            .removeprefix("http://shiyan.localhost:8000")
        )
        assert get(client, address)["Content-Type"].startswith(form)
