"""The form of an article: the subject where it is needed, and keywords the site uses."""

import re

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from school_sites.models import ArticlePage
from tests.factories import column_of, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(admin_client, editor, school):
    """The text of the form for a new article in a column of a kind."""
    admin_client.force_login(editor)

    def text(kind, model="articlepage"):
        column = column_of(school, kind)
        url = reverse("wagtailadmin_pages:add", args=("school_sites", model, column.pk))
        response = admin_client.get(url)
        assert response.status_code == 200
        return response.content.decode()

    return text


def test_research_asks_for_the_subject_before_the_text_other_columns_after(form):
    research, news = form("research"), form("news")
    for text in (research, news):
        assert text.count('name="subject"') == 1
    assert research.index('name="subject"') < research.index('id="body"')
    assert news.index('name="subject"') > news.index('id="body"')


def test_the_sites_frequent_keywords_are_offered_and_no_other_sites(form, school, other_school):
    make_article(school, "甲", keywords="读书，运动")
    make_article(school, "乙", keywords="运动")
    make_article(other_school, "丙", keywords="别校的词")
    text = form("news")
    offered = re.findall(r'<option value="([^"]*)"></option>', text)
    assert offered == ["运动", "读书"]
    (list_id,) = re.findall(r'<datalist id="([^"]*)">', text)
    assert f'list="{list_id}"' in text
    assert "school_sites/keywords.js" in text


def test_a_site_without_keywords_has_a_plain_field(form):
    assert "<datalist" not in form("news")


def test_an_article_of_research_needs_no_subject(admin_client, editor, school):
    admin_client.force_login(editor)
    column = column_of(school, "research")
    url = reverse("wagtailadmin_pages:add", args=("school_sites", "articlepage", column.pk))
    data = nested_form_data({"title": "教研", "body": streamfield([]), "subject": ""})
    assert admin_client.post(url, data).status_code == 302
    data["title"], data["subject"] = "数学教研", "maths"
    assert admin_client.post(url, data).status_code == 302
    subjects = ArticlePage.objects.order_by("pk").values_list("subject", flat=True)
    assert list(subjects) == ["", "maths"]
