"""Every submission has its column; jobs of offering what is older; how people are told."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("school_sites", "0025_review_templates"),
        ("syndication", "0008_fill_overlay"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Backfill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("offered", models.PositiveIntegerField(default=0)),
                ("last", models.PositiveBigIntegerField(default=0)),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(null=True)),
                ("started_by_name", models.CharField(max_length=150)),
            ],
            options={
                "verbose_name": "补报",
                "verbose_name_plural": "补报",
            },
        ),
        migrations.CreateModel(
            name="MailWish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "returns",
                    models.CharField(
                        choices=[
                            ("at-once", "每次马上发"),
                            ("daily", "每天汇总一次"),
                            ("never", "不发"),
                        ],
                        default="daily",
                        max_length=10,
                        verbose_name="区站退回文章时",
                    ),
                ),
                ("told_until", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "邮件通知",
                "verbose_name_plural": "邮件通知",
            },
        ),
        migrations.AlterField(
            model_name="submission",
            name="column",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shown_submissions",
                to="school_sites.columnpage",
                verbose_name="显示在区站栏目",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                models.F("column"),
                models.OrderBy(models.F("first_published_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("decision", "accepted"), ("school_withdrew", False)),
                name="submission_column_date",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                models.OrderBy(models.F("changed_at"), descending=True),
                condition=models.Q(("changed_at__isnull", False)),
                name="submission_changed",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                models.F("decision"),
                models.OrderBy(models.F("waiting_since"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="submission_waiting",
            ),
        ),
        migrations.AddField(
            model_name="backfill",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="backfills",
                to="syndication.channelrule",
            ),
        ),
        migrations.AddField(
            model_name="backfill",
            name="started_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="mailwish",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mail_wish",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
