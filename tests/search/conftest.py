"""What each test of search begins with; engines to ask, a real Elasticsearch among them."""

import pytest

from search import known_words, pins, suggestions, synonyms
from tests.factories import make_article


@pytest.fixture(autouse=True)
def fresh_words():
    """No words or statements of the test before."""
    known_words.known_words.forget()
    pins.questions.forget()
    synonyms.forget()
    suggestions._statement.cache_clear()


def titles(text):
    """Titles that search finds for ``text`` at all sites."""
    from search import api

    return {"".join(piece for piece, _ in hit.title) for hit in api.search(None, text).hits}


def whats():
    """{page: what is wrong with its entry}."""
    from search import drift

    return {one.page: one.what for numbers in drift.chunks() for one in drift.of_pages(numbers)}


@pytest.fixture
def elastic(elasticsearch_url, settings, worker_id, db):
    """The install uses Elasticsearch; its index is there, and empty before the first ``settle``."""
    from search import building
    from search.engines import cluster

    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_INDEX = f"{worker_id}-search"
    settings.ELASTICSEARCH_TIMEOUT = 20  # the machine is busy with tests
    remove_indexes()
    building.build()
    yield cluster
    settings.ELASTICSEARCH_URL = elasticsearch_url
    remove_indexes()
    cluster.forget()


def remove_indexes():
    from search.engines import cluster

    for name in cluster.indexes():
        cluster.client().indices.delete(index=name)


@pytest.fixture(
    params=[
        pytest.param("embedded", marks=pytest.mark.both_databases),
        pytest.param("elasticsearch", marks=pytest.mark.elasticsearch),
    ]
)
def engine(request):
    """Each engine, which knows at once what was published before ``settle`` is called."""
    from search import engines

    if request.param == "elasticsearch":
        request.getfixturevalue("elastic")
    request.getfixturevalue("db")
    return engines.current()


@pytest.fixture
def settle(settings):
    """``settle()`` returns when the engine knows everything that was written."""

    def settle():
        from search import outbox

        if settings.ELASTICSEARCH_URL:
            assert outbox.tell()

    return settle


@pytest.fixture
def network(elastic, settings):
    """A Proxy between the install and Elasticsearch."""
    from tests.search import proxy

    elastic.forget()
    with proxy.running(settings.ELASTICSEARCH_URL) as between:
        settings.ELASTICSEARCH_URL = between.url
        yield between
        elastic.forget()
        settings.ELASTICSEARCH_URL = between.server


@pytest.fixture
def articles(school):
    """Eight articles; search agrees with all pages."""
    from django.core.management import call_command

    made = [make_article(school, f"读书{number}") for number in range(8)]
    call_command("search_rebuild")
    assert whats() == {}
    return made
