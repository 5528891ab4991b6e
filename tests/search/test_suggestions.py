"""What is offered while somebody types: by which keys, in which order, and never what is hidden."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from search import suggest_views, vocabulary
from search.models import Entry, SuggestedPhrase
from search.suggestions import suggest
from sitehub.provisioning.sites import suspend
from tests.factories import column_of, make_article, make_leaf

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize(
    "typed",
    ["教育信", "教育信息化", "jyxxh", "jiaoyuxinxi", "JYXX", "jiao yu xin", "教育xin", "教育訊"],
)
def test_a_word_is_offered_by_characters_pinyin_and_initials(school, typed):
    make_article(school, "推进教育信息化建设")
    vocabulary.recount()
    assert ("教育信息化" in suggest(None, typed)) is (typed != "教育訊")


def test_titles_names_and_frequent_words_are_offered_and_the_frequent_come_first(school):
    for number in range(4):
        make_article(school, f"第{number}届跳绳比赛圆满结束")
    make_article(school, "跳远破纪录")
    vocabulary.recount()
    assert suggest(school, "跳")[0] == "跳绳"
    assert "跳远破纪录" in suggest(school, "tiaoy")
    assert "实验小学" in suggest(None, "sy")
    assert "云澜区实验小学" in suggest(None, "云澜区实")


HIDDEN = {
    "unpublished": lambda article: article.unpublish(),
    "deleted": lambda article: article.delete(),
    "private": lambda article: restrict(article),
    "in a private column": lambda article: restrict(article.get_parent()),
    "expired": lambda article: Entry.objects.filter(page=article.pk).update(
        expires_at=timezone.now() - timedelta(days=1)
    ),
    "of a suspended school": lambda article: suspend(school_of(article), by=None),
    "renamed": lambda article: rename(article),
}


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def school_of(article):
    return Entry.objects.get(page=article.pk).site


def rename(article):
    article.title = "改过的名字"
    article.save_revision().publish()


@pytest.mark.parametrize("way", HIDDEN)
@pytest.mark.parametrize("counted", [True, False], ids=["counted", "new"])
def test_nothing_of_a_page_that_is_not_seen_is_offered_at_once(school, way, counted):
    article = make_article(school, "庄启明获奖", kind="moral")
    if counted:
        vocabulary.recount()
    assert suggest(school, "庄启")
    assert suggest(None, "zhuangqi")
    HIDDEN[way](article)
    assert suggest(school, "庄启") == suggest(None, "庄启") == suggest(None, "zhuangqi") == []


def test_a_school_offers_its_own_and_the_district_all(school, other_school, district):
    make_article(school, "棋社招新")
    make_article(other_school, "棋类大赛")
    vocabulary.recount()
    assert [one for one in suggest(school, "棋") if "大赛" in one] == []
    assert {"棋社招新", "棋类大赛"} <= set(suggest(None, "棋"))


def test_people_and_columns_are_offered(school):
    from school_sites.models import PersonPage

    column = column_of(school, "teachers")
    make_leaf(column, PersonPage, "欧阳明")
    assert "欧阳明" in suggest(None, "ouy")


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "的", "\x00", "<b>", "x" * 500, "'", "”"])
def test_odd_beginnings_are_answered(client, school, typed):
    answer = client.get("/search/suggest", {"q": typed}, headers={"host": "shiyan.localhost"})
    assert answer.status_code == 200
    assert isinstance(answer.json()["suggestions"], list)


def test_the_answer_is_not_kept_and_costs_three_queries(
    client, school, django_assert_max_num_queries
):
    for number in range(12):
        make_article(school, f"运动会之{number}")
    client.get("/search/suggest?q=运", headers={"host": "shiyan.localhost"})
    with django_assert_max_num_queries(3):
        answer = client.get("/search/suggest?q=运", headers={"host": "shiyan.localhost"})
    assert answer["Cache-Control"] == "no-store"
    assert len(answer.json()["suggestions"]) == 8


def test_who_asks_more_than_anybody_types_is_told_to_wait(client, school, monkeypatch):
    monkeypatch.setattr(suggest_views.pace, "most", 3)
    monkeypatch.setattr(suggest_views.pace, "_seen", {})
    answers = [client.get("/search/suggest?q=a", headers={"host": "shiyan.localhost"})
               for _time in range(4)]  # fmt: skip
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert answers[3]["Retry-After"] == "60"


def test_counting_forgets_words_of_no_visible_title_and_keeps_publishing_one_statement(
    school, django_assert_num_queries
):
    first = make_article(school, "运动会开幕")
    second = make_article(school, "运动会闭幕")
    vocabulary.recount()
    word = SuggestedPhrase.objects.get(kind="word", folded="运动会")
    assert word.weight == 2
    first.unpublish()
    second.unpublish()
    vocabulary.recount()
    assert not SuggestedPhrase.objects.filter(kind="word").exists()
    entry = Entry.objects.get(page=second.pk)
    SuggestedPhrase.objects.all().delete()
    with django_assert_num_queries(1):
        vocabulary.take_in([(entry, "运动会闭幕")])
