"""Sitemaps and feeds name only what anybody may open, in addresses machines can read."""

from datetime import UTC, datetime

import feedparser
import pytest
from lxml import etree
from wagtail.models import PageViewRestriction

from school_sites import sitemaps
from school_sites.models import (
    AlbumPage,
    AlbumPhoto,
    ColumnLayout,
    ColumnPage,
    PlainPage,
    SchoolSite,
)
from tests.factories import column_of, make_article, make_picture

pytestmark = pytest.mark.django_db


def get(client, path):
    return client.get(path, headers={"host": "shiyan.localhost"})


def addresses(client, path):
    response = get(client, path)
    assert response.status_code == 200
    return etree.fromstring(response.content).xpath("//*[local-name()='loc']/text()")


def add_column(parent, title, slug):
    return parent.add_child(instance=ColumnPage(title=title, slug=slug, kind="other"))


def test_private_columns_and_those_below_them_are_in_no_sitemap(client, school):
    news = column_of(school)
    add_column(news, "内部", "neibu")
    before = addresses(client, "/sitemap-columns.xml")
    assert "http://shiyan.localhost:8000/xinwen/neibu/" in before
    PageViewRestriction.objects.create(page=news, restriction_type="login")
    after = addresses(client, "/sitemap-columns.xml")
    assert set(before) - set(after) == {
        "http://shiyan.localhost:8000/xinwen/", "http://shiyan.localhost:8000/xinwen/neibu/",
    }  # fmt: skip


def test_a_chinese_address_is_written_in_ascii_and_can_be_opened(client, school):
    add_column(school.root_page.specific, "家长学校", "家长学校")
    found = [one for one in addresses(client, "/sitemap-columns.xml") if "%E5" in one]
    assert len(found) == 1
    assert found[0].isascii()
    assert get(client, found[0].removeprefix("http://shiyan.localhost:8000")).status_code == 200


def test_a_part_without_articles_is_not_found_and_not_in_the_index(client, school):
    assert addresses(client, "/sitemap.xml") == ["http://shiyan.localhost:8000/sitemap-columns.xml"]
    assert get(client, "/sitemap-0.xml").status_code == 404
    make_article(school)
    assert addresses(client, "/sitemap.xml")[1:] == ["http://shiyan.localhost:8000/sitemap-0.xml"]
    assert len(addresses(client, "/sitemap-0.xml")) == 1
    assert get(client, "/sitemap-1.xml").status_code == 404
    assert get(client, "/sitemap-9999999999999999.xml").status_code == 404


@pytest.mark.parametrize("path", ["/feed/", "/xinwen/feed/"])
def test_an_empty_feed_changed_last_when_the_site_opened(client, school, path):
    opened = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    SchoolSite.objects.get(pk=school.pk)
    SchoolSite.objects.filter(pk=school.pk).update(opened_at=opened)
    response = get(client, path)
    feed = feedparser.parse(response.content)
    assert (feed.bozo, feed.entries) == (False, [])
    assert feed.feed.updated == "2026-02-03T04:05:06+00:00"
    assert response["Last-Modified"] == "Tue, 03 Feb 2026 04:05:06 GMT"


@pytest.mark.parametrize("kind", ["login", "password"])
def test_a_private_column_has_no_feed(client, school, kind):
    make_article(school, "内部消息")
    for path in ("/xinwen/feed/", "/xinwen/feed.json"):
        assert get(client, path).status_code == 200
    PageViewRestriction.objects.create(
        page=column_of(school), restriction_type=kind, password="secret"
    )
    for path in ("/xinwen/feed/", "/xinwen/feed.json"):
        assert get(client, path).status_code == 404
    for path in ("/feed/", "/feed.json"):
        assert "内部消息" not in get(client, path).content.decode()


def test_the_feed_as_json_says_what_the_atom_feed_says(client, school):
    article = make_article(school, "校运会", summary="一句话。", cover=make_picture(school))
    make_article(school, "没有摘要", kind="moral")
    for where in ("/", "/xinwen/"):
        atom = feedparser.parse(get(client, f"{where}feed/").content)
        response = get(client, f"{where}feed.json")
        assert response["Content-Type"] == "application/feed+json; charset=utf-8"
        feed = response.json()
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == f"http://shiyan.localhost:8000{where}feed.json"
        assert feed["home_page_url"] == f"http://shiyan.localhost:8000{where}"
        assert [(one["id"], one["url"], one["title"]) for one in feed["items"]] == [
            (one.id, one.link, one.title) for one in atom.entries
        ]
        assert all(one["content_text"] for one in feed["items"])
    (item,) = feed["items"]
    assert item["url"] == f"http://shiyan.localhost:8000/a/{article.pk}/"
    assert (item["summary"], item["tags"]) == ("一句话。", ["校园新闻"])
    (enclosure,) = atom.entries[0].enclosures
    assert (enclosure.href, enclosure.type) == (item["image"], "image/webp")
    assert item["image"].startswith("http://shiyan.localhost:8000/media/")


@pytest.mark.parametrize("path", ["/feed/", "/feed.json", "/xinwen/feed/", "/xinwen/feed.json"])
def test_a_reader_that_has_the_feed_is_sent_nothing_until_it_changes(client, school, path):
    make_article(school)
    host = {"host": "shiyan.localhost"}
    first = client.get(path, headers=host)
    known = {"if-none-match": first["ETag"]}
    assert client.get(path, headers=host | known).status_code == 304
    since = {"if-modified-since": first["Last-Modified"]}
    assert client.get(path, headers=host | since).status_code == 304
    make_article(school, "新的")
    assert client.get(path, headers=host | known).status_code == 200


def test_pages_name_both_feeds(client, school):
    head = get(client, "/xinwen/").content.decode().split("</head>")[0]
    assert 'type="application/atom+xml" title="云澜区实验小学" href="/xinwen/feed/"' in head
    assert 'type="application/feed+json" title="云澜区实验小学" href="/xinwen/feed.json"' in head


def test_pages_that_are_no_articles_are_in_the_sitemap_unless_private(client, school):
    column = column_of(school)
    column.layout = ColumnLayout.PAGES
    column.save()
    shown, hidden, _draft = (
        column.add_child(instance=PlainPage(title=title, live=title != "草稿"))
        for title in ("简介", "内部", "草稿")
    )
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    found = addresses(client, "/sitemap-columns.xml")
    assert [one for one in found if "/a/" in one] == [f"http://shiyan.localhost:8000/a/{shown.pk}/"]
    PageViewRestriction.objects.create(page=column, restriction_type="login")
    assert not [one for one in addresses(client, "/sitemap-columns.xml") if "/a/" in one]


def pictures(client):
    tree = etree.fromstring(get(client, "/sitemap-0.xml").content)
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9",
             "i": "http://www.google.com/schemas/sitemap-image/1.1"}  # fmt: skip
    return {
        url.findtext("s:loc", namespaces=names): url.xpath("i:image/i:loc/text()", namespaces=names)
        for url in tree.findall("s:url", names)
    }


def test_covers_and_photographs_of_albums_are_in_the_sitemap(
    client, school, run_jobs, django_assert_max_num_queries
):
    cover = make_article(school, "有封面", cover=make_picture(school))
    plain = make_article(school, "没有图")
    album = make_album(school, [make_picture(school) for _ in range(3)])
    base = "http://shiyan.localhost:8000"
    found = pictures(client)
    assert len(found[f"{base}/a/{cover.pk}/"]) == 1
    assert found[f"{base}/a/{plain.pk}/"] == []
    photos = found[f"{base}/a/{album.pk}/"]
    assert len(photos) == 4  # the first photograph is the cover, too
    assert all(one.startswith(f"{base}/media/") for one in photos)
    make_album(school, [make_picture(school) for _ in range(5)])
    with django_assert_max_num_queries(4):
        pictures(client)


def make_album(school, images):
    column = column_of(school)
    album = AlbumPage(title="活动相册", live=False, locale_id=column.locale_id)
    album.photos = [AlbumPhoto(image=image, sort_order=n) for n, image in enumerate(images)]
    column.add_child(instance=album)
    album.save_revision().publish()
    return album


def test_photographs_are_named_before_the_job_has_made_their_sizes(client, school):
    images = [make_picture(school) for _ in range(2)]
    make_article(school, "在前")
    album, other = make_album(school, images), make_album(school, [])
    base = "http://shiyan.localhost:8000"
    found = pictures(client)
    assert found[f"{base}/a/{album.pk}/"][1:] == [base + image.file.url for image in images]
    assert found[f"{base}/a/{other.pk}/"] == []


def test_a_part_has_room_for_every_page_and_for_so_many_pictures(client, school, monkeypatch):
    albums = [make_album(school, [make_picture(school) for _ in range(3)]) for _ in range(3)]
    whole = get(client, "/sitemap-0.xml").content
    monkeypatch.setattr(sitemaps, "PICTURES_BYTES", len(whole) // 2)
    found = pictures(client)
    assert [len(found[f"http://shiyan.localhost:8000/a/{one.pk}/"]) for one in albums] == [4, 0, 0]


def test_robots_are_kept_from_forms_counts_and_searches(client, school):
    text = get(client, "/robots.txt").content.decode()
    for closed in ("/f/", "/_count/", "/search/"):
        assert f"Disallow: {closed}\n" in text
    assert "Sitemap: http://shiyan.localhost:8000/sitemap.xml" in text
