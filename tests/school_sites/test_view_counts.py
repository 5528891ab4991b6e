"""Views are told by browsers, counted once per visitor and half hour, at no cost to pages."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from school_sites.counts import buffer as buffers
from school_sites.counts import visitors
from school_sites.counts.totals import count_views, prune_days
from school_sites.models import ViewCount, ViewDay, ViewMark
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HOST = "shiyan.localhost"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def nobody_was_here(monkeypatch):
    monkeypatch.setattr(visitors._views, "_seen", {})


def tell(number, *, host=HOST, address="10.0.0.1", agent=PHONE, origin=None, **headers):
    """What a browser sends from a page of ``host``."""
    origin = f"http://{host}:8000" if origin is None else origin
    return Client(enforce_csrf_checks=True).post(
        "/_count/", str(number), content_type="text/plain;charset=UTF-8", REMOTE_ADDR=address,
        headers={"host": host, "user-agent": agent, "origin": origin, **headers},
    )  # fmt: skip


def views(client, number, host=HOST):
    return client.get(f"/_count/{number}.json", headers={"host": host}).json()["views"]


def test_each_visitor_counts_once_in_half_an_hour(client, school):
    article, other = make_article(school, "甲"), make_article(school, "乙")
    for address in ("10.0.0.1", "10.0.0.2", "10.0.0.1"):
        assert tell(article.pk, address=address).status_code == 204
    tell(article.pk, agent=PHONE + " MicroMessenger")
    tell(other.pk)
    assert views(client, article.pk) == 0  # a minute later
    count_views()
    tell(article.pk)
    count_views()
    count_views()
    assert (views(client, article.pk), views(client, other.pk)) == (3, 1)
    ViewMark.objects.update(at=timezone.now() - timedelta(minutes=31))
    count_views()
    assert not ViewMark.objects.exists()
    tell(article.pk)
    count_views()
    assert views(client, article.pk) == 4
    assert list(ViewDay.objects.filter(page=article.pk).values_list("day", "total")) == [
        (timezone.localdate(), 4)
    ]


@pytest.mark.parametrize(
    "sent",
    [
        {"origin": "https://evil.example"},
        {"origin": ""},
        {"origin": "http://mingde.localhost:8000"},
        {"agent": "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/)"},
        {"agent": "Mozilla/5.0 (compatible; bingbot/2.0)"},
        {"agent": "python-requests/2.32"},
        {"agent": ""},
        {"host": "mingde.localhost"},
    ],
)
def test_what_is_no_visit_of_the_page_is_not_counted(client, school, other_school, sent):
    article = make_article(school)
    assert tell(article.pk, **sent).status_code == 204
    count_views()
    assert not ViewCount.objects.exists()


@pytest.mark.parametrize("body", ["", "x", "-1", "1" * 25, "１", '{"page": 1}', "9" * 19])
def test_nonsense_is_answered_and_forgotten(school, body):
    assert tell(body).status_code == 204
    assert not ViewMark.objects.exists()


def test_only_live_pages_that_exist_get_a_total(client, school):
    draft = make_article(school, "未发布", publish=False)
    for number in (draft.pk, 10**12):
        tell(number)
        count_views()
    assert not ViewCount.objects.exists()
    assert views(client, 10**12) == 0
    assert views(client, 10**30) == 0


def test_phones_whose_name_ends_like_a_robot_are_people():
    assert not visitors.is_robot("Mozilla/5.0 (Linux; Android 12; CUBOT P60) Chrome/120.0")


def test_nothing_stored_leads_back_to_a_visitor(school):
    tell(make_article(school).pk, address="203.0.113.77")
    (mark,) = ViewMark.objects.values()
    assert "203.0.113.77" not in str(mark)
    assert PHONE not in str(mark)
    today = timezone.localdate()
    keys = {visitors.key_of("203.0.113.77", PHONE, 1, day=day)
            for day in (today, today - timedelta(days=1))}  # fmt: skip
    assert len(keys) == 2  # tomorrow the same visitor is somebody else


def test_one_address_cannot_raise_a_count_at_will(client, school):
    article = make_article(school)
    for number in range(visitors.VIEWS_PER_MINUTE + 20):
        tell(article.pk, agent=f"{PHONE} {number}")
    count_views()
    assert views(client, article.pk) == visitors.VIEWS_PER_MINUTE


def test_the_address_is_the_one_our_web_server_wrote(client, school):
    article = make_article(school)
    for invented in ("1.1.1.1", "2.2.2.2"):
        told = {"x-forwarded-for": f"{invented}, 198.51.100.7"}
        tell(article.pk, address="127.0.0.1", **told)
    tell(article.pk, address="127.0.0.1", **{"x-forwarded-for": "198.51.100.8"})
    count_views()
    assert views(client, article.pk) == 2


def test_views_wait_in_memory_while_the_database_is_away(school, monkeypatch, settings):
    article = make_article(school)

    def away(*args, **kwargs):
        raise DatabaseError("locked")

    with monkeypatch.context() as patch:
        patch.setattr(buffers.ViewMark.objects, "bulk_create", away)
        assert tell(article.pk).status_code == 204
    assert not ViewMark.objects.exists()
    tell(article.pk, address="10.0.0.9")
    assert ViewMark.objects.count() == 2


def test_a_deleted_page_takes_its_counts_along_and_old_days_go(client, school):
    gone, stays = make_article(school, "甲"), make_article(school, "乙")
    for page in (gone, stays):
        tell(page.pk)
    count_views()
    ViewDay.objects.filter(page=stays.pk).update(day=timezone.localdate() - timedelta(days=200))
    prune_days()
    assert not ViewDay.objects.filter(page=stays.pk).exists()
    assert views(client, stays.pk) == 1
    gone.delete()
    assert list(ViewCount.objects.values_list("page", flat=True)) == [stays.pk]


def test_telling_asks_the_database_nothing_but_to_write(
    school, settings, monkeypatch, django_assert_num_queries
):
    article = make_article(school)
    settings.VIEWS_WRITTEN_EVERY = 3600
    monkeypatch.setattr(buffers.threading, "Thread", lambda **kwargs: _NoThread())
    waiting = buffers.Buffer()
    monkeypatch.setattr("school_sites.counts.views.buffer", waiting)
    tell(article.pk)
    with django_assert_num_queries(0):
        for number in range(5):
            tell(article.pk, address=f"10.0.1.{number}")
    with django_assert_num_queries(1):
        waiting.write()
    assert ViewMark.objects.count() == 6


class _NoThread:
    def start(self):
        pass


def test_only_the_counting_address_takes_views(client, school):
    assert client.get("/_count/", headers={"host": HOST}).status_code == 405
    assert client.post("/_count/1.json", headers={"host": HOST}).status_code == 405
