"""Submissions of pages outside, and when the district last showed them otherwise."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("syndication", "0010_ranked_submissions"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="outside_summary",
            field=models.TextField(blank=True, verbose_name="站外摘要"),
        ),
        migrations.AddField(
            model_name="submission",
            name="outside_url",
            field=models.CharField(blank=True, max_length=2000, verbose_name="站外网址"),
        ),
        migrations.AddField(
            model_name="submission",
            name="standing_at",
            field=models.DateTimeField(null=True, verbose_name="区站显示变动时间"),
        ),
    ]
