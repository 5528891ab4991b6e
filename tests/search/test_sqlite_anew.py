"""SQLite: numbers that no entry has any more are dropped, while people search and publish."""

import pytest
from django.core.management import call_command
from django.db import connection

from search.engines import sqlite_anew
from search.engines.sqlite import BITS
from search.models import Entry
from tests.factories import make_article
from tests.search.conftest import titles, whats

pytestmark = pytest.mark.django_db


def rows_of(table="search_fts"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table}_docsize")
        return sorted(number % (1 << BITS) for (number,) in cursor.fetchall())


def settings_of(table="search_fts"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT k, v FROM {table}_config")
        return dict(cursor.fetchall())


def edit(article, times):
    for number in range(times):
        article.body = [("text", f"<p>第 {number} 稿</p>")]
        article.save_revision().publish()


def test_dead_numbers_are_dropped_when_they_are_a_third(articles):
    alive = len(rows_of())
    edit(articles[0], alive // 3)
    call_command("search_rebuild")
    assert len(rows_of()) > alive
    edit(articles[0], alive // 3)
    call_command("search_rebuild")
    assert rows_of() == list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    assert len(titles("读书")) == 8


def test_a_table_made_anew_has_the_settings_of_the_one_that_migrations_make():
    before = settings_of()
    assert int(before["hashsize"]) == 16 << 20
    call_command("search_rebuild", anew=True)
    assert settings_of() == before


def test_what_is_published_while_the_table_is_made_anew_is_in_it(articles, school, monkeypatch):
    monkeypatch.setattr(sqlite_anew, "CHUNK", 3)
    copy, left = sqlite_anew._copy_some, list(articles)

    def while_people_work(last):
        if left:
            edit(left.pop(0), 1)
            left.pop(0).delete()
            make_article(school, "读书新")
        assert titles("读书"), "the old table serves"
        return copy(last)

    monkeypatch.setattr(sqlite_anew, "_copy_some", while_people_work)
    call_command("search_rebuild", anew=True)
    assert titles("读书") == {"读书0", "读书2", "读书4", "读书6", "读书新"}
    assert set(Entry.objects.values_list("pk", flat=True)) <= set(rows_of())
    assert whats() == {}


def test_making_the_table_anew_goes_on_where_it_broke_off(articles, monkeypatch):
    monkeypatch.setattr(sqlite_anew, "CHUNK", 3)
    copy, copied = sqlite_anew._copy_some, []

    def break_off(last):
        if len(copied) == 2:
            raise KeyboardInterrupt
        copied.append(copy(last))
        return copied[-1]

    monkeypatch.setattr(sqlite_anew, "_copy_some", break_off)
    with pytest.raises(KeyboardInterrupt):
        sqlite_anew.make_anew()
    assert len(rows_of(sqlite_anew.NEXT)) == 6
    assert len(titles("读书")) == 8
    monkeypatch.setattr(sqlite_anew, "_copy_some", copy)
    sqlite_anew.make_anew()
    assert sqlite_anew.NEXT not in connection.introspection.table_names()
    assert len(titles("读书")) == 8
