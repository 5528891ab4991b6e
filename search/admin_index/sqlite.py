"""On SQLite the tokens stand in the FTS5 table alone; Wagtail's row keeps their digest.

Wagtail's triggers copy each row into that table. What they copied is replaced at once.
"""

import json

from django.db import connection
from modelsearch.backends.database.sqlite import sqlite as stock
from wagtail.search.models import IndexEntry

from . import matching, shared

TABLE = shared.TABLE
FTS = f"{TABLE}_fts"


class Index(shared.Index, stock.SQLiteIndex):
    """See shared.Index."""

    digest_field = "title"

    def write(self, kind, rows):
        """See shared.Index."""
        IndexEntry.objects.bulk_create(
            [
                IndexEntry(
                    content_type_id=kind, object_id=pk, title=words.digest, body="", autocomplete=""
                )
                for pk, words in rows.items()
            ],
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=["title", "body", "autocomplete"],
        )
        known = IndexEntry.objects.filter(content_type=kind, object_id__in=rows)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {FTS} SET title = %s, body = %s WHERE rowid = %s",
                [
                    (*(" ".join(pairs) for pairs in rows[pk].pairs()), row)
                    for row, pk in known.values_list("pk", "object_id")
                ],
            )


class Compiler(shared.Compiler, stock.SQLiteSearchQueryCompiler):
    """See shared.Compiler."""

    language = matching.Fts5()

    def rows(self, text, kinds, few):
        """See shared.Compiler. The + has hits looked up among the few, not each of them in FTS5."""
        kinds, among, numbers = f"content_type_id IN ({', '.join(map(str, kinds))})", "", []
        if few is not None:
            numbers = [json.dumps(list(map(str, few)))]
            among = (
                f" AND +{FTS}.rowid IN (SELECT id FROM {TABLE}"
                f" WHERE {kinds} AND object_id IN (SELECT value FROM json_each(%s)))"
            )
        hits = f"{FTS} WHERE {FTS} MATCH %s{among}"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT object_id, id IN (SELECT rowid FROM {hits})"
                f" FROM {TABLE} WHERE {kinds} AND id IN (SELECT rowid FROM {hits})",
                [f"{{title}} : ({text})", *numbers, text, *numbers],
            )
            return cursor.fetchall()


class TypingCompiler(Compiler, stock.SQLiteAutocompleteQueryCompiler):
    """While a word is typed."""

    LAST_TERM_IS_PREFIX = True


class Backend(stock.SQLiteSearchBackend):
    """Wagtail's, with our words."""

    index_class = Index
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = TypingCompiler
