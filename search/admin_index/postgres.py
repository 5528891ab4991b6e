"""On PostgreSQL vectors are made in Python: ``body`` of everything, ``title`` of titles alone."""

from django.db import connection
from modelsearch.backends.database.postgres import postgres as stock

from search.engines.postgres import placed

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

    def matched(self, text):
        """See shared.Compiler."""
        return f"SELECT id FROM {TABLE} WHERE body @@ %s::tsquery", [text]

    def called(self, text):
        """See shared.Compiler."""
        return f"SELECT id FROM {TABLE} WHERE title @@ %s::tsquery", [text]


class TypingCompiler(Compiler, stock.PostgresAutocompleteQueryCompiler):
    """While a word is typed."""

    LAST_TERM_IS_PREFIX = True


class Backend(stock.PostgresSearchBackend):
    """Wagtail's, with our words."""

    index_class = Index
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = TypingCompiler
