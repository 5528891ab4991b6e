"""The right to manage columns and home pages, given to the groups whose role has it."""

from django.db import migrations

CODENAME = "manage_columns"
ROLES = ("school-manager", "district-administrator")


def grant(apps, schema_editor):
    """Give existing sites' groups what provisioning gives to those of new sites."""
    groups = apps.get_model("school_sites", "SiteGroup").objects.filter(role__in=ROLES)
    if not groups.exists():
        return  # a new install
    # Django makes it only after all migrations, and keeps one that is there.
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="school_sites", model="schoolsite"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=CODENAME, defaults={"name": "管理栏目和首页"}
    )
    permission.group_set.add(*groups.values_list("group_id", flat=True))


class Migration(migrations.Migration):
    dependencies = [
        ("school_sites", "0007_sent_form"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="schoolsite",
            options={
                "ordering": ["kind", "code"],
                "permissions": [
                    ("open_school", "开通、暂停、归档学校网站"),
                    ("see_platform", "查看平台状态"),
                    ("manage_columns", "管理栏目和首页"),
                ],
                "verbose_name": "网站",
                "verbose_name_plural": "网站",
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop, elidable=False),
    ]
