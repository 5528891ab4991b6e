import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q


def make_head(apps, schema_editor):
    """The chain begins empty; lines written before are sealed by the scheduler."""
    apps.get_model("audit", "ChainHead").objects.using(schema_editor.connection.alias).create(pk=1)


def text(name, length):
    return models.CharField(name, max_length=length, blank=True, default="")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        # The person's number stays; what refers to the person's row goes.
        migrations.AlterField(
            "auditentry",
            "actor",
            models.BigIntegerField("操作人编号", null=True, db_column="actor_id"),
        ),
        migrations.RenameField("auditentry", "actor", "actor_id"),
        migrations.AlterField(
            "auditentry", "actor_id", models.BigIntegerField("操作人编号", null=True)
        ),
        migrations.AlterField(
            "auditentry", "actor_name", models.CharField("操作人", max_length=150, blank=True)
        ),
        migrations.AlterField(
            "auditentry", "at", models.DateTimeField("时间", default=django.utils.timezone.now)
        ),
        migrations.AddField("auditentry", "roles", text("角色", 200), preserve_default=False),
        migrations.AddField(
            "auditentry",
            "source",
            models.CharField(
                "来源",
                max_length=10,
                choices=[("web", "网页"), ("command", "命令行"), ("job", "任务")],
                blank=True,
                default="",
            ),
            preserve_default=False,
        ),
        migrations.AddField("auditentry", "address", text("地址", 45), preserve_default=False),
        migrations.AddField(
            "auditentry", "agent", text("浏览器或程序", 200), preserve_default=False
        ),
        migrations.AddField(
            "auditentry", "request_id", text("请求编号", 32), preserve_default=False
        ),
        migrations.AddField("auditentry", "before", models.JSONField("之前", null=True)),
        migrations.AddField("auditentry", "after", models.JSONField("之后", null=True)),
        migrations.AddField(
            "auditentry", "version", models.PositiveSmallIntegerField("链的版本", null=True)
        ),
        migrations.AddField(
            "auditentry", "sequence", models.BigIntegerField("序号", null=True, unique=True)
        ),
        migrations.AddField(
            "auditentry", "previous_hash", text("前一条的指纹", 64), preserve_default=False
        ),
        migrations.AddField("auditentry", "hash", text("指纹", 64), preserve_default=False),
        migrations.AlterModelOptions(
            "auditentry",
            {
                "verbose_name": "审计记录",
                "verbose_name_plural": "审计记录",
                "default_permissions": ("view",),
            },
        ),
        migrations.RemoveIndex("auditentry", "audit_site_at"),
        migrations.AddIndex("auditentry", models.Index(fields=["at", "id"], name="audit_at")),
        migrations.AddIndex(
            "auditentry", models.Index(fields=["site_id", "at", "id"], name="audit_of_site")
        ),
        migrations.AddIndex(
            "auditentry", models.Index(fields=["actor_id", "at", "id"], name="audit_of_person")
        ),
        migrations.AddIndex(
            "auditentry", models.Index(fields=["actor_name", "at", "id"], name="audit_of_name")
        ),
        migrations.AddIndex(
            "auditentry", models.Index(fields=["action", "at", "id"], name="audit_of_action")
        ),
        migrations.AddIndex(
            "auditentry",
            models.Index(fields=["object_kind", "object_id"], name="audit_of_object"),
        ),
        migrations.AddIndex(
            "auditentry",
            models.Index(fields=["id"], condition=Q(sequence=None), name="audit_unsealed"),
        ),
        migrations.CreateModel(
            "ChainHead",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.BigIntegerField("序号", default=0)),
                ("hash", models.CharField("指纹", max_length=64, blank=True)),
            ],
            {
                "verbose_name": "审计链的末端",
                "verbose_name_plural": "审计链的末端",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            "ArchivedPart",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first", models.BigIntegerField("首条序号", unique=True)),
                ("last", models.BigIntegerField("末条序号", unique=True)),
                ("previous_hash", models.CharField("前一条的指纹", max_length=64, blank=True)),
                ("last_hash", models.CharField("末条的指纹", max_length=64)),
                ("from_at", models.DateTimeField("最早")),
                ("to_at", models.DateTimeField("最晚")),
                ("file", models.CharField("文件", max_length=200)),
                ("digest", models.CharField("文件的指纹", max_length=64)),
                ("archived_at", models.DateTimeField("归档时间", auto_now_add=True)),
            ],
            {
                "verbose_name": "审计归档",
                "verbose_name_plural": "审计归档",
                "default_permissions": (),
                "ordering": ["first"],
            },
        ),
        migrations.RunPython(make_head, migrations.RunPython.noop),
    ]
