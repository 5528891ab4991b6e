"""The district's screens of schools outside."""

import pytest
from django.urls import resolve

from sitehub.audit.models import AuditEntry
from sitehub.feeds import fetching, sources
from sitehub.feeds.models import FeedSource
from sitehub.syndication.models import Channel, Submission

pytestmark = pytest.mark.django_db
LIST = "/admin/submission-settings/outside/"


@pytest.fixture
def screens(admin_client, administrator):
    """A client of the admin host, signed in as the district's administrator."""
    admin_client.force_login(administrator)
    return admin_client


def facts(url="https://qinghe.example/rss.xml", **changes):
    channel = Channel.objects.order_by("order").first()
    return {
        "school_name": "青禾小学", "school_kind": "primary", "url": url, "channel": channel.pk,
        "site": "", **changes,
    }  # fmt: skip


def text(response):
    return response.content.decode()


def test_a_school_is_added_tried_and_switched_on(screens, feed, outside):
    assert "还没有站外学校" in text(screens.get(LIST))
    answer = screens.post(LIST + "add/", facts(outside.url("/feed")))
    source = FeedSource.objects.get()
    assert answer["Location"] == f"{LIST}{source.pk}/"
    assert not source.is_active
    page = text(screens.get(answer["Location"]))
    assert "试抓成功后才能启用" in page
    page = text(screens.post(f"{LIST}{source.pk}/try/"))
    assert "共 2 条，其中 2 条会新报送" in page
    assert 'href="http://qinghe.example/甲.html"' in page
    assert f"{LIST}{source.pk}/switch/on/" in page
    assert Submission.objects.count() == 0  # trying keeps nothing
    screens.post(f"{LIST}{source.pk}/switch/on/")
    source.refresh_from_db()
    assert source.is_active
    assert source.next_poll_at is not None
    screens.post(f"{LIST}{source.pk}/switch/off/")
    source.refresh_from_db()
    assert (source.is_active, source.next_poll_at) == (False, None)
    actions = AuditEntry.objects.filter(action__startswith="feedsource").order_by("pk")
    assert [one.action.partition(".")[2] for one in actions] == [
        "create",
        "switch_on",
        "switch_off",
    ]


def test_a_try_waits_for_the_other_server_in_no_transaction():
    view = resolve(LIST + "1/try/", urlconf="sitehub.urls").func
    assert "default" in view._non_atomic_requests


def test_a_web_page_names_its_feeds(screens, source, feed):
    feed.at["/feed"] = (
        b'<html><head><link rel="alternate" type="application/rss+xml" href="/r.xml">'
    )
    page = text(screens.post(f"{LIST}{source.pk}/try/"))
    assert "不是 RSS、Atom 或 JSON Feed" in page
    assert feed.url("/r.xml") in page


def test_failures_are_told_on_the_list_and_at_the_source(screens, poll, feed):
    feed.at["/feed"] = (404, {}, b"")
    source = poll()
    assert "HTTP 404" in text(screens.get(LIST))
    page = text(screens.get(f"{LIST}{source.pk}/"))
    assert "抓取失败 1 次" in page
    assert page.count("HTTP 404") == 2  # its state, and the list of failures


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"url": "ftp://qinghe.example/"}, "只接受 http"),
        ({"url": "http://qinghe.example:8080/"}, "只接受 http"),
        ({"url": ""}, "请填写“Feed 网址”"),
        ({"school_name": ""}, "请填写“学校名称”"),
        ({"channel": ""}, "请填写“频道”"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_kept(screens, change, message):
    page = text(screens.post(LIST + "add/", facts(**change)))
    assert message in page
    assert not FeedSource.objects.exists()


def test_the_same_feed_is_added_once(screens, district):
    screens.post(LIST + "add/", facts())
    assert "已存在" in text(screens.post(LIST + "add/", facts()))
    assert FeedSource.objects.count() == 1


def test_another_address_is_another_feed(screens, source, feed):
    FeedSource.objects.update(etag="x", failures=3, problem="http-404")
    changed = sources.change_source(
        source, by=screens_user(), url=feed.url("/new"), school_name="青禾小学（新）"
    )
    assert (changed.etag, changed.failures, changed.problem) == ("", 0, "")
    assert changed.next_poll_at is not None


def screens_user():
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username="admin")


@pytest.mark.parametrize("path", ["", "add/", "1/", "1/try/", "1/switch/on/"])
def test_only_who_may_change_the_settings_of_submissions_gets_there(
    admin_client, district_editor, path
):
    admin_client.force_login(district_editor)
    send = admin_client.post if "/" in path[2:] else admin_client.get
    answer = send(LIST + path)
    assert answer.status_code in (302, 403)
    assert "submission-settings" not in answer.get("Location", "")


def test_an_inner_address_is_refused_when_tried(screens, district, administrator, monkeypatch):
    channel = Channel.objects.first()
    source = sources.add_source(
        school_name="青禾小学", school_kind="primary", url="http://127.0.0.1/feed",
        channel=channel, site=None, by=administrator,
    )  # fmt: skip
    assert fetching.client.allowed == frozenset()
    assert "指向内部网络" in text(screens.post(f"{LIST}{source.pk}/try/"))
