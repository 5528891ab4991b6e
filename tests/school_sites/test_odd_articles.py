"""What people type, paste and try: nothing of it may break a page, a feed or a list."""

from datetime import UTC, datetime

import feedparser
import pytest
from django.core.exceptions import ValidationError
from wagtail.models import CollectionViewRestriction

from media.models import SiteDocument
from school_sites.models import ArticlePage, ColumnPage, Listing
from sitehub.syndication.models import Submission
from tests.factories import column_of, make_article, offer

pytestmark = pytest.mark.django_db

ODD = ["喜讯\x0b\x07第一名", "🎉🎉", "！！！", "<b>&amp;</b>", "很长" * 127, "]]>", "\u200b零宽"]


@pytest.mark.parametrize("title", ODD)
def test_an_odd_title_breaks_no_page_and_no_feed(client, school, title):
    article = make_article(school, title, summary=title[:100])
    for path in ("/", "/xinwen/", f"/a/{article.pk}/", "/sitemap-0.xml"):
        assert client.get(path, headers={"host": "shiyan.localhost"}).status_code == 200
    feed = feedparser.parse(client.get("/feed/", headers={"host": "shiyan.localhost"}).content)
    assert not feed.bozo
    assert len(feed.entries) == 1
    assert feed.entries[0].link == f"http://shiyan.localhost:8000/a/{article.pk}/"


def test_a_control_character_that_came_in_sideways_breaks_no_feed(client, school):
    article = make_article(school)
    Listing.objects.filter(pk=article.pk).update(title="a\x0bb", summary="\x00")
    feed = feedparser.parse(client.get("/feed/", headers={"host": "shiyan.localhost"}).content)
    assert (feed.bozo, feed.entries[0].title) == (False, "ab")


@pytest.mark.parametrize("year", [1, 1899, 9999])
def test_an_impossible_publication_date_is_told(school, year):
    article = make_article(school)
    article.publication_date = datetime(year, 6, 1, tzinfo=UTC)
    with pytest.raises(ValidationError) as caught:
        article.full_clean()
    assert set(caught.value.message_dict) == {"publication_date"}


@pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 19, "9" * 400])
def test_a_file_number_out_of_range_is_not_found(client, school, number):
    response = client.get(f"/documents/{number}/a.txt", headers={"host": "shiyan.localhost"})
    assert response.status_code == 404


def test_a_file_of_a_locked_folder_asks_for_its_password(client, school):
    document = SiteDocument.objects.create(
        title="x", collection=school.collection, file="documents/x.txt"
    )
    CollectionViewRestriction.objects.create(
        collection=school.collection, restriction_type="password", password="x"
    )
    offer(document, school)
    response = client.get(document.url, headers={"host": "shiyan.localhost"})
    assert "请输入密码" in response.content.decode()


def test_no_alias_is_made(admin_client, school, editor):
    article = make_article(school)
    admin_client.force_login(editor)
    data = {"new_title": "别名", "new_slug": "x", "new_parent_page": column_of(school, "news").pk}
    admin_client.post(f"/admin/pages/{article.pk}/copy/", data | {"alias": "on"})
    assert ArticlePage.objects.count() == 1
    admin_client.post(f"/admin/pages/{article.pk}/copy/", data)
    assert ArticlePage.objects.count() == 2
    assert Submission.objects.count() == 1
    api = f"/admin/api/main/pages/{article.pk}/action/create_alias/"
    assert admin_client.post(api, {}, content_type="application/json").status_code == 404
    assert ArticlePage.objects.count() == 2


def test_an_article_moved_into_an_offered_column_is_offered(school):
    article = make_article(school, kind="notice")
    assert not Submission.objects.exists()
    article.move(column_of(school, "news"), pos="last-child")
    assert Submission.objects.get().article_id == article.pk


COLUMN = {
    "column_type": "工作动态", "kind": "news", "layout": "list", "page_size": "20",
    "review": "inherit", "description": "", "keywords": "", "action-publish": "1",
}  # fmt: skip


@pytest.mark.parametrize(
    ("title", "slug", "made"),
    [
        ("搜索", "search", False),
        ("往年", "2024", False),
        ("订阅", "feed", False),
        ("Search", "", False),
        ("！！！", "", False),
        ("社团", "shetuan", True),
    ],
)
def test_a_column_never_takes_an_address_of_the_platform(
    admin_client, client, school, manager, title, slug, made
):
    admin_client.force_login(manager)
    response = admin_client.post(
        f"/admin/pages/add/school_sites/columnpage/{school.root_page_id}/",
        COLUMN | {"title": title, "slug": slug},
    )
    assert (response.status_code == 302) is made
    column = ColumnPage.objects.filter(title=title).first()
    assert (column is not None) is made
    if made:
        page = client.get(column.url_path[len("/shiyan") :], headers={"host": "shiyan.localhost"})
        assert page.status_code == 200
    else:
        assert set(response.context["form"].errors) == {"slug"}
