"""The words of themes; the district edits them like its own."""

from pathlib import Path

from django.db import migrations, models

from search.analysis import lines_of

FILE = Path(__file__).resolve().parent.parent / "data" / "themes.txt"


def seed(apps, schema_editor):
    model = apps.get_model("search", "Synonyms")
    lines = (model(line=line) for line in lines_of(FILE))
    model.objects.bulk_create(lines, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("search", "0007_site_in_the_index")]
    operations = [
        migrations.AlterField(
            model_name="synonyms",
            name="line",
            field=models.CharField(
                help_text="一行一组，用逗号隔开，例如：中考，初中学业水平考试。写成“甲 → 乙”时，搜甲的结果不多，后面就补上乙的；搜乙不找甲。保存后立即生效。",
                max_length=300,
                unique=True,
                verbose_name="同义词",
            ),
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
