"""SQLite: what one transaction adds to the index is one part of it, not one for each megabyte.

Each part is merged with others; a rebuild, which adds much at once, spent most of its time so.
"""

from django.db import migrations

SET = "INSERT INTO search_fts(search_fts, rank) VALUES ('hashsize', {})"


def do(apps, schema_editor):
    _set(schema_editor, 16 << 20)


def undo(apps, schema_editor):
    _set(schema_editor, 1 << 20)


def _set(schema_editor, size):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SET.format(size))


class Migration(migrations.Migration):
    dependencies = [("search", "0011_settled_later")]

    operations = [migrations.RunPython(do, undo)]
