from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from school_sites import queries
from school_sites.models import Listing
from school_sites.queries import Cursor, Window
from sitehub.syndication.models import Submission, TrustedSchool
from tests.factories import column_of, make_article

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def walk(site, column, size):
    """Every item of the column's list, page by page, as a visitor would click."""
    items, after = [], None
    while True:
        page = queries.for_site(site, Window(limit=size, column_id=column.pk, after=after))
        items += page
        if len(page) < size:
            return items
        after = Cursor.parse(str(page[-1].cursor))


@settings(max_examples=40, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(data=st.data(), size=st.integers(1, 9))
def test_any_dates_page_through_once_and_in_order(district, school, rows, data, size):
    """Of own articles and submissions mixed, whose dates may be equal."""
    moments = st.datetimes(datetime(1900, 1, 1), datetime(2026, 11, 1), timezones=st.just(UTC))
    few = st.lists(moments, min_size=1, max_size=len(rows))
    days = data.draw(few)
    target, own, submissions = rows
    for number, pk in enumerate(own):
        Listing.objects.filter(pk=pk).update(published_at=days[number % len(days)])
    for number, pk in enumerate(submissions):
        Submission.objects.filter(pk=pk).update(first_published_at=days[(number + 1) % len(days)])
    items = walk(district, target, size)
    assert {item.url for item in items} == {item.url for item in walk(district, target, 99)}
    assert len(items) == len(own) + len(submissions)
    assert [item.key for item in items] == sorted({item.key for item in items}, reverse=True)
    years = {timezone.localtime(item.date).year for item in items}
    assert queries.years_of(district, target.pk) == sorted(years, reverse=True)


@pytest.fixture
def rows(district, school):
    """(column, ids of listings, ids of submissions) of a district column that mixes both."""
    TrustedSchool.objects.create(site=school)
    target = district.root_page.get_descendants().get(slug="xuexiao").specific
    for number in range(4):
        make_article(school, f"学校 {number}")
        make_article(district, f"区 {number}", column=target)
    own = list(Listing.objects.filter(column=target).values_list("pk", flat=True))
    return target, own, list(Submission.objects.values_list("pk", flat=True))


def test_only_years_with_articles_are_offered(client, school, rows, django_assert_num_queries):
    column = column_of(school)
    numbers = iter(Listing.objects.filter(column=column))

    def date(year, month=6, day=1, hour=0, **changes):
        moment = timezone.make_aware(datetime(year, month, day, hour))
        Listing.objects.filter(pk=next(numbers).pk).update(published_at=moment, **changes)

    date(1950, 1, 1)
    date(2025, 12, 31, 23)
    date(1987, listed=False)
    date(1988, expires_at=timezone.now() - timedelta(days=1))
    with django_assert_num_queries(1):
        assert queries.years_of(school, column.pk) == [2025, 1950]
    offered = client.get("/xinwen/", headers={"host": "shiyan.localhost"}).context_data["years"]
    for year in offered:
        page = client.get(year["url"], headers={"host": "shiyan.localhost"})
        assert len(page.context_data["items"]) == 1


def test_a_year_of_withdrawn_submissions_only_is_not_offered(district, rows):
    target, own, _ = rows
    Listing.objects.filter(pk__in=own).delete()
    Submission.objects.update(first_published_at=datetime(1966, 5, 1, tzinfo=UTC))
    assert queries.years_of(district, target.pk) == [1966]
    Submission.objects.update(school_withdrew=True)
    assert queries.years_of(district, target.pk) == []


@pytest.mark.parametrize("size", [1, 2, 5])
def test_paging_shows_every_item_once_even_when_dates_are_equal(district, school, size):
    TrustedSchool.objects.create(site=school)
    target = district.root_page.get_descendants().get(slug="xuexiao")
    same = timezone.now() - timedelta(days=3)
    for number in range(4):
        make_article(school, f"学校 {number}", publication_date=same)
        make_article(
            district, f"区 {number}", column=target.specific,
            publication_date=same - timedelta(days=number % 2),
        )  # fmt: skip
    items = walk(district, target, size)
    assert len(items) == len({item.url for item in items}) == 8
    assert [item.key for item in items] == sorted((item.key for item in items), reverse=True)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(-(10**16), 10**16), st.integers(0, 99), st.integers(0, 2**62),
)  # fmt: skip
def test_a_position_survives_its_address(microseconds, rank, number):
    text = f"{microseconds}-{rank}-{number}"
    assert str(Cursor.parse(text)) == text


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.text())
def test_any_other_text_is_no_position(text):
    try:
        cursor = Cursor.parse(text)
    except ValueError:
        return
    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize(
    "address",
    ["/xinwen/p/nonsense/", "/xinwen/p/1-2/", "/xinwen/p/9999999999999999999-1-1/",
     "/xinwen/1800/", "/xinwen/9999/", "/xinwen/99999999999999999999/", "/a/0/", "/a/x/",
     "/a/99999999999999999999999/", "/a/1/2/", "/a/"],
)  # fmt: skip
def test_bad_addresses_are_not_found(client, school, address):
    assert client.get(address, headers={"host": "shiyan.localhost"}).status_code == 404


def test_a_column_pages_by_year_and_position(client, school):
    column = column_of(school, "news")
    column.page_size = 5
    column.save_revision().publish()
    this_year = timezone.localtime().year
    for number in range(7):
        make_article(
            school, f"第{number}篇", column=column,
            publication_date=timezone.now().replace(year=this_year - 1, month=3, day=number + 1),
        )  # fmt: skip
    make_article(school, "今年的一篇", column=column)

    def titles(path):
        response = client.get(path, headers={"host": "shiyan.localhost"})
        assert response.status_code == 200
        return [item.title for item in response.context_data["items"]], response.context_data

    first, context = titles("/xinwen/")
    assert first == ["今年的一篇", "第6篇", "第5篇", "第4篇", "第3篇"]
    assert [y["year"] for y in context["years"]] == [this_year, this_year - 1]
    second, context = titles(context["older_url"])
    assert second == ["第2篇", "第1篇", "第0篇"]
    assert context["older_url"] == ""
    assert context["newest_url"] == "/xinwen/"
    archive, context = titles(f"/xinwen/{this_year}/")
    assert archive == ["今年的一篇"]
    archive, context = titles(f"/xinwen/{this_year - 1}/")
    assert len(archive) == 5
    assert context["older_url"].startswith(f"/xinwen/{this_year - 1}/p/")
    empty, context = titles("/xinwen/2001/")
    assert empty == []


def test_previous_and_next_stay_in_the_column_and_skip_what_is_hidden(client, school):
    day = timezone.now() - timedelta(days=10)
    first, hidden, second = (
        make_article(school, title, publication_date=day + timedelta(days=n))
        for n, title in enumerate(["甲", "乙", "丙"])
    )
    make_article(school, "别的栏目", kind="moral", publication_date=day + timedelta(hours=1))
    hidden.unpublish()
    newer, older = queries.neighbours(school, Listing.objects.get(pk=first.pk))
    assert (newer.title, older) == ("丙", None)
    newer, older = queries.neighbours(school, Listing.objects.get(pk=second.pk))
    assert (newer, older.title) == (None, "甲")


def test_an_empty_parent_column_leads_to_its_first_child(client, district):
    response = client.get("/xinwen/", headers={"host": "district.localhost"})
    assert (response.status_code, response["Location"]) == (302, "/xinwen/yaowen/")


def test_late_scheduler_does_not_show_what_has_expired(client, school):
    article = make_article(school, "过期通知")
    Listing.objects.filter(pk=article.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    assert "过期通知" not in client.get("/", headers={"host": "shiyan.localhost"}).content.decode()
