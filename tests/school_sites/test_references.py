"""What a page refers to belongs to its own site, whoever posts which number."""

import json

import pytest
from django.apps import apps
from django.urls import reverse
from wagtail.models import Revision

from school_sites.models import ArticlePage, SitePage
from school_sites.references import SitePageForm
from tests.factories import column_of, make_article, make_film, make_picture

pytestmark = pytest.mark.django_db
NUL = {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "body-count": 0}


def rich(link):
    content = {
        "blocks": [{
            "key": "a", "text": "看这里", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
            "entityRanges": [{"offset": 0, "length": 3, "key": 0}],
        }],
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": link}},
    }  # fmt: skip
    return json.dumps(content)


def block(kind, **values):
    fields = {f"body-0-value{name}": value for name, value in values.items()}
    return {
        "body-count": 1, "body-0-deleted": "", "body-0-order": 0, "body-0-type": kind,
        "body-0-id": "", **fields,
    }  # fmt: skip


def sendings(other):
    """Ways to name something of another school, as fields of an article's form."""
    picture, film = make_picture(other, "外校图"), make_film(other)
    page = make_article(other, "外校文")
    return {
        "a cover": {"cover": picture.pk},
        "a picture in the text": block(
            "image", **{"-image": picture.pk, "-alt": "", "-caption": ""}
        ),
        "a link to a page": block("text", **{"": rich({"id": page.pk, "linkType": "page"})}),
        "a link to a file": block("text", **{"": rich({"id": film.pk, "filename": "x"})}),
    }


@pytest.mark.parametrize("title", ["改了", ""], ids=["complete", "with another mistake"])
def test_nothing_of_another_school_gets_in_or_is_shown(
    admin_client, editor, school, other_school, title
):
    article = make_article(school)
    admin_client.force_login(editor)
    doors = [
        reverse("wagtailadmin_pages:edit", args=[article.pk]),
        reverse("wagtailadmin_pages:preview_on_edit", args=[article.pk]),
        reverse(
            "wagtailadmin_pages:add",
            args=["school_sites", "articlepage", column_of(school, "news").pk],
        ),
    ]
    before = Revision.objects.count(), ArticlePage.objects.count()
    for way, sent in sendings(other_school).items():
        before = Revision.objects.count(), ArticlePage.objects.count()
        for door in doors:
            for extra in ({}, {"HTTP_ACCEPT": "application/json"}):
                response = admin_client.post(door, NUL | {"title": title} | sent, **extra)
                assert response.status_code in (302, 403), (way, door)
                assert "外校" not in response.content.decode()
        assert (Revision.objects.count(), ArticlePage.objects.count()) == before, way


def test_every_page_type_asks(db):
    forms = {
        model: model.get_edit_handler().get_form_class()
        for model in apps.get_models()
        if issubclass(model, SitePage)
    }
    assert [model for model, form in forms.items() if not issubclass(form, SitePageForm)] == []
