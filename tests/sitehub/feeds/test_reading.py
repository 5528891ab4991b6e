"""Odd feeds, as school sites send them (tests/feeds), become plain entries or a clear refusal."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from sitehub.feeds.reading import FeedUnreadable, Unreadable, read_feed

FEEDS = settings.BASE_DIR / "tests" / "feeds"
URL = "http://qinghe.example/rss/feed.xml"
NOW = datetime(2026, 4, 1, tzinfo=UTC)
MOMENT = datetime(2026, 3, 5, 7, 20, tzinfo=UTC)
MEETING = "春季运动会开幕"


def entries(name, content_type=""):
    body = (FEEDS / name).read_bytes()
    return read_feed(body, url=URL, content_type=content_type, now=NOW).entries


@pytest.mark.parametrize(
    "name",
    """gbk-says-utf8.xml gb2312-sends-gb18030.xml nothing-declared-gbk.xml utf8-says-gb2312.xml
    utf8-says-latin1.xml bom-and-blank-lines.xml utf16.xml control-characters.xml never-closed.xml
    rss-091.xml rdf.xml atom.xml feed.json cut-character.xml""".split(),
)
@pytest.mark.parametrize("content_type", ["", "text/xml", "text/html; charset=gb2312"])
def test_the_title_is_read_whatever_the_document_says_of_its_characters(name, content_type):
    assert entries(name, content_type)[0].title == MEETING


def test_rare_characters_and_the_rest_of_a_cut_text_survive():
    assert entries("gb2312-sends-gb18030.xml")[0].summary == "书法家启功、镕基、喆"
    assert entries("cut-character.xml")[9].title == "第8条新闻的标题"


def test_markup_and_entities_become_plain_text():
    (one,) = entries("entities.xml")
    assert one.title == "春季运动会开幕 摘要 “你好” …"
    assert one.summary == "第一—段"
    (one,) = entries("cdata.xml")
    assert (one.title, one.summary) == ("春季运动会开幕 第一天", "第一段第二段")
    (one,) = entries("naked-ampersand.xml")
    assert one.title == "Tom & Jerry 读书会"
    assert one.link == "http://qinghe.example/show.asp?id=3&page=1"


def test_links_are_absolute_and_of_the_web_only():
    found = [one.link for one in entries("no-ids.xml")]
    base = "http://qinghe.example"
    assert found == [f"{base}/n/1.html", f"{base}/rss/n/2.html", f"{base}/n/3.html"]
    assert [one.title for one in entries("bad-links.xml")] == ["好的"]
    assert entries("guid-is-link.xml")[0].link == f"{base}/n/7.html"
    assert entries("atom.xml")[0].link == f"{base}/xw/1.html"


def test_dates_are_read_as_they_are_written_here():
    assert [one.date.replace(microsecond=0) for one in entries("dates.xml")] == [MOMENT] * 8
    assert [one.date for one in entries("impossible-dates.xml")] == [None] * 5
    assert [one.date for one in entries("future.xml")] == [NOW]
    assert entries("atom.xml")[0].date == MOMENT  # published, not updated


def test_a_json_feed_is_read():
    first, second = entries("feed.json")
    assert (first.guid, first.link, first.summary) == (
        "1", "http://qinghe.example/n/1.html", "第一段",
    )  # fmt: skip
    assert first.date == MOMENT
    assert (second.title, second.date) == ("没有标题，只有正文", None)


def test_bombs_and_outside_entities_do_nothing():
    began = time.monotonic()
    (bomb,) = entries("billion-laughs.xml")
    assert time.monotonic() - began < 1
    assert len(bomb.title) < 50
    assert "外部实体" in entries("outside-entity.xml")[0].title
    assert Path("/etc/hostname").read_text().strip() not in entries("outside-entity.xml")[0].title


def test_a_huge_item_and_very_many_items_are_cut():
    item = "<item><title>%s</title><link>http://a.example/%s</link><description>%s</description></item>"
    body = "".join(
        item % ("题" * 5000, n, "&lt;b&gt;文" * 9000 if n == 0 else "") for n in range(150)
    )
    feed = f"<rss version='2.0'><channel>{body}</channel></rss>".encode()
    began = time.monotonic()
    found = read_feed(feed, url=URL).entries
    assert time.monotonic() - began < 5
    assert len(found) == 100
    assert (len(found[0].title), len(found[0].summary)) == (255, 300)


def refusal(name):
    with pytest.raises(FeedUnreadable) as caught:
        entries(name)
    return caught.value


def test_what_is_no_feed_is_refused_and_an_empty_one_is_not():
    assert entries("empty.xml") == []
    assert refusal("nothing.txt").reason == Unreadable.NO_FEED
    assert refusal("broken.json").reason == Unreadable.BAD_JSON
    page = refusal("page.html")
    assert page.reason == Unreadable.NO_FEED
    assert page.suggestions == ["http://qinghe.example/rss.xml"]
