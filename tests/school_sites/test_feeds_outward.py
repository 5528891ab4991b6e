"""What a city platform relies on: ids that stay, updates that rise, deletions that are told."""

from datetime import datetime, timedelta
from pathlib import Path

import fastfeedparser
import feedparser
import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree
from wagtail.models import PageViewRestriction

from school_sites.models import (
    ArticlePage,
    ColumnLayout,
    GonePage,
    Listing,
    SchoolSite,
    SiteHost,
)
from sitehub.provisioning.sites import reopen, set_hosts, suspend
from sitehub.syndication import transitions
from sitehub.syndication.models import Submission
from tests.factories import column_of, make_article, make_column, make_picture

pytestmark = pytest.mark.django_db
SCHOOL, DISTRICT = "shiyan.localhost", "district.localhost"
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
ATOM = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}


def atom(host=SCHOOL, path="/feed/"):
    """The feed, read as XML and found in order."""
    response = Client().get(path, headers={"host": host})
    assert response.status_code == 200
    tree = etree.fromstring(response.content)
    GRAMMAR.assertValid(tree)
    assert not feedparser.parse(response.content).bozo
    return tree


def json_of(host=SCHOOL, path="/feed.json"):
    """The feed as JSON, held to the rules of JSON Feed 1.1."""
    feed = Client().get(path, headers={"host": host}).json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_text"]
        for name in ("date_published", "date_modified"):
            assert datetime.fromisoformat(item[name]).tzinfo is not None
        assert all(author["name"] for author in item["authors"])
    ours = {"version", "title", "home_page_url", "feed_url", "language", "icon", "next_url", "hubs"}
    assert {name for name in feed if not name.startswith("_")} <= ours | {"items"}
    return feed


def ids(tree):
    return tree.xpath("//a:entry/a:id/text()", namespaces=ATOM)


def gone(host=SCHOOL, path="/"):
    """Ids both forms call deleted."""
    of_atom = atom(host, path + "feed/").xpath("//at:deleted-entry/@ref", namespaces=ATOM)
    told = json_of(host, path + "feed.json").get("_deleted", {"items": []})["items"]
    assert of_atom == [one["id"] for one in told]
    return of_atom


def guid(article):
    return f"tag:shiyan.sitehub,2026:article/{article.pk}"


def test_feeds_are_what_their_standards_say(school, district):
    make_article(school, "校运会 <b> & “引号”", summary="一句话。", cover=make_picture(school))
    make_article(school, "没有摘要", kind="moral")
    for host in (SCHOOL, DISTRICT):
        atom(host)
        json_of(host)
    assert len(ids(atom())) == 2
    assert len(ids(atom(path="/xinwen/feed/"))) == 1


@pytest.mark.parametrize("path", ["/feed/", "/feed.json"])
def test_two_readers_read_the_same_in_both_forms(school, district, district_editor, path):
    """What a city platform reads, whichever of the readers people use it is built on."""
    for number in range(3):
        make_article(school, f"校运会第{number}天 & <加油>", summary="晴，微风。")
    for row in Submission.objects.all():
        transitions.accept(row, version=row.version, by=district_editor)
    transitions.recall(
        Submission.objects.latest("pk"), version=Submission.objects.latest("pk").version,
        by=district_editor,
    )  # fmt: skip
    for host, count in ((SCHOOL, 3), (DISTRICT, 2)):
        answer = Client().get(path, headers={"host": host})
        other = fastfeedparser.parse(answer.content)
        read = [(one.id, one.title, one.link, one.published) for one in other.entries]
        assert len(read) == count
        for _guid, title, link, published in read:
            assert title.startswith("校运会第")
            assert "<加油>" in title
            assert link.startswith("http://shiyan.localhost")
            assert datetime.fromisoformat(published).tzinfo is not None
        if path == "/feed/":
            one = feedparser.parse(answer.content)
            assert [(each.id, each.title, each.link) for each in one.entries] == [
                row[:3] for row in read
            ]


def test_ids_outlive_other_host_names_columns_and_addresses(school, administrator):
    article = make_article(school)
    feed = atom().findtext("a:id", namespaces=ATOM)
    column = column_of(school)
    of_column = atom(path="/xinwen/feed/").findtext("a:id", namespaces=ATOM)
    set_hosts(school, primary="new.localhost", others=["shiyan.localhost"], by=administrator)
    column.slug = "news"
    column.save_revision().publish()
    moved = atom("new.localhost")
    assert moved.findtext("a:id", namespaces=ATOM) == feed == "tag:shiyan.sitehub,2026:site"
    renamed = atom("new.localhost", "/news/feed/")
    assert renamed.findtext("a:id", namespaces=ATOM) == of_column
    assert ids(moved) == [guid(article)]
    assert SiteHost.objects.filter(host="new.localhost", is_primary=True).exists()


def updated_of(host=SCHOOL):
    tree = atom(host)
    own = tree.findtext("a:updated", namespaces=ATOM)
    return own, tree.findtext("a:entry/a:updated", namespaces=ATOM)


def test_updated_rises_with_an_edit_and_with_each_deletion(school):
    article, other = make_article(school), make_article(school, "另一篇")
    Listing.objects.update(updated_at=timezone.now() - timedelta(days=2))
    before, _entry = updated_of()
    article.title = "改了"
    article.save_revision().publish()
    edited, entry = updated_of()
    assert edited > before
    other.unpublish()
    assert updated_of()[0] >= edited
    assert entry


def unpublish(article):
    article.unpublish()


def delete(article):
    ArticlePage.objects.get(pk=article.pk).delete()


def unpublish_and_delete(article):
    article.unpublish()
    ArticlePage.objects.get(pk=article.pk).delete()


def make_private(article):
    PageViewRestriction.objects.create(page=article, restriction_type="login")


def move_to_private_column(article):
    site = SchoolSite.objects.get(code="shiyan")
    column = make_column(site, "内部", ColumnLayout.LIST, slug="neibu")
    PageViewRestriction.objects.create(page=column, restriction_type="login")
    article.move(column, pos="last-child")


def delete_column(article):
    article.get_parent().specific.delete()


WAYS = [unpublish, delete, unpublish_and_delete, make_private, move_to_private_column]


@pytest.mark.parametrize("way", [*WAYS, delete_column])
def test_what_was_public_and_is_no_longer_is_told_at_the_school_and_the_district(
    school, district_editor, way
):
    article = make_article(school)
    row = Submission.objects.get(article=article)
    transitions.accept(row, version=row.version, by=district_editor)
    assert ids(atom(DISTRICT)) == [guid(article)]
    assert gone() == gone(DISTRICT) == []
    way(article)
    for host in (SCHOOL, DISTRICT):
        assert ids(atom(host)) == []
        assert gone(host) == [guid(article)]


def test_what_was_never_public_is_not_told(school):
    column = column_of(school)
    draft = make_article(school, "草稿", publish=False)
    PageViewRestriction.objects.create(page=column, restriction_type="login")
    inside = make_article(school, "内部")
    draft.delete()
    delete(inside)
    assert gone() == []
    assert GonePage.objects.filter(number=inside.pk).exists()


@pytest.mark.parametrize("way", [unpublish, make_private])
def test_what_comes_back_is_newer_than_its_deletion(school, way):
    article = make_article(school)
    Listing.objects.update(updated_at=timezone.now() - timedelta(days=2))
    way(article)
    (told,) = json_of()["_deleted"]["items"]
    if way is unpublish:
        ArticlePage.objects.get(pk=article.pk).save_revision().publish()
    else:
        PageViewRestriction.objects.get().delete()
    feed = json_of()
    assert "_deleted" not in feed
    assert feed["items"][0]["date_modified"] > told["deleted_at"]


def test_the_district_tells_what_it_took_down_and_what_schools_took_away(
    school, district_editor, administrator, editor
):
    rows = []
    for title in ("撤下的", "撤回的", "移走的", "退回的"):
        row = Submission.objects.get(article=make_article(school, title))
        rows.append(transitions.accept(row, version=row.version, by=district_editor)
                    if title != "退回的" else row)  # fmt: skip
    recalled, withdrawn, moved, returned = rows
    transitions.recall(recalled, version=recalled.version, by=district_editor)
    transitions.withdraw(withdrawn, by=editor)
    moved.article.move(column_of(school, "notice"), pos="last-child")
    transitions.return_to_school(returned, version=1, by=district_editor, reason="太短。")
    named = {guid(row.article) for row in (recalled, withdrawn, moved)}
    assert set(gone(DISTRICT)) == named  # what was never shown is nobody's business
    assert set(gone(DISTRICT, "/xinwen/xuexiao/")) == named
    assert gone(DISTRICT, "/jiaoyan/xueke/") == []
    assert gone() == []
    assert len(ids(atom())) == 4  # at the school's own site nothing changed


def test_a_suspended_school_is_gone_from_the_districts_feed_and_comes_back_newer(
    school, district_editor, administrator
):
    row = Submission.objects.get(article=make_article(school))
    transitions.accept(row, version=row.version, by=district_editor)
    suspend(school, by=administrator)
    (told,) = json_of(DISTRICT)["_deleted"]["items"]
    reopen(school, by=administrator)
    feed = json_of(DISTRICT)
    assert "_deleted" not in feed
    assert feed["items"][0]["date_modified"] > told["deleted_at"]


def test_deletions_are_told_for_as_many_days_as_set(school, settings):
    article = make_article(school)
    unpublish(article)
    month = timezone.now() - timedelta(days=29)
    Listing.objects.update(listed_changed_at=month)
    assert gone() == [guid(article)]
    Listing.objects.update(listed_changed_at=month - timedelta(days=2))
    assert gone() == []
    settings.FEED_DELETED_DAYS = 60
    assert gone() == [guid(article)]


def test_a_reader_goes_on_to_older_items_to_the_end(school, monkeypatch):
    monkeypatch.setattr("school_sites.feeds.FEED_LIMIT", 3)
    articles = [make_article(school, f"第{n}条") for n in range(7)]
    deleted = make_article(school, "删除的")
    delete(deleted)
    for form in ("atom", "json"):
        path, seen, pages = {"atom": "/feed/", "json": "/feed.json"}[form], [], 0
        while path:
            pages += 1
            if form == "atom":
                tree = atom(path=path)
                seen += ids(tree)
                links = tree.xpath("a:link[@rel='next']/@href", namespaces=ATOM)
                assert bool(tree.xpath("at:deleted-entry", namespaces=ATOM)) == (pages == 1)
            else:
                feed = json_of(path=path)
                seen += [one["id"] for one in feed["items"]]
                links = [feed["next_url"]] if "next_url" in feed else []
            path = links[0].removeprefix(f"http://{SCHOOL}:8000") if links else ""
        assert seen == [guid(article) for article in reversed(articles)]
        assert pages == 3
    assert Client().get("/feed/?after=x", headers={"host": SCHOOL}).status_code == 404
