"""Pages outside on the district's site, before and after their school has a site here."""

from datetime import datetime

import feedparser
import pytest
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from sitehub.feeds import sources
from sitehub.provisioning.sites import reopen, suspend
from sitehub.syndication import transitions
from sitehub.syndication.figures import count_accepted
from sitehub.syndication.models import Decision, Submission
from tests.factories import make_article, make_school, make_user

pytestmark = pytest.mark.django_db
COLUMN = "/xinwen/xuexiao/"
DAY = timezone.make_aware(datetime(2026, 3, 5, 9))
OUTSIDE = "http://qinghe.example/甲.html"


@pytest.fixture
def accepted(poll, district_editor):
    """甲 of 青禾小学, accepted; 乙 waits."""
    poll()
    one = Submission.objects.get(title="甲")
    return transitions.accept(one, version=one.version, by=district_editor)


@pytest.fixture
def prepared(district, source, administrator):
    """The school's site here, in preparation, named by the source."""
    site = make_school("qinghe", name="云澜区青禾小学", short_name="青禾小学", status="preparing")
    sources.change_source(source, site=site, by=administrator)
    return site


def shown(client, path=COLUMN):
    return client.get(path, headers={"host": "district.localhost"}).content.decode()


def test_an_accepted_page_is_in_lists_home_and_feeds_and_leads_outside(client, accepted):
    link = f'href="{OUTSIDE}" rel="noopener external"'
    for path in (COLUMN, "/"):
        assert link in shown(client, path), path
    assert "乙" not in shown(client)
    feed = feedparser.parse(shown(client, "/feed/"))
    (entry,) = feed.entries
    assert (iri_to_uri(OUTSIDE), "青禾小学", "一句话。") == (
        entry.link, entry.author, entry.summary,
    )  # fmt: skip
    assert entry.id == f"tag:outside.sitehub,2026:item/{accepted.pk}"
    count_accepted()  # figures are of sites; this school has none


def test_several_pages_outside_stand_side_by_side(client, accepted, district_editor):
    other = Submission.objects.get(title="乙")
    transitions.accept(other, version=other.version, by=district_editor)
    for path in (COLUMN, "/"):
        assert f'href="{OUTSIDE}"' in shown(client, path)
        assert 'href="http://qinghe.example/乙.html"' in shown(client, path)


def test_the_desk_marks_what_comes_from_outside(admin_client, accepted, district_editor):
    admin_client.force_login(district_editor)
    page = admin_client.get("/admin/submissions/").content.decode()
    assert "站外" in page
    assert "青禾小学" in page
    assert (
        'href="http://qinghe.example/乙.html" target="_blank" rel="noopener noreferrer external"'
        in page
    )
    one = Submission.objects.get(title="乙")
    admin_client.post("/admin/submissions/", {"one": f"accept:{one.pk}:{one.version}"})
    assert Submission.objects.visible().count() == 2


def test_recalled_it_is_gone_at_once(client, accepted, district_editor):
    transitions.recall(accepted, version=accepted.version, by=district_editor)
    assert OUTSIDE not in shown(client)
    gone = client.get("/feed.json", headers={"host": "district.localhost"}).json()["_deleted"]
    assert [one["id"] for one in gone["items"]] == [f"tag:outside.sitehub,2026:item/{accepted.pk}"]


def test_while_the_site_is_prepared_nothing_changes(client, accepted, prepared):
    assert f'href="{OUTSIDE}"' in shown(client)
    assert Submission.objects.get(pk=accepted.pk).site is None


def test_when_the_site_opens_old_items_keep_their_place_and_are_the_schools(
    client, accepted, prepared, administrator
):
    before = Submission.objects.newest_first().values_list("pk", "decision", "first_published_at")
    before = list(before)
    reopen(prepared, by=administrator)
    after = Submission.objects.newest_first().values_list("pk", "decision", "first_published_at")
    assert list(after) == before
    assert f'href="{OUTSIDE}" rel="noopener external"' in shown(client)
    assert 'href="http://qinghe.localhost:8000/"' in shown(client)
    assert Submission.objects.for_school(prepared).count() == 2
    head = make_user("qinghe.editor", "林老师", site=prepared, role="school-editor")
    transitions.withdraw(Submission.objects.get(pk=accepted.pk), by=head)
    assert OUTSIDE not in shown(client)


def test_an_article_brought_along_takes_its_old_page_over(
    client, accepted, prepared, administrator
):
    article = make_article(prepared, "甲", publication_date=DAY)
    reopen(prepared, by=administrator)
    later = make_article(prepared, "乙", publication_date=DAY)
    other_day = make_article(prepared, "甲", publication_date=DAY.replace(day=6))
    row = Submission.objects.get(pk=accepted.pk)
    assert (row.article, row.decision, row.outside_url) == (article, Decision.ACCEPTED, "")
    assert f'href="http://qinghe.localhost:8000/a/{article.pk}/"' in shown(client)
    assert OUTSIDE not in shown(client)
    assert Submission.objects.get(article=later).decision == Decision.WAITING
    assert Submission.objects.get(article=other_day).outside_url == ""
    assert Submission.objects.count() == 3


def test_what_was_taken_over_is_not_changed_by_the_feed(
    poll, feed, accepted, prepared, administrator
):
    from .conftest import rss

    article = make_article(prepared, "甲", publication_date=DAY)
    reopen(prepared, by=administrator)
    feed.at["/feed"] = rss(("甲，改了", {"guid": "id-甲"}))
    poll()
    row = Submission.objects.get(pk=accepted.pk)
    assert (row.title, row.article) == ("甲", article)
    assert Submission.objects.count() == 2


def test_a_suspended_schools_pages_are_not_shown_and_come_back(
    client, accepted, prepared, administrator
):
    reopen(prepared, by=administrator)
    suspend(prepared, by=administrator)
    assert OUTSIDE not in shown(client)
    gone = client.get("/feed.json", headers={"host": "district.localhost"}).json()["_deleted"]
    reopen(prepared, by=administrator)
    feed = client.get("/feed.json", headers={"host": "district.localhost"}).json()
    assert "_deleted" not in feed
    (item,) = feed["items"]
    assert item["id"] == gone["items"][0]["id"]
    assert item["date_modified"] > gone["items"][0]["deleted_at"]
