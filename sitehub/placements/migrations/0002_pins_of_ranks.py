"""Submissions that had a rank become pins of the column they stand in, the highest first."""

from django.db import migrations
from django.db.models import F

LIMIT, HIGHEST = 3, 9


def pin_ranked(apps, schema_editor):
    """One slot for each column; as many are shown as stood above it, up to the highest limit."""
    submission = apps.get_model("syndication", "Submission")
    slot = apps.get_model("placements", "Slot")
    placement = apps.get_model("placements", "Placement")
    rows = submission.objects.filter(rank__gt=0).order_by(
        "column", "-rank", "-first_published_at", "-pk"
    )
    columns = {}
    for row in rows.values("pk", "column", "headline", "title"):
        columns.setdefault(row["column"], []).append(row)
    for column, ranked in columns.items():
        limit = min(max(LIMIT, len(ranked)), HIGHEST)
        pins = slot.objects.create(kind="pin", column_id=column, limit=limit)
        placement.objects.bulk_create(
            placement(
                slot=pins,
                submission_id=row["pk"],
                title=row["headline"] or row["title"],
                order=order,
            )
            for order, row in enumerate(ranked)
        )


def rank_pinned(apps, schema_editor):
    """Back: the first nine of a column have the ranks 9 to 1."""
    submission = apps.get_model("syndication", "Submission")
    placement = apps.get_model("placements", "Placement")
    pins = placement.objects.filter(
        slot__kind="pin", submission__isnull=False, submission__column=F("slot__column")
    )
    place, slot = 0, None
    for pin in pins.order_by("slot", "order", "-pk"):
        place, slot = (place + 1 if pin.slot_id == slot else 0), pin.slot_id
        submission.objects.filter(pk=pin.submission_id).update(rank=max(1, HIGHEST - place))


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0001_places"),
        ("syndication", "0011_outside_items"),
    ]

    operations = [migrations.RunPython(pin_ranked, rank_pinned)]
