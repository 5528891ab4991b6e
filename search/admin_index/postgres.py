"""On PostgreSQL vectors are made in Python: ``body`` of everything, ``title`` of titles alone."""

from django.db import connection
from modelsearch.backends.database.postgres import postgres as stock

from search.engines.postgres import by_index, placed

from . import matching, shared

TABLE = shared.TABLE
ROW = "(%s, %s, 1.0, '', %s::tsvector, %s::tsvector, %s, '')"


class Index(shared.Index, stock.PostgresIndex):
    """See shared.Index."""

    digest_field = "title_text"

    def write(self, kind, rows):
        """See shared.Index."""
        values = []
        for pk, words in rows.items():
            title, rest = (tuple(pairs) for pairs in words.pairs())
            values += [kind, pk, placed(title, ()), placed(title, rest), words.digest]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {TABLE} (content_type_id, object_id, title_norm, autocomplete,"
                f" title, body, title_text, body_text) VALUES {', '.join([ROW] * len(rows))}"
                " ON CONFLICT (content_type_id, object_id) DO UPDATE SET title = EXCLUDED.title,"
                " body = EXCLUDED.body, autocomplete = '', title_text = EXCLUDED.title_text,"
                " body_text = ''",
                values,
            )


class Compiler(shared.Compiler, stock.PostgresSearchQueryCompiler):
    """See shared.Compiler."""

    language = matching.TsQuery()

    def rows(self, text, kinds, few):
        """See shared.Compiler.

        Few rows are taken out before they are looked into. Where they are many no index is used
        but that of words: with the content type left as it is another may look cheaper.
        """
        kinds = list(kinds)
        if few is None:
            sql = (
                f"SELECT object_id, title @@ %s::tsquery FROM {TABLE}"
                " WHERE content_type_id + 0 = ANY(%s) AND body @@ %s::tsquery"
            )
            return by_index(sql, [text, kinds, text])
        sql = (
            f"WITH few AS MATERIALIZED (SELECT object_id, title, body FROM {TABLE}"
            " WHERE content_type_id = ANY(%s) AND object_id = ANY(%s))"
            " SELECT object_id, title @@ %s::tsquery FROM few WHERE body @@ %s::tsquery"
        )
        return by_index(sql, [kinds, list(map(str, few)), text, text])


class TypingCompiler(Compiler, stock.PostgresAutocompleteQueryCompiler):
    """While a word is typed."""

    LAST_TERM_IS_PREFIX = True


class Backend(stock.PostgresSearchBackend):
    """Wagtail's, with our words."""

    index_class = Index
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = TypingCompiler
