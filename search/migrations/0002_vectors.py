"""What the embedded engine keeps beside the entries, by the database that is used."""

from django.db import migrations

POSTGRES = [
    "ALTER TABLE search_entry ADD COLUMN titles tsvector, ADD COLUMN words tsvector,"
    " ADD COLUMN pairs tsvector",
    # The vectors lie apart: counting reads rows, and reads many.
    "ALTER TABLE search_entry SET (toast_tuple_target = 128)",
    "ALTER TABLE search_entry ALTER titles SET STORAGE EXTERNAL, ALTER words SET STORAGE EXTERNAL,"
    " ALTER pairs SET STORAGE EXTERNAL",
    "CREATE INDEX search_entry_titles ON search_entry USING gin (titles)",
    "CREATE INDEX search_entry_words ON search_entry USING gin (words)",
    "CREATE INDEX search_entry_pairs ON search_entry USING gin (pairs)",
]
SQLITE = [
    "CREATE VIRTUAL TABLE search_fts USING fts5(tw, bw, tb, bb, content='', tokenize='ascii')",
]
UNDO = {
    "postgresql": [
        "ALTER TABLE search_entry DROP COLUMN titles, DROP COLUMN words, DROP COLUMN pairs"
    ],
    "sqlite": ["DROP TABLE search_fts"],
}
DO = {"postgresql": POSTGRES, "sqlite": SQLITE}


def _run(statements):
    def run(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("search", "0001_entries")]

    operations = [migrations.RunPython(_run(DO), _run(UNDO))]
