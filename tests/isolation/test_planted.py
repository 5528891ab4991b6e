"""The crawl finds leaks: those planted here, each of its kind, and it misses none."""

import pytest
from django.urls import path

from sitehub.isolation.surface import RULES, Reach, Rule

from . import planted
from .crawl import KINDS, crawl, differences
from .test_surface import undecided, unmapped
from .walk import surfaces

pytestmark = [pytest.mark.django_db, pytest.mark.isolation]
URLCONF = "tests.isolation.planted"


@pytest.fixture
def planted_urls(settings, monkeypatch):
    """The admin host answers with the planted views, which say that they ask for themselves."""
    settings.ROOT_URLCONF = URLCONF
    for name in planted.LEAKS:
        monkeypatch.setitem(RULES, name, Rule(Reach.OWN))
    return [one for one in surfaces(URLCONF) if one.name in planted.LEAKS]


@pytest.mark.parametrize("name", planted.LEAKS)
@pytest.mark.unrecorded
def test_a_planted_leak_is_found(planted_urls, watch, name):
    kind = planted.LEAKS[name][0]
    some = [one for one in planted_urls if one.name == name]
    findings = crawl(watch, "author", some)
    assert kind in findings.found[name]
    lines = differences(findings, "author", some, full=False)
    assert any(line.startswith(f"NEW author {name} {KINDS[kind]}") for line in lines)


@pytest.mark.unrecorded
def test_what_the_crawl_does_is_undone(planted_urls, watch):
    article = watch.world.b["draft"]
    [change] = [one for one in planted_urls if one.name == "planted_change"]
    assert crawl(watch, "author", [change]).found
    assert not planted.ArticlePage.objects.get(pk=article).locked


def test_a_vanished_exception_is_told(watch):
    some = [one for one in surfaces() if one.name == "syndication:desk"]
    nothing = crawl(watch, "district editor", [])
    assert differences(nothing, "district editor", some, full=False) == [
        "VANISHED district editor syndication:desk shows: take it out of golden.toml"
    ]


def test_an_undecided_name_and_an_unmapped_argument_are_told(settings, watch, monkeypatch):
    new = path("planted/new/<int:something_new>/", planted.job, name="planted_new")
    monkeypatch.setattr(planted, "urlpatterns", [new, *planted.urlpatterns])
    settings.ROOT_URLCONF = URLCONF
    from django.urls import clear_url_caches

    clear_url_caches()
    assert "planted_new" in undecided(URLCONF)
    assert unmapped(URLCONF) == ["planted_new: something_new"]
    # Until somebody decides, nobody gets there.
    assert watch.send("manager", "GET", "/planted/new/1/").status == 404
    clear_url_caches()
