"""Opening and renaming a site: its columns are found, and its pages under its new name."""

import pytest

from school_sites import hosts
from school_sites.models import SchoolSite
from search import api, drift, tasks
from search.models import Entry
from sitehub.provisioning import sites
from tests.factories import make_article, make_school
from tests.search.conftest import titles, whats

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def total(text):
    return api.search(None, text).total


def entries_of(site):
    return set(Entry.objects.filter(site=site).values_list("pk", flat=True))


def test_the_columns_of_a_site_that_was_opened_are_found(district, run_jobs):
    site = make_school("shiyan", name="云澜区实验小学", short_name="实验小学")
    assert len(entries_of(site)) > 10
    assert "校园新闻" in titles("实验小学 新闻")
    assert {entry.site_id for entry in Entry.objects.all()} == {site.pk}, "no walk over all sites"


def test_a_renamed_site_is_found_by_its_new_name_only(school, other_school, run_jobs, monkeypatch):
    for site in (school, other_school):
        tasks.mend_site.enqueue(site.pk)
    make_article(school, "校园里的蜻蜓")
    others = entries_of(other_school)
    monkeypatch.setattr(drift, "CHUNK", 4)
    monkeypatch.setattr(tasks, "SECONDS", 0)  # each part enqueues the next
    sites.change_site_facts(school, name="云澜区星火小学", short_name="星火", by=None)
    assert total("星火小学 蜻蜓") == 1
    assert total("“实验小学”") == 0
    assert entries_of(other_school) == others
    names = {"short_name": "火种", "name": "云澜区星火小学"}
    sites.change_site_facts(SchoolSite.objects.get(pk=school.pk), **names, by=None)
    assert total("火种 蜻蜓") == 1
    sites.change_site_facts(SchoolSite.objects.get(pk=school.pk), kind="kindergarten", by=None)
    hosts.forget()
    found = api.search(None, "火种 蜻蜓", filters=api.Filters(school_kind=("kindergarten",)))
    assert found.total == 1
    written = entries_of(school)
    tasks.mend_site.enqueue(school.pk)
    assert entries_of(school) == written, "nothing is written twice"
    monkeypatch.undo()
    assert {what for page, what in whats().items()} <= {drift.MISSING}, "of the district"
