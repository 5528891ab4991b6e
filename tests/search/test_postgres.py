"""PostgreSQL: an upgrade makes the one vector of the three there were; what is planned once."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import mending, prepared
from search.engines import postgres
from search.models import Entry
from search.texts import tokens_of
from tests.factories import make_article
from tests.search.conftest import titles

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def run(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else None


def test_what_three_vectors_knew_one_knows_after_an_upgrade(school):
    make_article(school, "校园足球联赛", body=[("text", "<p>足球 football</p>")])
    unindexed = make_article(school, "校园篮球联赛")
    (entry,) = Entry.objects.filter(text__title="校园足球联赛").select_related("text")
    title, rest = tokens_of(entry.text)
    call_command("migrate", "search", "0009", verbosity=0)
    assert run("SELECT count(*) FROM search_entry WHERE pairs IS NOT NULL") == [(0,)]
    values = [
        " ".join(f"'{token}'" for token in (*title.words, *title.pairs)),
        postgres.placed(title.words, rest.words, "B", postgres.MOST_PLACES),
        postgres.placed(title.pairs, rest.pairs),
    ]
    sql = (
        "UPDATE search_entry SET titles = %s::tsvector, words = %s::tsvector, pairs = %s::tsvector"
    )
    run(f"{sql} WHERE id = %s", [*values, entry.pk])
    call_command("migrate", "search", verbosity=0)
    expected = postgres.vector(title, rest, entry.site_id)
    sql = "SELECT tokens = %s::tsvector FROM search_entry WHERE id = %s"
    assert run(sql, [expected, entry.pk]) == [(True,)]
    assert titles("“校园足球”") == {"校园足球联赛"}
    (other,) = Entry.objects.filter(page=unindexed.pk)
    assert postgres.ENGINE.unindexed([entry.pk, other.pk]) == [other.pk]


def test_what_was_published_lately_is_found_and_put_in_its_place_each_minute(school, run_jobs):
    mending.look()  # the first mends what was never indexed
    make_article(school, "校园足球联赛")
    assert titles("“校园足球”") == {"校园足球联赛"}
    mending.look()
    assert run("SELECT gin_clean_pending_list('search_entry_tokens')") == [(0,)]
    assert titles("“校园足球”") == {"校园足球联赛"}


def test_a_statement_is_planned_once_for_a_connection():
    def ask(word):
        sql = "SELECT %s::text || %s || %s"
        return prepared.rows(sql, ("@word", "、", "@word"), {"@word": word})

    assert ask("足球") == [("足球、足球",)]
    with CaptureQueriesContext(connection) as queries:
        assert ask("'; --") == [("'; --、'; --",)]
    assert len(queries) == 1
    connection.close()
    assert ask("校园") == [("校园、校园",)]
