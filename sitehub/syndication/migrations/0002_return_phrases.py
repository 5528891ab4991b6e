"""The first saved reasons for returning a submission; the district edits them."""

from django.db import migrations

PHRASES = [
    "请补充活动时间、地点和参加人员。",
    "图片不清晰或缺少说明，请更换后重新发布。",
    "标题过长或不够准确，请修改。",
    "内容与已采用的文章重复。",
    "含有学生个人信息，请删除后重新发布。",
    "时效已过，暂不采用。",
    "请核对数字、单位名称和领导职务。",
]


def seed(apps, schema_editor):
    model = apps.get_model("syndication", "ReturnPhrase")
    model.objects.bulk_create(model(text=text, order=n) for n, text in enumerate(PHRASES))


class Migration(migrations.Migration):
    dependencies = [("syndication", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
