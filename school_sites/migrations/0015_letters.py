"""Mailboxes, forms and letters, and the right to answer them for those who have it."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models

import school_sites.models.boxes

ROLES = ("school-editor", "school-manager", "district-editor", "district-administrator")


def grant(apps, schema_editor):
    """Give existing sites' groups what provisioning gives to those of new sites."""
    groups = apps.get_model("school_sites", "SiteGroup").objects.filter(role__in=ROLES)
    if not groups.exists():
        return  # a new install
    # Django makes it only after all migrations, and keeps one that is there.
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="school_sites", model="letter"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename="answer_letters", defaults={"name": "处理来信与表单"}
    )
    permission.group_set.add(*groups.values_list("group_id", flat=True))


class Migration(migrations.Migration):
    dependencies = [
        ("school_sites", "0014_listing_tags"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FormPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "root_path",
                    models.CharField(db_index=True, default="", editable=False, max_length=8),
                ),
                (
                    "introduction",
                    models.TextField(blank=True, max_length=1000, verbose_name="说明"),
                ),
                (
                    "notify",
                    models.TextField(
                        blank=True,
                        help_text="每行一个，最多 5 个；留空不发邮件。提醒中没有来信的内容和个人信息。",
                        max_length=500,
                        verbose_name="来信提醒邮箱",
                    ),
                ),
                (
                    "thanks",
                    models.TextField(
                        blank=True,
                        help_text="留空则显示“提交成功”。",
                        max_length=300,
                        verbose_name="提交后的话",
                    ),
                ),
                ("opens_at", models.DateTimeField(blank=True, null=True, verbose_name="开始时间")),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="截止时间")),
            ],
            options={
                "verbose_name": "表单",
                "verbose_name_plural": "表单",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="MailboxPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "root_path",
                    models.CharField(db_index=True, default="", editable=False, max_length=8),
                ),
                (
                    "introduction",
                    models.TextField(blank=True, max_length=1000, verbose_name="说明"),
                ),
                (
                    "notify",
                    models.TextField(
                        blank=True,
                        help_text="每行一个，最多 5 个；留空不发邮件。提醒中没有来信的内容和个人信息。",
                        max_length=500,
                        verbose_name="来信提醒邮箱",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("principal", "校长信箱"),
                            ("contribution", "投稿"),
                            ("enquiry", "咨询"),
                        ],
                        default="principal",
                        max_length=20,
                        verbose_name="信箱种类",
                    ),
                ),
                (
                    "reply_days",
                    models.PositiveSmallIntegerField(
                        default=school_sites.models.boxes.default_reply_days,
                        help_text="写信人看得到答复日期；过期未答复的来信在后台标出。",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="答复期限（天）",
                    ),
                ),
                (
                    "publishes_answers",
                    models.BooleanField(
                        default=False,
                        help_text="写信人同意后，可以把编辑过的问题和答复公布在本栏目。",
                        verbose_name="可以公开答复",
                    ),
                ),
                (
                    "topics",
                    models.TextField(
                        blank=True,
                        help_text="每行一个，供写信人选择；可留空。",
                        max_length=700,
                        verbose_name="主题",
                    ),
                ),
            ],
            options={
                "verbose_name": "信箱",
                "verbose_name_plural": "信箱",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="FormQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("label", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("line", "一行文字"),
                            ("text", "多行文字"),
                            ("email", "电子邮箱"),
                            ("phone", "电话"),
                            ("number", "数字"),
                            ("date", "日期"),
                            ("choice", "单选"),
                            ("choices", "多选"),
                            ("agreement", "同意（打勾）"),
                        ],
                        default="line",
                        max_length=20,
                        verbose_name="怎样填",
                    ),
                ),
                ("required", models.BooleanField(default=True, verbose_name="必填")),
                ("help_text", models.CharField(blank=True, max_length=100, verbose_name="提示")),
                (
                    "choices",
                    models.TextField(
                        blank=True,
                        help_text="单选和多选用：每行一个。",
                        max_length=3000,
                        verbose_name="选项",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="school_sites.formpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "表单的一项",
                "verbose_name_plural": "表单的各项",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("box_title", models.CharField(max_length=255, verbose_name="信箱或表单")),
                (
                    "box_kind",
                    models.CharField(
                        choices=[
                            ("principal", "校长信箱"),
                            ("contribution", "投稿"),
                            ("enquiry", "咨询"),
                            ("form", "表单"),
                        ],
                        max_length=20,
                        verbose_name="种类",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "已收到"),
                            ("in-hand", "处理中"),
                            ("answered", "已答复"),
                            ("closed", "已关闭"),
                            ("spam", "垃圾信息"),
                        ],
                        default="received",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "received_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="收到时间"
                    ),
                ),
                ("due_on", models.DateField(null=True, verbose_name="答复期限")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="办结时间")),
                ("code_digest", models.CharField(max_length=64, unique=True)),
                ("sending_digest", models.CharField(max_length=64, unique=True)),
                ("sender", models.CharField(blank=True, max_length=30, verbose_name="姓名")),
                ("contact", models.CharField(blank=True, max_length=100, verbose_name="联系方式")),
                ("topic", models.CharField(blank=True, max_length=30, verbose_name="主题")),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="标题")),
                ("text", models.TextField(blank=True, verbose_name="内容")),
                ("answers", models.JSONField(default=list, verbose_name="填写的内容")),
                ("file", models.CharField(blank=True, max_length=200, verbose_name="附件")),
                (
                    "file_name",
                    models.CharField(blank=True, max_length=120, verbose_name="附件名称"),
                ),
                ("reply", models.TextField(blank=True, verbose_name="答复")),
                ("erased_at", models.DateTimeField(null=True, verbose_name="个人信息删除时间")),
                ("may_publish", models.BooleanField(default=False, verbose_name="同意公开")),
                ("public_question", models.TextField(blank=True, verbose_name="公开的问题")),
                ("public_answer", models.TextField(blank=True, verbose_name="公开的答复")),
                ("published_at", models.DateTimeField(null=True, verbose_name="公开时间")),
                (
                    "box",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="school_sites.schoolsite",
                    ),
                ),
            ],
            options={
                "verbose_name": "来信",
                "verbose_name_plural": "来信",
                "permissions": [("answer_letters", "处理来信与表单")],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["site", "-received_at", "-id"], name="letter_newest"),
                    models.Index(fields=["site", "state", "due_on"], name="letter_waiting"),
                    models.Index(fields=["box", "-published_at", "-id"], name="letter_published"),
                ],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop, elidable=False),
    ]
