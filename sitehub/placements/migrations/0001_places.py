"""Places of the district's site, and what stands there."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("school_sites", "0026_feed_tombstones"),
        ("syndication", "0011_outside_items"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Slot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("headline", "头条"),
                            ("carousel", "轮播"),
                            ("picks", "推荐"),
                            ("pin", "栏目置顶"),
                        ],
                        max_length=10,
                        verbose_name="位置",
                    ),
                ),
                ("limit", models.PositiveSmallIntegerField(verbose_name="显示条数")),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "column",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="school_sites.columnpage",
                        verbose_name="栏目",
                    ),
                ),
            ],
            options={
                "verbose_name": "推荐位",
                "verbose_name_plural": "推荐位",
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=255, verbose_name="标题")),
                ("order", models.IntegerField(default=0)),
                ("show_from", models.DateTimeField(null=True, verbose_name="从何时起显示")),
                ("show_until", models.DateTimeField(null=True, verbose_name="显示到何时")),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "placed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="放上时间"
                    ),
                ),
                (
                    "placed_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="放上的人"),
                ),
                (
                    "article",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="placements",
                        to="school_sites.articlepage",
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="placements",
                        to="syndication.submission",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="placements",
                        to="placements.slot",
                    ),
                ),
            ],
            options={
                "verbose_name": "推荐",
                "verbose_name_plural": "推荐",
            },
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("column", None)), fields=("kind",), name="one_slot_of_a_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.UniqueConstraint(
                fields=("column",), name="one_slot_of_pins_a_column"
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("column__isnull", False), ("kind", "pin")),
                    models.Q(models.Q(("kind", "pin"), _negated=True), ("column", None)),
                    _connector="OR",
                ),
                name="pins_have_a_column",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("submission", None), ("article", None), _connector="OR"),
                name="placement_has_one_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(
                fields=("slot", "submission"), name="submission_placed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(
                fields=("slot", "article"), name="article_placed_once"
            ),
        ),
    ]
