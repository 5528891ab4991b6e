"""Sitemaps and feeds name only what anybody may open, in addresses machines can read."""

from datetime import UTC, datetime

import feedparser
import pytest
from lxml import etree
from wagtail.models import PageViewRestriction

from school_sites.models import ColumnPage, SchoolSite
from tests.factories import column_of, make_article

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
    assert get(client, "/xinwen/feed/").status_code == 200
    PageViewRestriction.objects.create(
        page=column_of(school), restriction_type=kind, password="secret"
    )
    assert get(client, "/xinwen/feed/").status_code == 404
    assert "内部消息" not in get(client, "/feed/").content.decode()
