"""What a submission was filed under, and whether it is set aside.

Of several rows of one article, left by moves from column to column, one stays
live: the one whose channel belongs to the column the article is in now.
"""

from django.db import migrations, models
from django.db.models import Count


def know_the_kind(apps, schema_editor):
    """Rows where column and rule agree were filed under that kind; the others not known."""
    submissions = apps.get_model("syndication", "Submission").objects
    for rule in apps.get_model("syndication", "ChannelRule").objects.all():
        submissions.filter(
            channel=rule.channel_id, article__listing__column__kind=rule.column_kind
        ).update(filed_kind=rule.column_kind)


def leave_one_live(apps, schema_editor):
    """Set aside all but one row of each source."""
    submissions = apps.get_model("syndication", "Submission").objects
    several = submissions.values("source_key").annotate(n=Count("pk")).filter(n__gt=1)
    for key in list(several.values_list("source_key", flat=True)):
        rows = submissions.filter(source_key=key)
        kept = rows.order_by("-filed_kind", "-pk").values_list("pk", flat=True)[0]
        rows.exclude(pk=kept).update(set_aside=True)


class Migration(migrations.Migration):
    dependencies = [
        ("school_sites", "0006_column_root_path"),
        ("syndication", "0002_return_phrases"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="filed_kind",
            field=models.CharField(blank=True, max_length=20, verbose_name="报送时的栏目种类"),
        ),
        migrations.AddField(
            model_name="submission",
            name="set_aside",
            field=models.BooleanField(default=False, verbose_name="不在报送栏目"),
        ),
        migrations.RunPython(know_the_kind, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(leave_one_live, migrations.RunPython.noop, elidable=True),
    ]
