"""Remove what a stock Wagtail install begins with, and seed the META column types.

No default site exists (docs/decisions/0002): an unknown host must never show
the district. The stock groups and workflow hold rights on the whole tree.
"""

from django.db import migrations

COLUMN_TYPES = [
    "首页",
    "概况信息",
    "机构职能",
    "工作动态",
    "政策文件",
    "信息公开",
    "通知公告",
    "办事服务",
    "咨询投诉",
    "征集调查",
    "教学科研",
]


def remove_stock_content(apps, schema_editor):
    get = apps.get_model
    get("wagtailcore", "Site").objects.filter(
        is_default_site=True, root_page__slug="home", root_page__path="00010001"
    ).delete()
    welcome = get("wagtailcore", "Page").objects.filter(
        path="00010001", slug="home", title="Welcome to your new Wagtail site!"
    )
    if welcome.exists():
        welcome.delete()
        get("wagtailcore", "Page").objects.filter(path="0001").update(numchild=0)
    get("auth", "Group").objects.filter(name__in=["Moderators", "Editors"]).delete()
    get("wagtailcore", "WorkflowPage").objects.all().delete()
    get("wagtailcore", "WorkflowTask").objects.all().delete()
    get("wagtailcore", "Workflow").objects.filter(name="Moderators approval").delete()
    get("wagtailcore", "GroupApprovalTask").objects.filter(name="Moderators approval").delete()


def seed_column_types(apps, schema_editor):
    model = apps.get_model("school_sites", "ColumnType")
    model.objects.bulk_create(
        model(name=name, order=order) for order, name in enumerate(COLUMN_TYPES)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("school_sites", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [
        migrations.RunPython(remove_stock_content, migrations.RunPython.noop),
        migrations.RunPython(seed_column_types, migrations.RunPython.noop),
    ]
