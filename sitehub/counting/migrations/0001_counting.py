"""Rules for points, and totals by month."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("school_sites", "0026_feed_tombstones"),
    ]

    operations = [
        migrations.CreateModel(
            name="LengthClass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=20, unique=True, verbose_name="名称")),
                (
                    "from_characters",
                    models.PositiveIntegerField(
                        unique=True,
                        validators=[django.core.validators.MaxValueValidator(1000000)],
                        verbose_name="从多少字起",
                    ),
                ),
                (
                    "school",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(10000),
                        ],
                        verbose_name="学校网站",
                    ),
                ),
                (
                    "district",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(10000),
                        ],
                        verbose_name="区级",
                    ),
                ),
                (
                    "city",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(10000),
                        ],
                        verbose_name="市级",
                    ),
                ),
                (
                    "province",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(10000),
                        ],
                        verbose_name="省级",
                    ),
                ),
                (
                    "nation",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(10000),
                        ],
                        verbose_name="国家级",
                    ),
                ),
            ],
            options={
                "verbose_name": "篇幅",
                "verbose_name_plural": "篇幅",
                "ordering": ["from_characters"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PastRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateField(unique=True, verbose_name="用到哪天以前")),
                ("values", models.JSONField(verbose_name="规则")),
            ],
            options={
                "verbose_name": "以前的积分规则",
                "verbose_name_plural": "以前的积分规则",
                "ordering": ["until"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Quota",
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
                            ("kindergarten", "幼儿园"),
                            ("primary", "小学"),
                            ("middle", "初中"),
                            ("nine-year", "九年一贯制学校"),
                            ("high", "高中"),
                            ("special", "特殊教育学校"),
                            ("other", "其他单位"),
                        ],
                        max_length=20,
                        unique=True,
                        verbose_name="学校类型",
                    ),
                ),
                (
                    "articles",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(10000)],
                        verbose_name="全年采用篇数",
                    ),
                ),
                (
                    "points",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(1000000)],
                        verbose_name="全年积分",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务数",
                "verbose_name_plural": "任务数",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ScoreRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "duplicates",
                    models.CharField(
                        choices=[("cumulative", "各级累加"), ("highest", "只计最高一级")],
                        default="cumulative",
                        max_length=10,
                        verbose_name="同一篇多级采用",
                    ),
                ),
                (
                    "returned_points",
                    models.IntegerField(
                        default=0,
                        help_text="0 或负数。改好后重新报送，这一项不再计。",
                        validators=[
                            django.core.validators.MinValueValidator(-10000),
                            django.core.validators.MaxValueValidator(0),
                        ],
                        verbose_name="被退回的得分",
                    ),
                ),
                (
                    "late_after_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=30,
                        help_text="留空则没有迟报。",
                        null=True,
                        verbose_name="发布多少天后报送算迟报",
                    ),
                ),
                (
                    "late_points",
                    models.IntegerField(
                        default=0,
                        help_text="0 或负数，代替学校网站和区级的得分。",
                        validators=[
                            django.core.validators.MinValueValidator(-10000),
                            django.core.validators.MaxValueValidator(0),
                        ],
                        verbose_name="迟报的得分",
                    ),
                ),
                (
                    "year_kind",
                    models.CharField(
                        choices=[
                            ("calendar", "自然年（1 月至 12 月）"),
                            ("school", "学年（从第一学期起）"),
                        ],
                        default="calendar",
                        max_length=10,
                        verbose_name="年度",
                    ),
                ),
                (
                    "first_term_month",
                    models.PositiveSmallIntegerField(
                        default=9,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="第一学期从几月起",
                    ),
                ),
                (
                    "second_term_month",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="第二学期从几月起",
                    ),
                ),
                (
                    "schools_see_table",
                    models.BooleanField(
                        default=False,
                        help_text="不勾选则学校只看到自己的数字和同类学校的中位数。",
                        verbose_name="学校可以看全区排名",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("to_count", models.PositiveIntegerField(default=0, editable=False)),
                ("counted", models.PositiveIntegerField(default=0, editable=False)),
                ("seen_at", models.DateTimeField(editable=False, null=True)),
                ("counted_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "积分规则",
                "verbose_name_plural": "积分规则",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="MonthTotal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="月份")),
                ("channel_id", models.BigIntegerField(verbose_name="频道编号")),
                ("submitted", models.IntegerField(default=0, verbose_name="报送")),
                ("accepted", models.IntegerField(default=0, verbose_name="采用")),
                ("returned", models.IntegerField(default=0, verbose_name="退回")),
                ("points", models.IntegerField(default=0, verbose_name="积分")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="school_sites.schoolsite",
                    ),
                ),
            ],
            options={
                "verbose_name": "月度积分",
                "verbose_name_plural": "月度积分",
                "default_permissions": (),
                "indexes": [models.Index(fields=["month"], name="total_month")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "month", "channel_id"), name="one_total_per_month"
                    )
                ],
            },
        ),
    ]
