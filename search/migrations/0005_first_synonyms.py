"""The first synonyms; the district edits them like its own."""

from pathlib import Path

from django.db import migrations

from search.analysis import lines_of

FILE = Path(__file__).resolve().parent.parent / "data" / "synonyms.txt"


def seed(apps, schema_editor):
    model = apps.get_model("search", "Synonyms")
    model.objects.bulk_create(model(line=line) for line in lines_of(FILE))


class Migration(migrations.Migration):
    dependencies = [("search", "0004_words")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
