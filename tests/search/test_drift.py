"""Entries against pages: what the check finds, how it is mended, and another analysis."""

import os
import signal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import PageViewRestriction

from search import analysis, drift, mending
from search.models import Entry, EntryText
from tests.factories import column_of, make_article
from tests.search.conftest import titles, whats

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_the_check_names_each_way_to_be_wrong_and_mends_it(articles, school, capsys):
    entries = {article.pk: Entry.objects.filter(page=article.pk) for article in articles}
    pages = [article.pk for article in articles]
    entries[pages[0]].delete()
    type(articles[1]).objects.filter(pk=pages[1]).update(live=False)
    entries[pages[2]].update(listed=False)
    entries[pages[3]].update(year=1999, type="page")
    type(articles[4]).objects.filter(pk=pages[4]).update(title="读书改")
    EntryText.objects.filter(entry__page=pages[5]).update(path="/elsewhere/")
    articles[6].unpublish()
    assert whats() == {
        pages[0]: drift.MISSING, pages[1]: drift.GONE, pages[2]: "listed",
        pages[3]: "type, year", pages[4]: drift.TEXT, pages[5]: "path",
    }  # fmt: skip
    with pytest.raises(CommandError, match="6"):
        call_command("search_check")
    assert len(whats()) == 6, "looking changes nothing"
    capsys.readouterr()
    call_command("search_check", mend=True)
    assert f"{pages[0]}《读书0》：没有条目" in capsys.readouterr().out
    call_command("search_check")
    assert titles("读书") == {"读书0", "读书2", "读书3", "读书改", "读书5", "读书7"}


def test_the_check_reads_as_often_for_twenty_pages_as_for_two(articles, school):
    from django.test.utils import CaptureQueriesContext

    def queries(pages):
        with CaptureQueriesContext(
            connection,
        ) as found:
            drift.of_pages([page.pk for page in pages])
        return len(found)

    assert queries(articles) == queries(articles[:2])


def test_what_was_written_while_the_database_had_no_index_is_indexed_by_a_rebuild(
    articles, school, settings
):
    settings.ELASTICSEARCH_URL, settings.SEARCH_KEEP_EMBEDDED = "http://127.0.0.1:9", False
    page = make_article(school, "读书新")
    settings.ELASTICSEARCH_URL, settings.SEARCH_KEEP_EMBEDDED = "", True
    assert whats() == {page.pk: drift.UNINDEXED}
    assert "读书新" not in titles("读书")
    call_command("search_rebuild")
    assert "读书新" in titles("读书")


def test_a_rebuild_that_breaks_off_goes_on(articles, monkeypatch):
    monkeypatch.setattr(drift, "CHUNK", 3)
    Entry.objects.all().delete()
    mend, done = drift.mend, []

    def break_off(numbers):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(mend(numbers))
        return done[-1]

    monkeypatch.setattr(drift, "mend", break_off)
    with pytest.raises(KeyboardInterrupt):
        call_command("search_rebuild")
    kept = set(Entry.objects.values_list("pk", flat=True))
    assert len(kept) == 6
    monkeypatch.setattr(drift, "mend", mend)
    call_command("search_rebuild")
    assert whats() == {}
    assert kept <= set(Entry.objects.values_list("pk", flat=True)), "what is right stays"


def test_what_changes_while_a_rebuild_reads_is_looked_at_again(articles, monkeypatch):
    hidden, published, deleted, withdrawn, *others = articles
    EntryText.objects.update(digest="older")
    look_at = drift.vocabulary.look_at

    def meanwhile(title):
        monkeypatch.setattr(drift.vocabulary, "look_at", look_at)
        PageViewRestriction.objects.create(page=hidden, restriction_type="login")
        published.title = "读书新"
        published.save_revision().publish()
        deleted.delete()
        withdrawn.unpublish()

    monkeypatch.setattr(drift.vocabulary, "look_at", meanwhile)
    call_command("search_rebuild")
    assert titles("读书") == {"读书新", *(one.title for one in others)}
    assert whats() == {}


def test_no_process_is_too_few(articles):
    with pytest.raises(CommandError, match="--processes"):
        call_command("search_rebuild", processes=0)


@pytest.mark.django_db(transaction=True)
def test_a_process_that_is_killed_is_told_and_what_is_left_is_done_later(articles, monkeypatch):
    monkeypatch.setattr(drift, "CHUNK", 2)
    Entry.objects.all().delete()
    monkeypatch.setattr(drift, "mend", lambda numbers: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(CommandError, match="再次运行"):
        call_command("search_rebuild", processes=2)
    monkeypatch.undo()
    call_command("search_rebuild", processes=2)
    assert whats() == {}


@pytest.mark.django_db(transaction=True)
def test_several_processes_rebuild(articles, monkeypatch):
    monkeypatch.setattr(drift, "CHUNK", 2)
    Entry.objects.all().delete()
    call_command("search_rebuild", processes=3)
    assert titles("读书") == {one.title for one in articles}
    assert whats() == {}


@pytest.mark.django_db(transaction=True)
def test_what_goes_wrong_in_a_process_ends_the_rebuild(articles, monkeypatch):
    def fail(numbers):
        raise ZeroDivisionError

    monkeypatch.setattr(drift, "mend", fail)
    with pytest.raises(ZeroDivisionError):
        call_command("search_rebuild", processes=2)
    assert titles("读书") == {one.title for one in articles}


def test_another_analysis_writes_all_entries_anew_in_parts_while_the_old_ones_are_found(
    articles, school, run_jobs, monkeypatch
):
    mending.look()
    before = set(Entry.objects.values_list("pk", flat=True))
    mending.look()
    assert set(Entry.objects.values_list("pk", flat=True)) == before, "nothing to do"
    monkeypatch.setattr(analysis, "version", lambda: "another")
    monkeypatch.setattr("search.tasks.SECONDS", 0)
    monkeypatch.setattr(drift, "CHUNK", 5)
    mend, seen = drift.mend, []

    def watched(numbers):
        seen.append(titles("读书"))
        return mend(numbers)

    monkeypatch.setattr(drift, "mend", watched)
    mending.look()
    assert len(seen) > 2
    assert set(map(len, seen)) == {8}
    assert not before & set(Entry.objects.values_list("pk", flat=True))
    assert whats() == {}


def test_columns_that_were_opened_with_their_site_are_found_after_the_first_look(school, run_jobs):
    title = column_of(school).title
    Entry.objects.all().delete()
    mending.look()
    assert title in titles(title)
