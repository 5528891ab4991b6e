"""What a poll brings, what it brings only once, and what happens when it brings nothing."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.http import http_date
from django_tasks_db.models import DBTaskResult

from sitehub.audit.models import AuditEntry
from sitehub.feeds import fetching, polling
from sitehub.feeds.models import FeedFailure, FeedSource
from sitehub.syndication import transitions
from sitehub.syndication.models import Channel, Decision, Submission
from tests.factories import make_article

from .conftest import rss

pytestmark = pytest.mark.django_db


def titles():
    return [one.title for one in Submission.objects.newest_first()]


def accept(title, by):
    one = Submission.objects.get(title=title)
    return transitions.accept(one, version=one.version, by=by)


def test_new_entries_wait_on_the_desk_with_their_links(poll, source):
    polled = poll()
    assert titles() == ["甲", "乙"]
    one = Submission.objects.get(title="甲")
    assert one.outside_url == "http://qinghe.example/甲.html"
    assert (one.decision, one.school_name, one.channel) == (
        Decision.WAITING, "青禾小学", source.channel,
    )  # fmt: skip
    assert timezone.localtime(one.first_published_at).isoformat() == "2026-03-05T15:20:00+08:00"
    assert (polled.failures, polled.problem, polled.leased_until) == (0, "", None)
    assert polled.next_poll_at > timezone.now() + timedelta(minutes=25)


def test_a_feed_that_has_not_changed_is_not_sent_again(poll, feed):
    feed.at["/feed"] = (200, {"ETag": '"v1"', "Last-Modified": "Thu, 05 Mar 2026 07:20:00 GMT"},
                        rss("甲"))  # fmt: skip
    poll()
    feed.at["/feed"] = (304, {}, b"")
    polled = poll()
    headers = feed.asked[1][2]
    assert headers["If-None-Match"] == '"v1"'
    assert headers["If-Modified-Since"] == "Thu, 05 Mar 2026 07:20:00 GMT"
    assert (polled.etag, polled.failures) == ('"v1"', 0)
    assert titles() == ["甲"]


@pytest.mark.parametrize(
    "again",
    [
        ("甲", {}),
        ("改了题目", {"guid": "id-甲", "link": "http://qinghe.example/other.html"}),
        ("改了题目", {"guid": "new", "link": "https://qinghe.example/甲.html"}),
        ("甲", {"guid": "new", "link": "http://qinghe.example/new.html"}),
        ("甲", {"guid": None, "link": "http://qinghe.example/new.html", "pubDate": "2026/3/5"}),
    ],
    ids=["same", "id", "link", "title and day", "without id"],
)
def test_an_entry_is_known_by_id_then_link_then_title_and_day(poll, feed, again):
    feed.at["/feed"] = rss("甲")
    poll()
    feed.at["/feed"] = rss(again)
    poll()
    assert titles() == [again[0]]
    poll()  # the keys it has now are known, too
    assert titles() == [again[0]]


def test_what_only_looks_alike_is_offered(poll, feed):
    home = {"link": "http://qinghe.example/"}
    feed.at["/feed"] = rss(
        ("甲", home), ("乙", home),
        ("本周食谱", {"guid": "1", "pubDate": None, "link": "http://qinghe.example/1.html"}),
    )  # fmt: skip
    poll()
    feed.at["/feed"] = rss(
        ("丙", home), ("甲", {"pubDate": "2026-04-05", "guid": "x", "link": "http://a.example/9"}),
        ("本周食谱", {"guid": "2", "pubDate": None, "link": "http://qinghe.example/2.html"}),
    )  # fmt: skip
    poll()
    assert sorted(titles()) == sorted(["甲", "乙", "本周食谱", "丙", "甲", "本周食谱"])


def test_a_changed_entry_is_shown_as_it_is_now_and_stays_decided(poll, feed, district_editor):
    poll()
    accepted = accept("甲", district_editor)
    feed.at["/feed"] = rss(
        ("甲（更正）", {"guid": "id-甲", "description": "改过。", "pubDate": "2026-03-09",
                    "link": "http://elsewhere.example/x"}),
        ("乙（更正）", {"guid": "id-乙", "link": "http://elsewhere.example/y"}),
    )  # fmt: skip
    poll()
    one = Submission.objects.visible().get()
    assert (one.title, one.outside_summary) == ("甲（更正）", "改过。")
    assert one.outside_url == accepted.outside_url  # no bait and switch
    assert one.first_published_at == accepted.first_published_at
    other = Submission.objects.get(title="乙（更正）")
    assert other.outside_url == "http://elsewhere.example/y"  # nobody has decided yet
    assert other.version == 2
    assert AuditEntry.objects.filter(action="submission.update_outside").count() == 2


@pytest.mark.parametrize("hides", [True, False])
def test_a_large_change_after_acceptance_is_flagged(poll, feed, district_editor, hides):
    Channel.objects.update(hides_changed=hides)
    poll()
    accept("甲", district_editor)
    feed.at["/feed"] = rss(("换成别的内容", {"guid": "id-甲"}), "乙")
    poll()
    row = Submission.objects.changed().get()
    assert row.title == "换成别的内容"
    assert Submission.objects.visible().exists() is not hides
    accept("换成别的内容", district_editor)
    assert not Submission.objects.changed().exists()
    assert Submission.objects.visible().get() == row


def test_an_entry_that_leaves_the_feed_stays(poll, feed, district_editor):
    poll()
    accept("甲", district_editor)
    feed.at["/feed"] = rss("丙")
    poll()
    assert [one.title for one in Submission.objects.visible()] == ["甲"]
    assert len(titles()) == 3


def test_a_second_source_of_the_school_repeats_nothing(poll, source, feed, administrator):
    poll()
    feed.at["/all"] = rss(("甲", {"guid": "77"}), "丁")
    second = FeedSource.objects.create(
        school_name=source.school_name, school_kind="primary", url=feed.url("/all"),
        channel=source.channel, is_active=True, next_poll_at=timezone.now(),
    )  # fmt: skip
    polling.poll_source.call(second.pk)
    assert sorted(titles()) == sorted(["甲", "乙", "丁"])


def test_two_polls_at_once_do_nothing_twice(source, poll, monkeypatch):
    real, asked = fetching.client, []

    class Client:
        def get(self, *args):
            asked.append(args)
            polling.poll_source.call(source.pk)  # another worker, meanwhile
            return real.get(*args)

    monkeypatch.setattr(fetching, "client", Client())
    poll()
    assert len(asked) == 1
    assert len(titles()) == 2


def test_who_lost_the_lease_takes_nothing_in(source, feed):
    claimed = polling._claim(source.pk)
    FeedSource.objects.update(leased_until=timezone.now() + timedelta(hours=1))
    polling._finish(claimed, fetching.fetch(source.url))
    assert titles() == []


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ((404, {}, b""), "http-404"), ((500, {}, b""), "http-500"),
        (b"<html><body>hello</body></html>", "no-feed"),
        ((302, {"Location": "http://192.168.1.1/"}, b""), "refused"),
        (b"x" * (6 << 20), "too-large"),
        (lambda handler: time.sleep(1.5), "timeout"),
    ],
    ids=["missing", "broken", "page", "inside", "large", "slow"],
)  # fmt: skip
def test_a_failure_is_kept_for_the_district_and_asked_less_often(poll, feed, answer, problem):
    feed.at["/feed"] = answer
    polled = poll()
    assert (polled.problem, polled.failures, polled.is_active) == (problem, 1, True)
    first_wait = polled.next_poll_at - timezone.now()
    assert timedelta(minutes=50) < first_wait < timedelta(minutes=70)
    assert FeedFailure.objects.get().problem == problem


def test_the_wait_doubles_up_to_a_day_and_one_success_ends_it(poll, source, feed):
    FeedSource.objects.update(failures=30)
    feed.at["/feed"], good = (500, {}, b""), feed.at["/feed"]
    wait = poll().next_poll_at - timezone.now()
    assert timedelta(hours=21) < wait < timedelta(hours=27)
    feed.at["/feed"] = good
    polled = poll()
    assert (polled.failures, polled.problem) == (0, "")


def test_only_the_newest_failures_are_kept(poll, feed):
    feed.at["/feed"] = (500, {}, b"")
    for _ in range(FeedFailure.KEPT + 3):
        poll()
    assert FeedFailure.objects.count() == FeedFailure.KEPT


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_server_that_asks_for_time_gets_it(poll, feed, form):
    after = "172800" if form == "seconds" else http_date(time.time() + 172800)
    feed.at["/feed"] = (503, {"Retry-After": after}, b"")
    wait = poll().next_poll_at - timezone.now()
    assert timedelta(days=1, hours=23) < wait <= timedelta(days=2)


def test_a_feed_that_is_gone_for_good_is_not_asked_again(poll, source, feed):
    feed.at["/feed"] = (410, {}, b"")
    polled = poll()
    assert (polled.is_active, polled.next_poll_at, polled.problem) == (False, None, "http-410")
    assert AuditEntry.objects.filter(action="feedsource.gone").exists()
    poll()
    assert len(feed.asked) == 1


def test_what_cannot_be_taken_in_changes_nothing_and_is_told(poll, feed, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("spoiled")

    monkeypatch.setattr(polling, "Match", fail)
    polled = poll()
    assert (polled.problem, polled.failures, polled.etag) == ("spoiled", 1, "")
    assert titles() == []


def test_the_scheduler_queues_what_is_due_once(source, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    assert polling.poll_due() == 1
    assert polling.poll_due() == 0
    assert DBTaskResult.objects.filter(task_path__endswith="poll_source").count() == 1
    assert polling.poll_due(timezone.now() + polling.LOST) == 1  # no worker came
    FeedSource.objects.update(is_active=False)
    assert polling.poll_due(timezone.now() + timedelta(days=9)) == 0


def test_a_poll_asks_the_same_number_of_queries_for_one_and_for_many_entries(
    poll, feed, django_assert_max_num_queries
):
    feed.at["/feed"] = rss(*[f"第{n}条" for n in range(80)])
    with django_assert_max_num_queries(25):
        poll()
    assert len(titles()) == 80


def test_what_the_school_has_published_here_is_not_offered_again(poll, source, feed, school):
    FeedSource.objects.update(site=school)
    article = make_article(school, "甲")
    day = timezone.localtime(article.listing.published_at).strftime("%Y-%m-%d %H:%M")
    feed.at["/feed"] = rss(("甲", {"pubDate": day}), ("乙", {"pubDate": day}))
    poll()
    outside = Submission.objects.filter(outside_url__gt="")
    assert [(one.title, one.site) for one in outside] == [("乙", school)]
