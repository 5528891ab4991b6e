"""The ledger of submissions."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("syndication", "0012_rules_changed_at"),
    ]

    operations = [
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间"),
                ),
                ("counts_on", models.DateField(verbose_name="计入日期")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("submitted", "报送"),
                            ("accepted", "采用"),
                            ("returned", "退回"),
                            ("on-hold", "暂缓"),
                            ("recalled", "撤下"),
                            ("withdrawn", "学校撤回"),
                            ("offered-again", "恢复报送"),
                            ("submitted-again", "重新报送"),
                            ("moved", "改到别的频道"),
                            ("set-aside", "移出报送栏目"),
                            ("taken-back", "移回报送栏目"),
                            ("given", "归入学校网站"),
                            ("taken-higher", "上级采用"),
                            ("not-higher", "取消上级采用"),
                        ],
                        max_length=20,
                        verbose_name="事项",
                    ),
                ),
                ("submission_id", models.BigIntegerField(verbose_name="报送编号")),
                ("site_id", models.BigIntegerField(null=True, verbose_name="学校编号")),
                ("school_name", models.CharField(max_length=100, verbose_name="学校名称")),
                ("channel_id", models.BigIntegerField(verbose_name="频道编号")),
                ("title", models.CharField(max_length=255, verbose_name="标题")),
                ("published_at", models.DateTimeField(verbose_name="发布时间")),
                ("decision", models.CharField(max_length=10, verbose_name="状态")),
                ("school_withdrew", models.BooleanField(verbose_name="学校已撤回")),
                ("set_aside", models.BooleanField(verbose_name="不在报送栏目")),
                ("characters", models.PositiveIntegerField(null=True, verbose_name="字数")),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("school", "学校网站"),
                            ("district", "区级"),
                            ("city", "市级"),
                            ("province", "省级"),
                            ("nation", "国家级"),
                        ],
                        max_length=10,
                        verbose_name="级别",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=100, verbose_name="采用处")),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="网址")),
                ("undoes", models.BigIntegerField(null=True, verbose_name="取消哪一条")),
                ("by_id", models.BigIntegerField(null=True, verbose_name="操作人编号")),
                ("by_name", models.CharField(blank=True, max_length=150, verbose_name="操作人")),
            ],
            options={
                "verbose_name": "报送台账",
                "verbose_name_plural": "报送台账",
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["submission_id", "id"], name="ledger_of_submission"),
                    models.Index(fields=["site_id", "submission_id"], name="ledger_of_site"),
                ],
            },
        ),
    ]
