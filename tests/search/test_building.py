"""A new index of Elasticsearch, made while people work and while the old one is asked."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from search import api, building, index_drift, outbox
from search.engines import cluster
from search.models import Change, Entry
from tests.factories import make_article
from tests.search.test_elasticsearch import assert_equal, found

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]


def publish(article, title):
    article.title = title
    article.save_revision().publish()


def test_what_is_done_during_a_rebuild_is_in_it(elastic, school, settle, monkeypatch):
    """Each chunk is read, then people work, then what was read is copied: the worst order."""
    monkeypatch.setattr(building, "CHUNK", 3)
    articles = [make_article(school, f"读书{number}") for number in range(12)]
    settle()
    copy, left = building._copy, list(articles)

    def while_people_work(name, entries):
        if left:
            publish(left.pop(), "读书改")
            left.pop().unpublish()
            left.pop().delete()
            make_article(school, "读书新")
            outbox.tell()
            assert "读书新" in found(), "the old index serves"
        copy(name, entries)

    monkeypatch.setattr(building, "_copy", while_people_work)
    before = set(cluster.indexes())
    assert building.build() == Entry.objects.filter(listed=True).count()
    assert not left
    assert found() == {"读书改", "读书新"}
    assert api.search(None, "读书").total == 4 + 4
    assert_equal()
    assert not before & set(cluster.indexes()), "the old one is gone"


def test_a_rebuild_that_breaks_off_goes_on_and_the_old_index_serves(
    elastic, school, settle, monkeypatch
):
    monkeypatch.setattr(building, "CHUNK", 3)
    for number in range(8):
        make_article(school, f"读书{number}")
    settle()
    copy, copied = building._copy, []

    def break_off(name, entries):
        if copied:
            raise KeyboardInterrupt
        copied.extend(entries)
        copy(name, entries)

    monkeypatch.setattr(building, "_copy", break_off)
    with pytest.raises(KeyboardInterrupt):
        building.build()
    begun = building.begin()
    assert len(found()) == 8
    sent = []
    action = cluster.action
    monkeypatch.setattr(building, "_copy", copy)
    monkeypatch.setattr(
        cluster, "action", lambda *given: sent.append(given[1]["number"]) or action(*given)
    )
    building.build()
    assert cluster.indexes() == {begun: {cluster.serving()}}
    assert sent
    assert not set(sent) & {entry.pk for entry in copied}
    assert_equal()


def test_a_rebuild_in_parts_comes_to_an_end(elastic, school, settle, monkeypatch):
    monkeypatch.setattr(building, "CHUNK", 3)
    for number in range(8):
        make_article(school, f"读书{number}")
    settle()
    assert building.build(seconds=0) is None
    assert building.build() == Entry.objects.filter(listed=True).count()


def test_nothing_is_swapped_that_is_not_equal(elastic, school, settle, monkeypatch):
    make_article(school, "读书节")
    settle()
    before = cluster.indexes()
    monkeypatch.setattr(outbox, "note", lambda numbers: None)
    monkeypatch.setattr(building, "_copy", lambda name, entries: None)
    with pytest.raises(building.NotBuilt):
        building.build()
    assert cluster.indexes() == before
    with building.alone(), pytest.raises(CommandError, match="under way"):
        call_command("search_rebuild")


def test_check_finds_what_an_index_has_wrong_and_mends_it(elastic, school, settle, capsys):
    articles = [make_article(school, f"读书{number}") for number in range(4)]
    settle()
    numbers = [Entry.objects.get(page=article.pk).pk for article in articles]
    call_command("search_rebuild")
    call_command("search_check")
    client, index = cluster.client(), cluster.serving()
    client.delete(index=index, id=str(numbers[0]), refresh=True)
    client.update(index=index, id=str(numbers[1]), doc={"year": 1999}, refresh=True)
    client.update(index=index, id=str(numbers[2]), doc={"listed": False}, refresh=True)
    extra = cluster.document(10**6, Entry.objects.select_related("text").get(pk=numbers[3]))
    client.index(index=index, id="1000000", document=extra, refresh=True)
    assert list(index_drift.find(index)) == [*numbers[:3], 10**6]
    with pytest.raises(CommandError, match="4"):
        call_command("search_check")
    call_command("search_check", mend=True)
    call_command("search_check")
    assert found() == {f"读书{number}" for number in range(4)}


def test_after_a_backup_was_put_back_mending_makes_a_new_index(elastic, school, settle):
    """Its numbers are lower than those that Elasticsearch knows, and mean other texts."""
    article = make_article(school, "读书节")
    settle()
    call_command("search_check", mend=True)
    entry = Entry.objects.select_related("text").get(page=article.pk)
    later = cluster.document(entry.pk, entry) | {"digest": "of a later text", "bw": "后来"}
    cluster.client().index(
        index=cluster.serving(), id=str(entry.pk), document=later, version=10**6,
        version_type="external", refresh=True,
    )  # fmt: skip
    with pytest.raises(CommandError):
        call_command("search_check")
    call_command("search_check", mend=True)
    assert found() == {"读书节"}
    assert_equal()


def test_comparing_reads_in_chunks(elastic, school, settle, monkeypatch):
    monkeypatch.setattr(index_drift, "CHUNK", 3)
    numbers = []
    for number in range(7):
        article = make_article(school, f"读书{number}")
        numbers.append(Entry.objects.get(page=article.pk).pk)
    settle()
    building.build()
    assert list(index_drift.find(cluster.serving())) == []
    for number in numbers[1::2]:
        cluster.client().delete(index=cluster.serving(), id=str(number))
    assert list(index_drift.find(cluster.serving())) == numbers[1::2]


def test_what_is_still_to_be_told_is_not_wrong(elastic, school, settle):
    settle()
    building.build()
    make_article(school, "读书节")
    assert Change.objects.exists()
    assert list(index_drift.find(cluster.serving())) == []
    assert not connection.needs_rollback
