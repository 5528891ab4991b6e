"""Queries per public page: below the limit, and the same for 1 and 20 items."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from school_sites.models import AlbumPage, EventPage, PersonPage, PlainPage, VideoPage
from school_sites.weeks import coming_monday
from sitehub.syndication.models import TrustedSchool
from tests.factories import (
    lay_out,
    make_article,
    make_board,
    make_column,
    make_film,
    make_leaf,
    make_picture,
    make_week,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

LIMITS = {"home": 20, "column": 14, "article": 14}
LISTS = [
    ("home", "shiyan.localhost", "/"),
    ("home", "district.localhost", "/"),
    ("column", "shiyan.localhost", "/xinwen/"),
    ("column", "district.localhost", "/xinwen/xuexiao/"),
]


def queries_of(client, host, path):
    """Number of queries of a warm request."""
    client.get(path, headers={"host": host})
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(path, headers={"host": host})
    assert response.status_code == 200
    return len(captured), [query["sql"][:160] for query in captured]


def fill(site, count, *, kinds=("news", "moral", "research", "notice")):
    now = timezone.now()
    for number in range(count):
        for kind in kinds:
            make_article(
                site, f"{kind} {number}", kind=kind, cover=make_picture(site),
                publication_date=now - timedelta(days=number),
            )  # fmt: skip


def test_lists_ask_no_more_for_more_items(client, school, other_school):
    for site in (school, other_school):
        TrustedSchool.objects.create(site=site)
    fill(school, 1)
    few = [queries_of(client, host, path)[0] for _, host, path in LISTS]
    fill(school, 6)
    fill(other_school, 6)
    for (kind, host, path), before in zip(LISTS, few, strict=True):
        count, statements = queries_of(client, host, path)
        assert count == before, "\n".join([host + path, *statements])
        assert count <= LIMITS[kind], "\n".join([host + path, *statements])


def test_an_article_asks_no_more_for_more_pictures(client, school):
    def body(pictures):
        one = {"image": make_picture(school), "alt_text": "操场", "caption": ""}
        return [
            ("heading", {"level": "2", "text": "标题"}),
            ("text", "<p>正文</p>"),
            ("gallery", {"pictures": [one] * pictures, "caption": ""}),
            *[("image", {**one, "image": make_picture(school)}) for _ in range(pictures)],
        ]

    few = make_article(school, "一图", body=body(1), cover=make_picture(school))
    many = make_article(school, "多图", body=body(20), cover=make_picture(school))
    for page in (few, many):
        client.get(f"/a/{page.pk}/", headers={"host": "shiyan.localhost"})
    one, _ = queries_of(client, "shiyan.localhost", f"/a/{few.pk}/")
    twenty, statements = queries_of(client, "shiyan.localhost", f"/a/{many.pk}/")
    assert twenty == one, "\n".join(statements)
    assert twenty <= LIMITS["article"], "\n".join(statements)


def add_people(column, site, count):
    for number in range(count):
        person = make_leaf(column, PersonPage, f"老师{number}", photo=make_picture(site))
        make_article(site, f"{number} 获奖", kind="notice", keywords="老师0")
    return person


def add_menus(column, site, count):
    taken = column.get_children().count()
    for number in range(taken, taken + count):
        meals = {f"餐次{n}": "米饭" for n in range(1 + taken)}
        week = make_week(column, coming_monday() - timedelta(weeks=number - 1), meals)
    return week


def add_links(column, site, count):
    return make_board(column, f"{count} 个", count, logo=make_picture(site))


def add_pages(column, site, count):
    for number in range(count):
        page = make_leaf(column, PlainPage, f"第 {number} 页", body=[("text", "<p>字</p>")])
    return page


@pytest.mark.parametrize(
    ("layout", "add"),
    [("pages", add_pages), ("people", add_people), ("menu", add_menus), ("links", add_links)],
)
def test_leaf_pages_and_their_column_ask_no_more_for_more(client, school, layout, add):
    column = lay_out(school, layout)
    # Two from the start: one alone has no neighbour, which saves what reads it.
    page = add(column, school, 2)
    few = [queries_of(client, "shiyan.localhost", path)[0] for path in ("/deyu/", page.url)]
    page = add(column, school, 6)
    for path, before in zip(("/deyu/", page.url), few, strict=True):
        count, statements = queries_of(client, "shiyan.localhost", path)
        assert count == before, "\n".join(statements)
        assert count <= 14, "\n".join(statements)


def test_an_album_asks_no_more_for_more_photographs(client, school):
    few, many = (
        make_article(
            school, f"{count} 张", model=AlbumPage,
            photos=[(make_picture(school), "") for _ in range(count)],
        )
        for count in (1, 20)
    )  # fmt: skip
    one, _ = queries_of(client, "shiyan.localhost", f"/a/{few.pk}/")
    twenty, statements = queries_of(client, "shiyan.localhost", f"/a/{many.pk}/")
    assert twenty == one, "\n".join(statements)
    assert twenty <= LIMITS["article"], "\n".join(statements)


def test_films_events_and_documents_stay_below_the_limit(client, school):
    now = timezone.now()
    film = make_article(
        school, "片", model=VideoPage, file=make_film(school), cover=make_picture(school)
    )
    event = make_article(school, "会", model=EventPage, starts_at=now, cover=make_picture(school))
    document = make_article(school, "文", category="制度", valid_until=now.date())
    for page in (film, event, document):
        count, statements = queries_of(client, "shiyan.localhost", f"/a/{page.pk}/")
        assert count <= LIMITS["article"], "\n".join(statements)


@pytest.mark.parametrize("layout", ["wall", "documents", "calendar"])
def test_columns_of_forms_ask_no_more_for_more_items(client, school, layout):
    column = make_column(school, layout, layout, slug="zhanshi")
    month = f"/zhanshi/month/{timezone.localtime():%Y-%m}/"
    paths = ["/zhanshi/", *([month, "/zhanshi/calendar.ics"] if layout == "calendar" else [])]
    counts = []
    for number in (1, 7):
        for one in range(number):
            make_article(
                school, f"活动 {one}", column=column, model=EventPage, category=f"类 {one}",
                starts_at=timezone.now() + timedelta(hours=one), cover=make_picture(school),
            )  # fmt: skip
        found = [queries_of(client, "shiyan.localhost", path) for path in paths]
        counts.append([count for count, _ in found])
        assert max(counts[-1]) <= LIMITS["column"], found
    assert counts[0] == counts[1]


def test_feeds_and_sitemaps_ask_a_few_queries(client, school):
    fill(school, 3)
    for path in ("/feed/", "/xinwen/feed/", "/sitemap.xml", "/sitemap-0.xml", "/robots.txt"):
        count, statements = queries_of(client, "shiyan.localhost", path)
        assert count <= 8, "\n".join(statements)  # two of a feed's ask what is gone
