"""Related articles: shared keywords first, then the column; never what is hidden, at one cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def days_ago(number):
    return timezone.now() - timedelta(days=number)


def related(client, article, host="shiyan.localhost"):
    response = client.get(f"/a/{article.pk}/", headers={"host": host})
    assert response.status_code == 200
    return [item.title for item in response.context_data["related"]]


def test_shared_keywords_come_first_then_the_column(client, school, other_school):
    make_article(
        school, "两词相同", kind="moral", keywords="读书，成长", publication_date=days_ago(9)
    )
    make_article(school, "一词相同", kind="moral", keywords="成长", publication_date=days_ago(1))
    make_article(school, "同栏目", publication_date=days_ago(5))
    make_article(school, "别的栏目", kind="moral")
    make_article(other_school, "别校", keywords="读书，成长")
    for number in (2, 4):  # the neighbours, which the page shows already
        make_article(school, f"邻{number}", keywords="读书", publication_date=days_ago(number))
    article = make_article(school, "本文", keywords="读书，成长", publication_date=days_ago(3))
    assert related(client, article) == ["两词相同", "一词相同", "同栏目"]


def test_a_hidden_article_is_not_related(client, school):
    make_article(school, "撤下的", kind="moral", keywords="读书").unpublish()
    article = make_article(school, "本文", keywords="读书")
    assert related(client, article) == []


def test_keywords_cost_no_query_of_their_own(client, school):
    for number in range(8):
        make_article(school, f"{number}", keywords="甲，乙，丙，丁，戊，己，庚，辛")
    bare = make_article(school, "无词")
    full = make_article(school, "多词", keywords="甲，乙，丙，丁，戊，己，庚，辛")

    def count(article):
        related(client, article)
        with CaptureQueriesContext(connection) as captured:
            assert len(related(client, article)) == 5
        return len(captured)

    assert count(full) == count(bare) <= 10
