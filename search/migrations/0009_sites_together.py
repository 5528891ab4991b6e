"""The index on SQLite made anew: its rows are numbered by site, so that each site's lie together."""

from django.core.cache import cache
from django.db import migrations


def make_anew(apps, schema_editor):
    """Begin with an empty table of the same columns."""
    if schema_editor.connection.vendor != "sqlite":
        return
    schema_editor.execute("DROP TABLE search_fts")
    schema_editor.execute("DROP TABLE IF EXISTS search_fts_next")
    schema_editor.execute(
        "CREATE VIRTUAL TABLE search_fts USING fts5(tw, bw, tb, bb, at,"
        " content='', tokenize='ascii')"
    )
    # Every entry is unindexed now: the worker's walk, begun anew, writes them.
    cache.delete("search.walked")


class Migration(migrations.Migration):
    dependencies = [("search", "0008_themes")]

    operations = [migrations.RunPython(make_anew, make_anew)]
