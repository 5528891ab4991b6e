"""Why a submission that is offered again was returned before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("syndication", "0004_one_live_submission")]
    operations = [
        migrations.AddField(
            model_name="submission",
            name="earlier_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="上次退回的理由"),
        ),
    ]
