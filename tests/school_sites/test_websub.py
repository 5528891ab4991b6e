"""A WebSub hub is told of feeds that have changed, if one is configured."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from school_sites import websub
from school_sites.models import FeedPing
from sitehub.syndication import transitions
from sitehub.syndication.models import Submission
from tests.factories import make_article

from .test_feeds_outward import ATOM, SCHOOL, WAYS, atom, delete, json_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(outside, settings, monkeypatch, run_jobs):
    """A hub that takes what it is told."""
    outside.at["/hub"] = (204, {}, b"")
    settings.WEBSUB_HUB = outside.url("/hub")
    monkeypatch.setattr(websub, "client", outside.client())
    return outside


def told(hub):
    return [body.decode() for method, _path, _headers, body in hub.asked if method == "POST"]


def test_without_a_hub_feeds_name_none_and_nothing_is_noted(school):
    make_article(school)
    assert not FeedPing.objects.exists()
    assert atom().xpath("a:link[@rel='hub']", namespaces=ATOM) == []
    assert "Link" not in Client().get("/feed/", headers={"host": SCHOOL})


def test_feeds_name_the_hub_and_themselves(school, hub):
    tree = atom()
    assert tree.xpath("a:link[@rel='hub']/@href", namespaces=ATOM) == [hub.url("/hub")]
    itself = f"http://{SCHOOL}:8000/feed.json"
    assert json_of()["hubs"] == [{"type": "WebSub", "url": hub.url("/hub")}]
    link = Client().get("/feed.json", headers={"host": SCHOOL})["Link"]
    assert link == f'<{hub.url("/hub")}>; rel="hub", <{itself}>; rel="self"'


def test_the_hub_is_told_once_of_each_feed_however_often_it_changed(school, hub):
    articles = [make_article(school, f"第{n}条") for n in range(3)]
    delete(articles[0])
    assert websub.announce_due() == 3  # the site's, the column's, the district's
    assert websub.announce_due() == 0
    bodies = told(hub)
    assert len(bodies) == 3
    assert sum("shiyan.localhost%3A8000%2Fxinwen%2Ffeed%2F" in body for body in bodies) == 1
    assert all(body.startswith("hub.mode=publish&hub.url=") for body in bodies)
    assert not FeedPing.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_each_way_to_disappear_is_told_to_the_hub(school, hub, way):
    article = make_article(school)
    FeedPing.objects.all().delete()
    way(article)
    assert FeedPing.objects.filter(site=school, column_number=0).exists()


def test_a_decision_is_told_for_the_districts_column(school, district, district_editor, hub):
    row = Submission.objects.get(article=make_article(school))
    FeedPing.objects.all().delete()
    transitions.accept(row, version=row.version, by=district_editor)
    numbers = set(FeedPing.objects.filter(site=district).values_list("column_number", flat=True))
    assert numbers == {0, row.channel.column_id}


def test_a_hub_that_fails_is_told_again_later_and_at_last_a_person_is(school, hub):
    hub.at["/hub"] = (500, {}, b"")
    make_article(school)
    websub.announce_due()
    ping = FeedPing.objects.first()
    assert (FeedPing.objects.count(), ping.attempts) == (3, 1)
    assert ping.next_try_at > timezone.now() + timedelta(minutes=1)
    FeedPing.objects.update(attempts=websub.MAX_ATTEMPTS)
    with pytest.raises(websub.HubRefuses, match="HTTP 500"):
        websub.announce.call(ping.pk)
    assert not FeedPing.objects.filter(pk=ping.pk).exists()


def test_what_changes_while_the_hub_is_told_is_told_once_more(school, hub, monkeypatch):
    make_article(school)
    ping = FeedPing.objects.get(site=school, column_number=0)
    kept = websub._tell

    def change_meanwhile(addresses):
        FeedPing.objects.filter(pk=ping.pk).update(changed_at=timezone.now())
        return kept(addresses)

    monkeypatch.setattr(websub, "_tell", change_meanwhile)
    websub.announce.call(ping.pk)
    assert FeedPing.objects.get(pk=ping.pk).next_try_at <= timezone.now()
    assert len(told(hub)) == 1
