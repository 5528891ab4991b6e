"""On PostgreSQL one vector in place of three: with the site in it, so that one index knows all.

Made of the three in one pass over the table; nothing has to be indexed anew from its text.
"""

from django.core.cache import cache
from django.db import migrations

INDEXES = "search_entry_titles, search_entry_words, search_entry_pairs"
# The marks of search.engines.postgres_asked.
MARKED = "regexp_replace({}::text, '(^| )''', '\\1''{}', 'g')"
TOKENS = " || ' ' || ".join(
    ["pairs::text", MARKED.format("words", "/"), MARKED.format("titles", "#"), "'''@' || site_id"]
)
DO = [
    f"DROP INDEX {INDEXES}",
    # The two are emptied in the same pass: a column that is dropped keeps what is in it.
    f"ALTER TABLE search_entry ALTER pairs TYPE tsvector USING ({TOKENS} || '''')::tsvector,"
    " ALTER words TYPE tsvector USING NULL, ALTER titles TYPE tsvector USING NULL,"
    " ALTER pairs SET STORAGE EXTERNAL",
    "ALTER TABLE search_entry DROP COLUMN titles, DROP COLUMN words",
    "ALTER TABLE search_entry RENAME pairs TO tokens",
    # What was written lately would lie apart otherwise, and every search would read it.
    "CREATE INDEX search_entry_tokens ON search_entry USING gin (tokens) WITH (fastupdate = off)",
]
UNDO = [
    "ALTER TABLE search_entry DROP COLUMN tokens",
    "ALTER TABLE search_entry ADD COLUMN titles tsvector, ADD COLUMN words tsvector,"
    " ADD COLUMN pairs tsvector",
    *(
        f"ALTER TABLE search_entry ALTER {name} SET STORAGE EXTERNAL"
        for name in ("titles", "words", "pairs")
    ),
    *(
        f"CREATE INDEX search_entry_{name} ON search_entry USING gin ({name})"
        for name in ("titles", "words", "pairs")
    ),
]


def do(apps, schema_editor):
    _run(schema_editor, DO)


def undo(apps, schema_editor):
    """Every entry is unindexed then: the worker's walk, begun anew, writes them."""
    _run(schema_editor, UNDO)
    if schema_editor.connection.vendor == "postgresql":
        cache.delete("search.walked")


def _run(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0009_sites_together")]

    operations = [migrations.RunPython(do, undo)]
