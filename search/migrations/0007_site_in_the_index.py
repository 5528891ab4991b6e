"""The index on SQLite knows each entry's site: a school's search reads what is its own."""

from django.core.cache import cache
from django.db import migrations

COLUMNS = {True: "tw, bw, tb, bb, at", False: "tw, bw, tb, bb"}


def _make(with_sites):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor != "sqlite":
            return
        schema_editor.execute("DROP TABLE search_fts")
        schema_editor.execute(
            f"CREATE VIRTUAL TABLE search_fts USING fts5({COLUMNS[with_sites]},"
            " content='', tokenize='ascii')"
        )
        # Every entry is unindexed now: the worker's walk, begun anew, writes them.
        cache.delete("search.walked")

    return run


class Migration(migrations.Migration):
    dependencies = [("search", "0006_changes")]

    operations = [migrations.RunPython(_make(True), _make(False))]
