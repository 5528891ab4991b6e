"""The rank of a submission leaves: what stands above a column is a pin of ``placements``."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("syndication", "0014_begin_ledger"),
        ("placements", "0002_pins_of_ranks"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="submission", name="submission_ranked"),
        migrations.RemoveField(model_name="submission", name="rank"),
    ]
