"""Listings follow the tree, whatever is done to an article, and the check proves it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from school_sites import queries
from school_sites.listings import NO_COVER
from school_sites.listings_check import find_drift
from school_sites.models import (
    AlbumPage,
    AlbumPhoto,
    ArticlePage,
    ColumnPage,
    EventPage,
    Listing,
    ListingTag,
)
from school_sites.queries import Window
from sitehub.syndication.models import Submission
from tests.factories import column_of, make_article, make_picture


@pytest.fixture(autouse=True)
def proven(db):
    """After each test the check finds nothing, unless the test planted it."""
    yield
    assert list(find_drift(chunk=2)) == []


def titles(site, column=None):
    window = Window(limit=50, column_id=column.pk if column else None)
    return [item.title for item in queries.for_site(site, window)]


def latest(article):
    return ArticlePage.objects.get(pk=article.pk)


def restrict(page):
    return PageViewRestriction.objects.create(
        page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.LOGIN
    )


def test_a_draft_has_no_listing(school):
    article = make_article(school, publish=False)
    assert not Listing.objects.filter(pk=article.pk).exists()


def test_publishing_writes_what_lists_show(school):
    article = make_article(school, "长长的标题", short_title="短", summary="摘要", keywords="运动")
    listing = Listing.objects.get(pk=article.pk)
    assert listing.site == school
    assert listing.column_id == column_of(school).pk
    assert (listing.title, listing.summary, listing.keywords) == ("短", "摘要", "运动")
    assert listing.published_at == article.first_published_at
    assert titles(school) == ["短"]
    school.refresh_from_db()
    assert school.latest_article_at == article.first_published_at


def test_publishing_again_writes_the_new_title_and_keeps_the_date(school):
    article = make_article(school, "旧")
    date = Listing.objects.get(pk=article.pk).published_at
    article.title = "新"
    article.save_revision()
    assert titles(school) == ["旧"]
    article.get_latest_revision().publish()
    assert titles(school) == ["新"]
    assert Listing.objects.get(pk=article.pk).published_at == date


def test_unpublishing_takes_it_off_and_publishing_brings_it_back(school):
    article = make_article(school)
    article.unpublish()
    assert titles(school) == []
    latest(article).get_latest_revision().publish()
    assert titles(school) == ["校运会顺利举行"]


def test_moving_files_it_in_the_other_column(school):
    article = make_article(school)
    news, notices = column_of(school), column_of(school, "notice")
    article.move(notices, pos="last-child")
    assert titles(school, news) == []
    assert titles(school, notices) == ["校运会顺利举行"]


def test_moving_an_unpublished_article_keeps_its_listing_in_the_right_place(school):
    article = make_article(school)
    article.unpublish()
    latest(article).move(column_of(school, "notice"), pos="last-child")
    listing = Listing.objects.get(pk=article.pk)
    assert (listing.listed, listing.column_id) == (False, column_of(school, "notice").pk)


def test_moving_a_column_with_its_articles_keeps_them(school):
    article = make_article(school)
    news, notices = column_of(school), column_of(school, "notice")
    news.move(notices, pos="last-child")
    assert titles(school, ColumnPage.objects.get(pk=news.pk)) == ["校运会顺利举行"]
    assert Listing.objects.get(pk=article.pk).column_id == news.pk


def test_a_column_moved_under_a_private_one_is_private(school):
    make_article(school)
    restrict(column_of(school, "notice"))
    column_of(school).move(column_of(school, "notice"), pos="last-child")
    assert titles(school) == []


@pytest.mark.parametrize("where", ["article", "column"])
def test_a_private_page_is_in_no_list_until_it_is_public_again(school, where):
    article, neighbour = make_article(school), make_article(school, "通知", kind="notice")
    restriction = restrict(article if where == "article" else column_of(school))
    assert titles(school) == ["通知"]
    restriction.delete()
    assert set(titles(school)) == {"校运会顺利举行", "通知"}
    assert neighbour.live


def test_of_two_restrictions_both_must_go(school):
    article = make_article(school)
    restrictions = [restrict(article), restrict(column_of(school))]
    restrictions[0].delete()
    assert titles(school) == []
    restrictions[1].delete()
    assert titles(school) == ["校运会顺利举行"]


def test_publishing_in_a_private_column_lists_nothing(school):
    restrict(column_of(school))
    article = make_article(school)
    assert titles(school) == []
    assert not Listing.objects.get(pk=article.pk).listed


def test_an_expired_article_is_gone_before_the_scheduler_and_after(school):
    article = make_article(school)
    article.expire_at = timezone.now() + timedelta(hours=1)
    article.save_revision().publish()
    assert titles(school) == ["校运会顺利举行"]
    past = timezone.now() - timedelta(minutes=1)
    Page.objects.filter(pk=article.pk).update(expire_at=past)
    Listing.objects.filter(pk=article.pk).update(expires_at=past)
    assert titles(school) == []
    call_command("publish_scheduled")
    assert not Listing.objects.get(pk=article.pk).listed


def test_a_scheduled_article_is_listed_when_it_goes_live(school):
    article = make_article(school, publish=False)
    article.go_live_at = timezone.now() + timedelta(hours=1)
    revision = article.save_revision(approved_go_live_at=article.go_live_at)
    revision.publish()
    assert not Listing.objects.exists()
    article.revisions.update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    assert titles(school) == ["校运会顺利举行"]


def test_deleting_an_article_or_its_column_deletes_the_listing(school):
    make_article(school).delete()
    private = make_article(school, "私")
    restrict(private)
    restrict(column_of(school))
    ColumnPage.objects.get(pk=column_of(school).pk).delete()
    assert not Listing.objects.exists()


def test_a_copy_is_listed_only_once_it_is_published(school):
    article = make_article(school)
    copy = article.copy(update_attrs={"slug": "copy", "title": "副本"}, keep_live=False)
    assert titles(school) == ["校运会顺利举行"]
    copy.get_latest_revision().publish()
    assert set(titles(school)) == {"校运会顺利举行", "副本"}


def test_a_copy_kept_live_is_listed_at_once(school):
    article = make_article(school)
    article.copy(update_attrs={"slug": "copy", "title": "副本"}, keep_live=True)
    assert set(titles(school)) == {"校运会顺利举行", "副本"}


def check(*, fix=False):
    call_command("check_listing", fix=fix)


def test_the_check_is_content_with_what_is_right(school, capsys):
    make_article(school)
    make_article(school, "稿", publish=False)
    check()
    assert "一致" in capsys.readouterr().out


PLANTS = {
    "listed": {"listed": False},
    "title": {"title": "别的"},
    "summary": {"summary": "别的"},
    "keywords": {"keywords": "别的"},
    "published_at": {"published_at": timezone.now() - timedelta(days=9)},
    "updated_at": {"updated_at": timezone.now() - timedelta(days=9)},
    "expires_at": {"expires_at": timezone.now() + timedelta(days=9)},
    "form": {"form": "event"},
    "pictures": {"pictures": 7},
    "starts_at": {"starts_at": timezone.now()},
    "place": {"place": "操场"},
    "document_number": {"document_number": "云教〔2026〕1 号"},
    "valid_until": {"valid_until": timezone.now().date()},
    "subject": {"subject": "maths"},
}


@pytest.mark.parametrize("field", PLANTS)
def test_the_check_finds_and_mends_a_wrong_field(school, capsys, field):
    article = make_article(school)
    right = Listing.objects.values().get(pk=article.pk)
    del right["listed_changed_at"]  # it is listed again, and says since when
    Listing.objects.filter(pk=article.pk).update(**PLANTS[field])
    with pytest.raises(CommandError, match="有 1 处不一致"):
        check()
    assert f"《校运会顺利举行》：{field} 是" in capsys.readouterr().out
    check(fix=True)
    assert right.items() <= Listing.objects.values().get(pk=article.pk).items()


def tags_of(article):
    rows = ListingTag.objects.filter(listing=article.pk).order_by("word")
    return list(rows.values_list("word", "site", "published_at"))


def plant_missing(tags):
    tags.filter(word="运动").delete()


def plant_foreign_date(tags):
    tags.update(published_at=timezone.now() - timedelta(days=9))


def plant_another_word(tags):
    tags.filter(word="运动").update(word="音乐")


@pytest.mark.parametrize("plant", [plant_missing, plant_foreign_date, plant_another_word])
def test_the_check_finds_and_mends_wrong_tags(school, capsys, plant):
    article = make_article(school, keywords="运动，校园")
    right = tags_of(article)
    assert [word for word, *_ in right] == ["校园", "运动"]
    plant(ListingTag.objects.filter(listing=article.pk))
    with pytest.raises(CommandError, match="有 1 处不一致"):
        check()
    assert "《校运会顺利举行》：tags 是" in capsys.readouterr().out
    check(fix=True)
    assert tags_of(article) == right


def test_the_check_knows_the_facts_of_albums_and_events(school):
    column = column_of(school)
    event = EventPage(title="运动会", starts_at=timezone.now(), place="操场")
    album = AlbumPage(title="照片")
    album.photos = [AlbumPhoto(image=make_picture(school)) for _ in range(2)]
    for page in (event, album):
        page.locale_id = column.locale_id
        column.add_child(instance=page)
        page.save_revision().publish()
    assert list(find_drift()) == []
    right = list(Listing.objects.order_by("pk").values())
    Listing.objects.update(pictures=9, place="别处", form="video", cover=None, **NO_COVER)
    assert {drift.field for drift in find_drift()} == {"pictures", "place", "cover_id", "form"}
    check(fix=True)
    assert list(Listing.objects.order_by("pk").values()) == right


def test_tags_of_an_unpublished_article_follow_its_listing(school, other_school):
    article = make_article(school, keywords="运动")
    article.unpublish()
    ListingTag.objects.update(site=other_school)
    with pytest.raises(CommandError):
        check()
    check(fix=True)
    assert [site for _, site, _ in tags_of(article)] == [school.pk]


def test_the_check_mends_a_wrong_place_of_live_and_unpublished_articles(school, other_school):
    gone = make_article(school, "撤下的")
    gone.unpublish()
    for article in (make_article(school), gone):
        Listing.objects.filter(pk=article.pk).update(
            site=other_school, column=column_of(other_school)
        )
    with pytest.raises(CommandError, match="有 4 处"):
        check()
    check(fix=True)
    assert set(Listing.objects.values_list("site", "column")) == {(school.pk, column_of(school).pk)}


def test_the_check_mends_what_is_listed_though_it_is_not_public(school):
    gone, private = make_article(school, "撤下的"), make_article(school, "私", kind="notice")
    gone.unpublish()
    restrict(private)
    Listing.objects.update(listed=True)
    with pytest.raises(CommandError, match="有 2 处"):
        check()
    check(fix=True)
    assert titles(school) == []


def test_a_missing_listing_is_written_and_nothing_is_offered_to_the_district(school, capsys):
    article = make_article(school)
    Listing.objects.all().delete()
    Submission.objects.all().delete()
    with pytest.raises(CommandError):
        check()
    assert "不在列表中" in capsys.readouterr().out
    check(fix=True)
    assert titles(school) == [article.title]
    assert not Submission.objects.exists()


def test_the_check_reads_in_chunks_and_five_queries_do_for_each(school):
    for number in range(4):
        make_article(school, f"第{number}篇")

    def queries_with(chunk):
        with CaptureQueriesContext(connection) as captured:
            assert list(find_drift(chunk=chunk)) == []
        return len(captured)

    # Sites once; five for each chunk; one more finds the end.
    assert queries_with(4) == 1 + 5 + 1
    assert queries_with(2) == 1 + 10 + 1
