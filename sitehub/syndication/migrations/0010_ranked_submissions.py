"""An index of the few submissions that stand above their column."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("syndication", "0009_column_of_submission")]

    operations = [
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("rank__gt", 0)), fields=["column"], name="submission_ranked"
            ),
        ),
    ]
