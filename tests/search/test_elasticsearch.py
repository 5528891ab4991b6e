"""Elasticsearch beside the database: told of everything, waited for by nobody."""

import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from search import api, building, index_drift, mending, outbox
from search.engines import breaker, cluster
from search.models import Change, Entry
from tests.factories import make_article
from tests.search.conftest import titles

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]


def found(text="读书"):
    """Titles that Elasticsearch itself finds, whatever the database says."""
    from search import engines, questions
    from search.engines import elastic

    numbers = elastic.ENGINE.newest(
        engines.Wanted(timezone.now()), questions.parse(text), limit=500
    )
    known = dict(Entry.objects.filter(pk__in=numbers).values_list("pk", "text__title"))
    return {known.get(number, number) for number in numbers}


def due_now():
    """What was postponed, or claimed by somebody who died, is due."""
    Change.objects.update(due_at=timezone.now() - timedelta(seconds=1))


def assert_equal():
    assert not Change.objects.exists()
    assert list(index_drift.find(cluster.serving())) == []
    assert index_drift.count(cluster.serving()) == Entry.objects.filter(listed=True).count()


def test_search_asks_it_and_facets_are_those_of_the_database(elastic, settings, school, settle):
    for number in range(12):
        make_article(school, f"读书节{number}", kind="notice" if number % 3 else "news")
    building.build()
    results = api.search(None, "读书节")
    settings.ELASTICSEARCH_URL = ""
    embedded = api.search(None, "读书节")
    assert results.total == embedded.total == 12
    assert results.facets == embedded.facets
    assert titles("读书节") <= {f"读书节{number}" for number in range(12)}
    assert results.pages == 2


def test_what_is_withdrawn_is_shown_no_more_before_elasticsearch_knows(elastic, school, settle):
    article = make_article(school, "读书节")
    settle()
    article.unpublish()
    assert found() == {"读书节"}
    assert api.search(None, "读书节").hits == []
    began = time.monotonic()
    settle()
    assert api.search(None, "读书节").total == 0
    assert time.monotonic() - began < 2


def test_a_change_that_is_rolled_back_is_not_told(elastic, school):
    outbox.tell()
    with transaction.atomic():
        make_article(school, "读书节")
        assert Change.objects.exists()
        transaction.set_rollback(True)
    assert not Change.objects.exists()


@pytest.mark.parametrize("mode", ["cut", "lost", "full"])
def test_what_it_does_not_take_is_told_later_and_nothing_is_lost(network, school, mode):
    articles = [make_article(school, f"读书{number}") for number in range(4)]
    network.be(mode, "_bulk")
    assert not outbox.tell()
    assert network.asked == 1, "it is left alone for a while"
    articles[0].delete()
    articles[1].unpublish()
    articles[2].title = "读书改"
    articles[2].save_revision().publish()
    assert not outbox.tell()
    network.be("pass")
    outbox.tell()
    assert Change.objects.exists(), "postponed"
    due_now()
    assert outbox.tell()
    assert found() == {"读书改", "读书3"}
    assert_equal()


def test_it_goes_away_while_it_is_told_and_comes_back(network, school, monkeypatch):
    monkeypatch.setattr(outbox, "BYTES_AT_ONCE", 700)  # a few documents a request
    for number in range(9):
        make_article(school, f"读书{number}")
    actions = outbox._actions

    def breaking_off(*arguments):
        for number, action in enumerate(actions(*arguments)):
            if number == 4:
                network.be("cut")
            yield action

    monkeypatch.setattr(outbox, "_actions", breaking_off)
    assert not outbox.tell()
    assert 0 < Change.objects.count() < 9 * 2
    monkeypatch.undo()
    network.be("pass")
    due_now()
    assert outbox.tell()
    assert found() == {f"读书{number}" for number in range(9)}


def test_telling_late_and_twice_changes_nothing(elastic, school, settle, monkeypatch):
    article = make_article(school, "读书节")
    versions = {change.entry_number: change.pk for change in Change.objects.all()}
    late = list(outbox._actions(versions, [cluster.serving()]))
    article.title = "读书月"
    article.save_revision().publish()
    settle()
    monkeypatch.setattr(outbox, "_actions", lambda *arguments: iter(late))
    answers = dict((number, status) for number, status, _ in outbox._answers(versions))
    assert set(answers.values()) == {200}
    cluster.client().indices.refresh(index=cluster.serving())
    assert found() == {"读书月"}


def test_what_a_dead_worker_claimed_is_told_by_another(elastic, school):
    make_article(school, "读书节")
    outbox._claim()
    assert outbox.tell()
    assert Change.objects.exists()
    due_now()
    outbox.tell()
    assert found() == {"读书节"}


def test_a_document_it_finds_faulty_is_given_up_aloud_and_holds_up_nobody(
    elastic, school, monkeypatch
):
    make_article(school, "读书坏")
    make_article(school, "读书好")
    document = cluster.document

    def faulty(number, entry):
        made = document(number, entry)
        return made | {"nosuch": 1} if entry and entry.text.title == "读书坏" else made

    monkeypatch.setattr(cluster, "document", faulty)
    for _attempt in range(outbox.MOST_REFUSALS - 1):
        outbox.tell()
        due_now()
    with pytest.raises(outbox.Refused, match="nosuch"):
        outbox.tell()
    assert not Change.objects.exists()
    assert found() == {"读书好"}


# --- it does not answer


def test_a_slow_one_is_not_waited_for_and_asked_again_after_a_rest(
    network, settings, school, settle, monkeypatch
):
    make_article(school, "读书节")
    settle()
    settings.ELASTICSEARCH_TIMEOUT = 0.2
    network.be("slow", "_search", seconds=0.6)
    for _question in range(5):
        assert titles("读书节") == {"读书节"}
    assert network.asked == breaker.MOST_FAILURES, "then nobody asks"
    monkeypatch.setattr(breaker, "REST", 0)
    assert titles("读书节") == {"读书节"}
    assert network.asked == breaker.MOST_FAILURES + 1, "one tries"
    settings.ELASTICSEARCH_TIMEOUT = 20
    network.be("pass")
    assert titles("读书节") == {"读书节"}
    asked = network.asked
    monkeypatch.setattr(breaker, "REST", 30)
    assert titles("读书节") == {"读书节"}
    assert network.asked > asked > 0, "all ask again"


def test_without_the_databases_index_search_says_that_it_is_down(
    client, network, settings, school, settle
):
    settings.SEARCH_KEEP_EMBEDDED = False
    make_article(school, "读书节")
    settle()
    assert titles("读书节") == {"读书节"}
    network.be("cut")
    for _question in range(3):
        response = client.get("/search/?q=读书", headers={"host": "shiyan.localhost"})
        assert response.status_code == 503
        assert "搜索暂时不可用" in response.content.decode()
    settings.ELASTICSEARCH_URL = ""
    assert client.get("/search/?q=读书", headers={"host": "shiyan.localhost"}).status_code == 200


def test_where_it_has_no_index_the_database_answers_and_one_is_made(
    elastic, school, run_jobs, settle
):
    make_article(school, "读书节")
    cluster.client().indices.delete(index=f"{cluster.serving()}.1")
    assert titles("读书节") == {"读书节"}
    due_now()
    outbox.tell()
    assert cluster.indexes() == {}, "an update makes none"
    mending.look()
    assert found() == {"读书节"}
    due_now()
    mending.look()
    assert_equal()


def test_without_an_address_nothing_is_noted(settings, school):
    make_article(school, "读书节")
    assert not Change.objects.exists()
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    make_article(school, "读书月")
    assert Change.objects.exists()
    settings.ELASTICSEARCH_URL = ""
    mending.look()
    assert not Change.objects.exists()
