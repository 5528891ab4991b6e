"""A school whose news go through three steps, and the people who take them."""

import pytest

from school_sites.models import ArticlePage, ColumnPage
from sitehub.reviews import engine
from tests.factories import column_of, make_article, make_user


def ask_for(column, review, *, district=False):
    """Let ``column`` ask for ``review``; returns it anew."""
    column = ColumnPage.objects.get(pk=column.pk)
    column.review, column.district_review = review, district
    column.save_revision().publish()
    return ColumnPage.objects.get(pk=column.pk)


@pytest.fixture
def news(school):
    """The news column of ``school``: three steps."""
    return ask_for(column_of(school), "three")


@pytest.fixture
def people(school):
    """One person for each step of ``school`` and one to spare, by short names."""
    rows = [
        ("first", "何初审", "school-first-reviewer"),
        ("second", "许复审", "school-first-reviewer"),
        ("final", "钱终审", "school-final-reviewer"),
        ("spare", "孔备审", "school-final-reviewer"),
        ("manager", "孙校长", "school-manager"),
    ]
    return {
        name: make_user(f"{name}.r", shown, site=school, role=role) for name, shown, role in rows
    }


def again(user):
    """The person as the next request finds them: nothing remembered."""
    return type(user).objects.get(pk=user.pk)


def draft_of(school, editor, title="校运会顺利举行", **fields):
    """A draft of ``editor`` in the news column."""
    article = make_article(school, title, publish=False, owner=editor, **fields)
    article.save_revision(user=editor)
    return ArticlePage.objects.get(pk=article.pk)


def approve_all(article, *reviewers):
    """Let ``reviewers`` take the steps that wait, one each; returns the article anew."""
    for reviewer in reviewers:
        engine.approve(engine.waiting_step(article), by=again(reviewer))
    return ArticlePage.objects.get(pk=article.pk)
