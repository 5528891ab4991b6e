"""An Elasticsearch that wants TLS and a key, as those of a network do."""

import subprocess

import pytest

from school_sites.models import ArticlePage
from search import api
from tests.factories import make_article
from tests.search import proxy
from tests.search.conftest import titles

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """(file, key): signed by itself, for 127.0.0.1."""
    folder = tmp_path_factory.mktemp("tls")
    file, key = folder / "server.pem", folder / "server.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", key, "-out", file],
        check=True, capture_output=True,
    )  # fmt: skip
    return file, key


@pytest.fixture
def guarded(elastic, settings, certificate):
    """(Proxy, settings) of an Elasticsearch behind TLS that knows one key."""
    server = settings.ELASTICSEARCH_URL
    with proxy.running(server, certificate, allowed="ApiKey c2VjcmV0") as between:
        settings.ELASTICSEARCH_URL = between.url
        yield between
        elastic.forget()
        settings.ELASTICSEARCH_URL = server


def test_with_its_authority_and_a_key_it_answers(guarded, settings, certificate, school, settle):
    settings.ELASTICSEARCH_CA, settings.ELASTICSEARCH_API_KEY = str(certificate[0]), "c2VjcmV0"
    make_article(school, "护眼灯换新")
    settle()
    guarded.be("pass", about="_search")
    assert titles("护眼灯") == {"护眼灯换新"}
    assert guarded.asked


def test_by_name_and_password_too(elastic, settings, certificate, school, settle):
    settings.ELASTICSEARCH_CA = str(certificate[0])
    settings.ELASTICSEARCH_USER, settings.ELASTICSEARCH_PASSWORD = "sitehub", "secret"
    server, known = settings.ELASTICSEARCH_URL, "Basic c2l0ZWh1YjpzZWNyZXQ="
    with proxy.running(server, certificate, allowed=known) as between:
        settings.ELASTICSEARCH_URL = between.url
        make_article(school, "护眼灯换新")
        settle()
        between.be("pass", about="_search")
        assert titles("护眼灯") == {"护眼灯换新"}
        assert between.asked
        elastic.forget()
        settings.ELASTICSEARCH_URL = server


@pytest.mark.parametrize("wrong", ["nobody signed it", "another key"])
def test_without_them_the_database_answers(guarded, settings, certificate, school, wrong):
    settings.ELASTICSEARCH_CA = str(certificate[0]) if wrong == "another key" else ""
    settings.ELASTICSEARCH_API_KEY = "YW5vdGhlcg=="
    make_article(school, "护眼灯换新")  # publishing waits for nobody
    assert ArticlePage.objects.get(title="护眼灯换新").live
    found = api.search(None, "护眼灯")
    assert [one.page for one in found.hits] == [ArticlePage.objects.get().pk]
