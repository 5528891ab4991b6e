"""One live submission for each source: what the code promises, the database holds."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("syndication", "0003_filing")]
    operations = [
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                condition=Q(set_aside=False),
                fields=("source_key",),
                name="one_live_submission_per_source",
            ),
        ),
    ]
