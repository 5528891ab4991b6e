"""The district's own words on a submission, rules for kinds and schools, changes noticed."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("school_sites", "0025_review_templates"),
        ("syndication", "0006_column_kinds"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="channelrule",
            options={
                "ordering": ["column_kind", "school_kind", "site__name"],
                "verbose_name": "报送规则",
                "verbose_name_plural": "报送规则",
            },
        ),
        migrations.RemoveIndex(
            model_name="submission",
            name="submission_channel_date",
        ),
        migrations.RemoveIndex(
            model_name="submission",
            name="submission_desk",
        ),
        migrations.AddField(
            model_name="channel",
            name="hides_changed",
            field=models.BooleanField(
                default=False,
                help_text="学校改了已采用文章的标题、照片或较多文字后，区站先不显示，等区编辑再看一遍；免审学校的照常显示。",
                verbose_name="大改后先不显示",
            ),
        ),
        migrations.AddField(
            model_name="channelrule",
            name="at_once",
            field=models.BooleanField(
                default=False, help_text="不勾选则等区编辑处理。", verbose_name="直接采用"
            ),
        ),
        migrations.AddField(
            model_name="channelrule",
            name="school_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("kindergarten", "幼儿园"),
                    ("primary", "小学"),
                    ("middle", "初中"),
                    ("nine-year", "九年一贯制学校"),
                    ("high", "高中"),
                    ("special", "特殊教育学校"),
                    ("other", "其他单位"),
                ],
                help_text="留空为各类学校。",
                max_length=20,
                verbose_name="哪类学校",
            ),
        ),
        migrations.AddField(
            model_name="channelrule",
            name="since",
            field=models.DateField(
                blank=True, help_text="留空则不论日期。", null=True, verbose_name="从哪天的文章起"
            ),
        ),
        migrations.AddField(
            model_name="channelrule",
            name="site",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="channel_rules",
                to="school_sites.schoolsite",
                verbose_name="只对一所学校",
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="accepted_revision",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="changed_at",
            field=models.DateTimeField(null=True, verbose_name="采用后修改的时间"),
        ),
        migrations.AddField(
            model_name="submission",
            name="column",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shown_submissions",
                to="school_sites.columnpage",
                verbose_name="显示在区站栏目",
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="cover_part",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "居中"),
                    ("top", "上部"),
                    ("bottom", "下部"),
                    ("start", "左侧"),
                    ("end", "右侧"),
                ],
                max_length=10,
                verbose_name="封面取景",
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="headline",
            field=models.CharField(blank=True, max_length=255, verbose_name="区站标题"),
        ),
        migrations.AddField(
            model_name="submission",
            name="is_hidden",
            field=models.BooleanField(default=False, verbose_name="修改后暂不显示"),
        ),
        migrations.AddField(
            model_name="submission",
            name="is_urgent",
            field=models.BooleanField(default=False, verbose_name="加急"),
        ),
        migrations.AddField(
            model_name="submission",
            name="offered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="手动报送人",
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="rank",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="置顶"),
        ),
        migrations.AddField(
            model_name="submission",
            name="show_from",
            field=models.DateTimeField(null=True, verbose_name="从何时起显示"),
        ),
        migrations.AddField(
            model_name="submission",
            name="show_until",
            field=models.DateTimeField(null=True, verbose_name="显示到何时"),
        ),
        migrations.AddField(
            model_name="submission",
            name="summary",
            field=models.CharField(blank=True, max_length=300, verbose_name="区站摘要"),
        ),
        migrations.AddField(
            model_name="submission",
            name="waiting_since",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="报送时间"),
        ),
        migrations.AlterField(
            model_name="channelrule",
            name="column_kind",
            field=models.CharField(
                choices=[
                    ("profile", "概况"),
                    ("news", "新闻"),
                    ("notice", "通知公告"),
                    ("open", "信息公开"),
                    ("policy", "政策文件"),
                    ("party", "党建"),
                    ("moral", "德育"),
                    ("research", "教学科研"),
                    ("subject", "学科教研"),
                    ("teachers", "教师风采"),
                    ("students", "学生天地"),
                    ("home-school", "家校共育"),
                    ("care", "保教活动"),
                    ("menu", "每周食谱"),
                    ("health", "卫生保健"),
                    ("enrolment", "招生"),
                    ("safety", "校园安全"),
                    ("media", "媒体关注"),
                    ("topic", "专题"),
                    ("interaction", "互动交流"),
                    ("album", "影像"),
                    ("events", "活动"),
                    ("links", "链接"),
                    ("other", "其他"),
                ],
                max_length=20,
                verbose_name="学校栏目种类",
            ),
        ),
        migrations.AlterField(
            model_name="submission",
            name="accepted_at",
            field=models.DateTimeField(null=True, verbose_name="首次采用时间"),
        ),
        migrations.AlterField(
            model_name="submission",
            name="submitted_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, verbose_name="首次报送时间"
            ),
        ),
        migrations.AddConstraint(
            model_name="channelrule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("site", None)),
                fields=("column_kind", "school_kind"),
                name="one_rule_for_a_kind",
                violation_error_message="这种栏目、这类学校已有一条规则。",
            ),
        ),
        migrations.AddConstraint(
            model_name="channelrule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("site__isnull", False)),
                fields=("column_kind", "site"),
                name="one_rule_for_a_school",
                violation_error_message="这所学校的这种栏目已有一条规则。",
            ),
        ),
        migrations.AddConstraint(
            model_name="channelrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("site", None), ("school_kind", ""), _connector="OR"),
                name="rule_for_a_kind_or_a_school",
                violation_error_message="“哪类学校”和“只对一所学校”只能填一个。",
            ),
        ),
    ]
