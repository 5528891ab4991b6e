"""What tests of places share."""

import pytest

from school_sites.models import ArticlePage
from sitehub.placements import states
from sitehub.placements.models import Placement, SlotKind
from sitehub.syndication import transitions
from sitehub.syndication.models import Submission
from tests.factories import column_of, make_article

HOST = {"host": "district.localhost"}
COLUMN = "/xinwen/xuexiao/"


@pytest.fixture
def desk(admin_client, district_editor):
    """A client of the admin host, signed in as the district's editor."""
    admin_client.force_login(district_editor)
    return admin_client


@pytest.fixture
def put(district_editor):
    """``put(kind, source, **times)`` places a submission or an article of the district."""

    def place(kind, source, **times):
        name = "article" if isinstance(source, ArticlePage) else "submission"
        values = {name: source, "kind": kind, "by": district_editor, **times}
        return states.place(**values)

    return place


@pytest.fixture
def taken(school, district_editor):
    """``taken(title)`` is the accepted submission of a new article of the school."""

    def make(title, site=school, **fields):
        row = Submission.objects.get(article=make_article(site, title, **fields))
        return transitions.accept(row, version=row.version, by=district_editor)

    return make


@pytest.fixture
def own(district):
    """``own(title)`` is a new article of the district, in 学校动态 unless told otherwise."""

    def make(title, **fields):
        column = district.root_page.get_descendants().get(slug="xuexiao").specific
        return make_article(district, title, **{"column": column, **fields})

    return make


def top_of(client, kind=SlotKind.PICKS):
    """Titles in a place of the district's home page, in order."""
    rows = client.get("/", headers=HOST).context_data["rows"]
    if kind == SlotKind.HEADLINE:
        return [row["item"].title for row in rows if row["kind"] == "headline"]
    if kind == SlotKind.CAROUSEL:
        shown = [row["carousel"] for row in rows if row["kind"] == "lead"]
        return [getattr(one, "title", "") for one in (shown[0] if shown else [])]
    sections = [one for row in rows if row["kind"] == "board" for one in row["sections"]]
    picks = [one for one in sections if one["title"] == "推荐阅读"]
    return [item.title for item in picks[0]["items"]] if picks else []


def line_of(title):
    """The placement of that title as it is in the database."""
    return Placement.objects.select_related("slot", "submission").get(title=title)


__all__ = ["COLUMN", "HOST", "column_of", "line_of", "top_of"]
