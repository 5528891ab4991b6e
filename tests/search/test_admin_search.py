"""Searches in the admin: lists and choosers find Chinese as the public search does."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from media.models import SiteDocument, SiteImage
from search import mending, tasks
from search.admin_index import shared
from tests.factories import make_article, make_film, make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SCREENS = {
    "wagtailadmin_explore": "稿",
    "wagtailadmin_pages:search": "稿",
    "wagtailadmin_choose_page_search": "稿",
    "wagtailimages:index": "照片",
    "wagtailimages_chooser:choose_results": "照片",
    "wagtaildocs:index": "附件",
    "wagtaildocs_chooser:choose_results": "附件",
}


def found(text, model=Page, *, how="autocomplete"):
    """Titles that the admin's search finds for ``text``, in its order."""
    return [one.title for one in getattr(model.objects.all(), how)(text)]


@pytest.fixture
def things(school, other_school):
    """A draft, a picture and a file of each of two schools, all about the same."""
    for site in (school, other_school):
        name = site.short_name
        make_article(site, f"稿：教育信息化与教育局（{name}）", publish=False)
        make_picture(site, f"照片：教育信息化培训（{name}）")
        document = make_film(site)
        document.title, document.original_name = f"附件（{name}）", f"教育信息化方案-{name}.mp4"
        document.save()


@pytest.fixture(params=["few", "many"])
def few_or_many(request, monkeypatch):
    """As one school asks, whose things are looked into one by one; and as a district does."""
    if request.param == "many":
        monkeypatch.setattr(shared, "FEW", 0)


@pytest.mark.usefixtures("few_or_many")
@pytest.mark.parametrize("text", ["教育", "信息化", "資訊", "化", "ＰＰＴ 教育"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_teacher_finds_what_is_the_schools_and_nothing_of_another(
    admin_client, things, editor, school, other_school, screen, text
):
    address = reverse(screen, args=[school.root_page.pk] if screen.endswith("explore") else [])
    admin_client.force_login(editor)
    answer = admin_client.get(address, {"q": text}).content.decode()
    assert f"（{other_school.short_name}）" not in answer
    assert "个None" not in answer
    title = f"（{school.short_name}）"
    assert (title in answer) is ("ＰＰＴ" not in text), answer


@pytest.mark.usefixtures("few_or_many")
@pytest.mark.parametrize("screen", SCREENS)
def test_a_district_editor_finds_what_is_the_districts(
    admin_client, things, district, district_editor, screen
):
    make_article(district, "稿：教育信息化（本区）", publish=False)
    make_picture(district, "照片：教育信息化（本区）")
    SiteDocument.objects.filter(pk=make_film(district).pk).update(title="附件：教育（本区）")
    call_command("search_rebuild", verbosity=0)
    address = reverse(screen, args=[district.root_page.pk] if screen.endswith("explore") else [])
    admin_client.force_login(district_editor)
    answer = admin_client.get(address, {"q": "教育"}).content.decode()
    assert f"{SCREENS[screen]}：教育" in answer
    assert "（本区）" in answer
    if screen == "wagtailadmin_explore":  # pages below this one
        assert "（实验小学）" not in answer


@pytest.mark.usefixtures("few_or_many")
def test_titles_come_first_and_of_equals_the_newest(school):
    for title, text in [
        ("防汛一", "防溺水教育"),
        ("防溺水一", "-"),
        ("防溺水二", "-"),
        ("无", "-"),
    ]:
        make_article(school, title, body=[("text", f"<p>{text}</p>")], publish=False)
    assert found("防溺水") == ["防溺水二", "防溺水一", "防汛一"]
    by_title = Page.objects.order_by("title").autocomplete("防溺水", order_by_relevance=False)
    assert [one.title for one in by_title] == ["防汛一", "防溺水一", "防溺水二"]
    assert (len(by_title[1:]), by_title[1:].count(), by_title.count()) == (2, 2, 3)
    assert found("标题:防溺水") == ["防溺水二", "防溺水一"]
    assert found("防溺水 -二") == ["防溺水一", "防汛一"]
    assert found("“水教育”") == ["防汛一"]
    assert found("溺水防火") == found("。。") == []
    assert found("教育防汛") == ["防汛一"], "words may stand apart"


@pytest.mark.usefixtures("few_or_many")
def test_where_there_is_nothing_nothing_is_found(school):
    make_article(school, "防溺水", publish=False)
    assert found("防溺水", SiteImage) == found("防溺水", SiteDocument) == []
    assert list(Page.objects.none().autocomplete("防溺水")) == []


@pytest.mark.usefixtures("few_or_many")
def test_what_is_being_typed_is_a_beginning(school):
    make_picture(school, "IMG_2024 𠮷祥")
    for text in ("im", "IMG_20", "2024", "img 祥", "𠮷", "ＩＭＧ"):
        assert found(text, SiteImage) == ["IMG_2024 𠮷祥"], text
    for text in ("im", "024", "g_2"):
        assert found(text, SiteImage, how="search") == [], text


def test_a_draft_is_found_by_its_own_words_and_by_the_title_that_is_public(school):
    page = make_article(school, "开学通知", body=[("text", "<p>九月一日</p>")])
    page.title, page.body = "返校须知", [("text", "<p>八月三十</p>")]
    revision = page.save_revision()
    for text in ("返校", "三十", "开学"):
        assert found(text) == ["开学通知"], text
    assert found("九月") == []
    call_command("search_rebuild", verbosity=0)
    assert found("三十") == found("开学") == ["开学通知"], "a walk sees the same"
    revision.publish()
    assert found("返校") == ["返校须知"]
    assert found("开学") == []
    page.delete()
    assert found("返校") == []


def test_tags_and_names_of_files_find(school, admin_client, manager):
    picture, document = make_picture(school, "无题"), make_film(school)
    picture.tags.add("运动会")
    document.original_name = "值日表.mp4"
    document.save()
    call_command("wagtail_update_index", verbosity=0)
    assert found("运动", SiteImage) == ["无题"]
    assert found("值日表.mp4", SiteDocument) == ["影片"]


def test_what_an_older_version_indexed_is_written_anew_by_the_worker(school, run_jobs):
    page = make_article(school, "防溺水", publish=False)
    picture = make_picture(school, "照片")
    mending.look()
    column = "title_text" if connection.vendor == "postgresql" else "title"
    IndexEntry.objects.filter(object_id=str(page.pk)).update(**{column: "old"})
    picture.index_entries.all().delete()
    assert found("照片", SiteImage) == []
    mending.look()
    assert found("照片", SiteImage) == [], "nothing to do until an upgrade, or the night"
    tasks.cache.set(tasks.WALKED, "an older version")
    mending.look()
    assert found("照片", SiteImage) == ["照片"]
    assert found("防溺水") == ["防溺水"]


def test_a_search_asks_as_often_for_twenty_hits_as_for_one(
    school, admin_client, editor, django_assert_max_num_queries
):
    admin_client.force_login(editor)
    address = reverse("wagtailadmin_choose_page_search")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            answer = admin_client.get(address, {"q": "春游"}).content.decode()
        return len(asked), answer.count("春游")

    make_article(school, "春游", publish=False)
    queries()
    few, _count = queries()
    for number in range(19):
        make_article(school, f"春游{number}", publish=False)
    many, count = queries()
    assert count >= 20
    assert many <= few


def test_saving_reads_no_other_row_of_the_index(school):
    picture = make_picture(school)
    picture.title = "另一个"
    with CaptureQueriesContext(connection) as asked:
        picture.save()
    statements = [one["sql"] for one in asked if "indexentry" in one["sql"]]
    assert len(statements) <= 4
    assert not [sql for sql in statements if "AVG" in sql.upper()]
