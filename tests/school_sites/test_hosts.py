"""Which site a request is for, and what strangers at the door get."""

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory
from wagtail.models import Site, Workflow

from school_sites import hosts
from school_sites.middleware import SiteMiddleware
from school_sites.models import SchoolSite, SiteHost
from sitehub.provisioning.sites import set_hosts, suspend
from sitehub.publishing.generations import PREFIX

MARK = PREFIX + hosts.GENERATION


@pytest.fixture
def gate():
    """The middleware alone; answers with the code of the site it let the request in for."""

    def view(request):
        return HttpResponse(request.school_site.code if request.school_site else "admin")

    return SiteMiddleware(view)


def ask(gate, host, path="/"):
    return gate(RequestFactory().get(path, headers={"host": host}))


def test_nothing_of_a_stock_install_is_left(db):
    assert not Site.objects.exists()
    assert not Group.objects.exists()
    assert not Workflow.objects.filter(review_template=None).exists()


@pytest.mark.parametrize(
    "host",
    ["shiyan.localhost", "SHIYAN.LocalHost", "shiyan.localhost.", "shiyan.localhost:8000",
     "shiyan.localhost.:80"],
)  # fmt: skip
def test_a_host_name_is_known_however_it_is_written(client, school, host):
    response = client.get("/", headers={"host": host})
    assert response.status_code == 200
    assert "实验小学" in response.content.decode()


@pytest.mark.parametrize(
    "host",
    [
        "unknown.localhost", "localhost", "", " ", "a b", "shiyan.localhost evil", "[::1]",
        "[::1]:8000", "[", "]", "127.0.0.1", ":80", ".", "..", "shiyan.localhost:port",
        "shiyan.localhost/x", "@shiyan.localhost", "x" * 5000, "实验.cn", "%00", "<script>", "_",
        "shiyan.localhost,district.localhost", "xshiyan.localhost", "www.shiyan.localhost",
    ],
)  # fmt: skip
def test_an_unknown_host_gets_the_platforms_404_and_never_a_site(client, school, host):
    for path in ("/", "/feed/", "/admin/", "/a/1/"):
        response = client.get(path, headers={"host": host})
        assert response.status_code == 404, (host, path)
        text = response.content.decode()
        assert "云澜教育" not in text
        assert "实验小学" not in text


def test_a_request_without_a_host_header_is_a_404_too(school, client):
    assert client.get("/", SERVER_NAME="").status_code == 404


def test_other_names_redirect_for_good_with_path_and_query(client, school):
    set_hosts(school, primary="shiyan.localhost", others=["old.cn"], by=None)
    response = client.get("/a/1/?x=1&y=%E6%A0%A1", headers={"host": "OLD.cn:80"})
    assert response.status_code == 301
    assert response["Location"] == "http://shiyan.localhost:8000/a/1/?x=1&y=%E6%A0%A1"


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "/%0d%0aX: y"])
def test_a_redirect_never_leaves_the_site(client, school, path):
    set_hosts(school, primary="shiyan.localhost", others=["old.cn"], by=None)
    location = client.get(path, headers={"host": "old.cn"})["Location"]
    assert location.startswith("http://shiyan.localhost:8000/")
    assert "\n" not in location


@pytest.mark.parametrize("path", ["/admin", "/admin/", "/admin/pages/3/edit/?next=/"])
def test_the_admin_is_on_its_own_host_only(client, school, path):
    response = client.get(path, headers={"host": "shiyan.localhost"})
    assert response.status_code == 301
    assert response["Location"] == "http://admin.localhost:8000/admin/"


def test_the_admin_host_shows_no_site(client, school):
    assert client.get("/feed/", headers={"host": "admin.localhost"}).status_code == 404
    assert client.get("/a/1/", headers={"host": "ADMIN.localhost.:8000"}).status_code == 404


def test_in_the_steady_state_the_gate_asks_the_database_nothing(
    gate, school, other_school, django_assert_num_queries
):
    ask(gate, "shiyan.localhost")
    with django_assert_num_queries(0):
        assert ask(gate, "shiyan.localhost").content == b"shiyan"
        assert ask(gate, "mingde.localhost").content == b"mingde"
        assert ask(gate, "nobody.localhost").status_code == 404


def test_a_page_costs_the_gate_no_query_for_wagtails_site(gate, school, django_assert_num_queries):
    request = RequestFactory().get("/", headers={"host": "shiyan.localhost"})
    gate(request)
    with django_assert_num_queries(0):
        assert Site.find_for_request(request).pk == school.wagtail_site_id


def in_another_process(change):
    """Do ``change`` so that this process learns of it by the mark in the cache alone."""
    change()
    cache.set(MARK, "another process", timeout=None)


def test_a_site_suspended_by_another_process_is_seen_at_once(gate, school):
    assert ask(gate, "shiyan.localhost").status_code == 200
    rows = SchoolSite.objects.filter(pk=school.pk)
    rows.update(status="suspended")  # without signals: as if this process had not done it
    assert ask(gate, "shiyan.localhost").status_code == 200
    in_another_process(lambda: rows.update(status="suspended"))
    assert ask(gate, "shiyan.localhost").status_code == 503


def test_a_host_added_by_another_process_is_seen_at_once(gate, school):
    assert ask(gate, "new.localhost").status_code == 404
    row = SiteHost(site=school, host="new.localhost")
    in_another_process(lambda: SiteHost.objects.bulk_create([row]))
    assert ask(gate, "new.localhost").status_code == 301


def test_a_mark_lost_from_the_cache_never_leaves_a_stale_table(gate, school):
    assert ask(gate, "shiyan.localhost").status_code == 200
    SchoolSite.objects.filter(pk=school.pk).update(status="suspended")
    cache.delete(MARK)
    assert ask(gate, "shiyan.localhost").status_code == 503


def test_an_old_table_is_built_anew_though_the_mark_stands(gate, school, monkeypatch):
    assert ask(gate, "shiyan.localhost").status_code == 200
    SchoolSite.objects.filter(pk=school.pk).update(status="suspended")
    late = hosts.time.monotonic() + hosts.REBUILD_SECONDS + 1
    monkeypatch.setattr(hosts.time, "monotonic", lambda: late)
    assert ask(gate, "shiyan.localhost").status_code == 503


def test_suspending_in_this_process_takes_effect_on_the_next_request(gate, school):
    assert ask(gate, "shiyan.localhost").status_code == 200
    suspend(school, by=None)
    assert ask(gate, "shiyan.localhost").status_code == 503


def test_a_site_of_the_open_transaction_is_found_by_its_path(school, other_school):
    assert hosts.entry_for_path(other_school.root_page.path).id == other_school.pk
    hosts._table.by_root_path.clear()
    assert hosts.entry_for_path(school.root_page.path + "0001").id == school.pk
    assert hosts.entry_for_path("00019999") is None
