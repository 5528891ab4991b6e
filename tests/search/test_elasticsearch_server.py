"""The server that the tests of search run against is Elasticsearch, and does what we ask of it."""

import elasticsearch
import pytest
from elasticsearch import dsl

pytestmark = pytest.mark.elasticsearch
SITES = 30  # more than the ten that are returned when no size is named


@pytest.fixture
def client(elasticsearch_url):
    with elasticsearch.Elasticsearch(elasticsearch_url) as client:
        yield client


@pytest.fixture
def index(client, worker_id):
    """An index behind an alias: strict, its words divided by spaces and nothing else."""
    alias = f"{worker_id}-articles"
    index = make_index(client, f"{alias}-1", alias)
    yield alias
    index.delete()


def make_index(client, name, *aliases):
    index = dsl.Index(name, using=client)
    index.settings(number_of_shards=1, number_of_replicas=0)
    mapping = dsl.Mapping().meta("dynamic", "strict")
    mapping.field("words", dsl.Text(analyzer="whitespace"))
    mapping.field("site", dsl.Keyword())
    index.mapping(mapping)
    index.aliases(**{alias: {} for alias in aliases})
    index.create()
    return index


def add(client, index, *articles):
    operations = [part for article in articles for part in ({"index": {}}, article)]
    answer = client.bulk(index=index, operations=operations, refresh=True)
    assert not answer["errors"]


def found(client, index, words):
    search = dsl.Search(using=client, index=index)
    return [hit.words for hit in search.query("match_phrase", words=words).execute()]


def test_it_is_the_release_that_the_client_is_made_for(client):
    nodes = client.nodes.info(filter_path="nodes.*.version")["nodes"]
    ours = "{}.{}".format(*elasticsearch.__version__)
    assert [node["version"].rpartition(".")[0] for node in nodes.values()] == [ours]


def test_words_are_what_spaces_divide(client, index):
    add(client, index, {"words": "教育 信息化 A+B"}, {"words": "信息 教育"})
    assert found(client, index, "教育 信息化") == ["教育 信息化 A+B"]
    assert found(client, index, "A+B") == ["教育 信息化 A+B"]
    assert found(client, index, "信息") == ["信息 教育"]
    assert found(client, index, "a+b") == []  # a standard analyser would find it


def test_a_field_that_is_not_in_the_mapping_is_refused(client, index):
    with pytest.raises(elasticsearch.BadRequestError, match="strict_dynamic_mapping_exception"):
        client.index(index=index, document={"words": "教育", "nosuch": 1})


def test_an_alias_moves_to_another_index_in_one_request(client, index):
    add(client, index, {"words": "旧 索引"})
    other = make_index(client, f"{index}-2")
    add(client, f"{index}-2", {"words": "新 索引"})
    client.indices.update_aliases(
        actions=[
            {"remove": {"index": f"{index}-1", "alias": index}},
            {"add": {"index": f"{index}-2", "alias": index}},
        ]
    )
    assert found(client, index, "索引") == ["新 索引"]
    other.delete()


def test_a_facet_counts_as_many_sites_as_its_size_says(client, index):
    add(client, index, *({"words": "通知", "site": f"s{number}"} for number in range(SITES)))
    search = dsl.Search(using=client, index=index)[:0]
    search.aggs.bucket("usual", "terms", field="site")
    search.aggs.bucket("sites", "terms", field="site", size=SITES)
    answer = search.execute()
    assert len(answer.aggregations.usual.buckets) == 10
    assert {bucket.doc_count for bucket in answer.aggregations.sites.buckets} == {1}
    assert len(answer.aggregations.sites.buckets) == SITES
