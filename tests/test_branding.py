"""The admin wears our own name, mark and language."""

import re

import pytest
from lxml import html

READ_ALOUD = ("alt", "title", "aria-label", "placeholder")
NAME = "教育网站集群"


def words_of(response):
    """What a person reads or hears of a page, its title included."""
    page = html.document_fromstring(response.content.decode())
    for unseen in page.xpath("//script | //style"):
        unseen.drop_tree()
    attributes = [page.xpath(f"//@{name}") for name in READ_ALOUD]
    return " ".join([page.text_content(), *(text for found in attributes for text in found)])


@pytest.mark.django_db
def test_sign_in_page_is_ours_and_chinese(admin_client):
    response = admin_client.get("/admin/login/")
    words = words_of(response)
    assert words.count(NAME) >= 2  # the title and the heading
    assert set(re.findall("[A-Za-z]{2,}", words)) <= {"JavaScript"}
    page = response.content.decode()
    assert "accounts/logo.svg" in page
    assert "accounts/favicon.svg" in page


@pytest.mark.parametrize("person", ["editor", "district_editor", "administrator"])
def test_start_page_does_not_name_wagtail(request, admin_client, district, person):
    admin_client.force_login(request.getfixturevalue(person))
    words = words_of(admin_client.get("/admin/"))
    assert "wagtail" not in words.lower()
    assert "搜索所有文章和栏目…" in words
    assert words.count(NAME) >= 2  # the title and the heading


def test_missing_page_is_ours(admin_client, editor):
    admin_client.force_login(editor)
    response = admin_client.get("/admin/nothing/")
    assert response.status_code == 404
    assert "wagtail" not in words_of(response).lower()
