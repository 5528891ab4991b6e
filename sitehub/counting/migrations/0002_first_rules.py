"""The rules a district begins with; they are settings from then on."""

from django.db import migrations

# From how many characters, then points at the levels from the school's site to the nation.
CLASSES = [
    ("简讯", 0, 1, 3, 20, 40, 60),
    ("消息", 300, 1, 4, 20, 40, 70),
    ("长稿", 1000, 2, 6, 20, 40, 80),
]
FIELDS = ("name", "from_characters", "school", "district", "city", "province", "nation")
QUOTAS = {"kindergarten": 10, "primary": 20, "middle": 20, "nine-year": 24, "high": 20}


def fill(apps, schema_editor):
    """One row of rules, three lengths, and quotas of articles."""
    apps.get_model("counting", "ScoreRules").objects.create()
    classes = apps.get_model("counting", "LengthClass")
    classes.objects.bulk_create(classes(**dict(zip(FIELDS, row, strict=True))) for row in CLASSES)
    quotas = apps.get_model("counting", "Quota")
    quotas.objects.bulk_create(quotas(kind=kind, articles=n) for kind, n in QUOTAS.items())


def empty(apps, schema_editor):
    """For going back."""
    for name in ("ScoreRules", "LengthClass", "Quota"):
        apps.get_model("counting", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("counting", "0001_counting")]

    operations = [migrations.RunPython(fill, empty)]
