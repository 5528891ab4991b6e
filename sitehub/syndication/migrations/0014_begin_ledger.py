"""The ledger begins with what the rows remember: when they were offered, taken, decided."""

from django.db import migrations
from django.utils import timezone

CHUNK = 2_000
SAME = ("site_id", "school_name", "channel_id", "title")
STATE = ("decision", "school_withdrew", "set_aside")
AT_FIRST = ("waiting", False, False)


def fill(apps, schema_editor):
    """In chunks by number. How long the articles were then, nobody wrote down."""
    submissions = apps.get_model("syndication", "Submission").objects
    model = apps.get_model("syndication", "LedgerEntry")
    last = 0
    while rows := list(submissions.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = rows[-1].pk
        entries = (line(model, row, *what) for row in rows for what in story(row))
        model.objects.bulk_create(entries, batch_size=CHUNK)


def story(row):
    """(event, moment, state) of what is known to have happened to ``row``, in order."""
    found = [("submitted", row.submitted_at, AT_FIRST)]
    if row.accepted_at:
        found.append(("accepted", max(row.accepted_at, found[-1][1]), ("accepted", False, False)))
    decision, withdrew, aside = (getattr(row, name) for name in STATE)
    decided = row.decided_at or row.standing_at or row.waiting_since
    moved = row.standing_at or decided
    if decision != found[-1][2][0]:
        event = "moved" if decision == "waiting" else decision
        found.append((event, max(decided, found[-1][1]), (decision, False, False)))
    if withdrew:
        found.append(("withdrawn", max(moved, found[-1][1]), (decision, True, False)))
    if aside:
        found.append(("set-aside", max(moved, found[-1][1]), (decision, withdrew, True)))
    return found


def line(model, row, event, at, state):
    """One line of the ledger."""
    return model(
        submission_id=row.pk,
        event=event,
        at=at,
        counts_on=timezone.localdate(at),
        published_at=row.first_published_at,
        **{name: getattr(row, name) for name in SAME},
        **dict(zip(STATE, state, strict=True)),
    )


class Migration(migrations.Migration):
    dependencies = [("syndication", "0013_ledger")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
