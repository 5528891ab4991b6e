"""The one function that changes the rules."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from sitehub.accounts.roles import OPEN_SCHOOL
from sitehub.audit import record
from sitehub.publishing import bump

from .models import LengthClass, Quota, ScoreRules
from .recount import count_anew
from .rules import GENERATION, GRID, SETTINGS, read

# What points hang on; a change of the others counts nothing anew.
COUNTED = SETTINGS[:4]


@transaction.atomic
def change_rules(*, by, settings, classes, quotas):
    """Set the rules; points are counted anew where they hang on what changed.

    ``settings``: all of SETTINGS. ``classes``: a list of {"name", *GRID}, ``quotas``:
    {kind: (articles, points)}; both are all there is from now on. The values have been
    checked by the form. Returns the ScoreRules. Raises PermissionDenied.
    """
    if not by.has_perm(OPEN_SCHOOL):
        raise PermissionDenied
    row = ScoreRules.objects.select_for_update().first() or ScoreRules()
    before = _facts()
    for name in SETTINGS:
        setattr(row, name, settings[name])
    LengthClass.objects.all().delete()
    LengthClass.objects.bulk_create(LengthClass(**one) for one in classes)
    Quota.objects.all().delete()
    Quota.objects.bulk_create(
        Quota(kind=kind, articles=articles, points=points)
        for kind, (articles, points) in quotas.items()
    )
    row.save()
    after = _facts()
    if any(before[name] != after[name] for name in ("classes", *COUNTED)):
        row.version += 1
        row.counted, row.counted_at, row.seen_at = 0, None, timezone.now()
        row.save()
        count_anew.enqueue(version=row.version)
    bump(GENERATION)
    record("scorerules.change", by=by, target=row, before=before, after=after)
    return row


def _facts():
    """The rules as an audit line shows them."""
    now = read()
    rows = LengthClass.objects.order_by("from_characters").values("name", *GRID)
    facts = {name: getattr(now.settings, name) for name in SETTINGS}
    return facts | {"classes": list(rows), "quotas": {k: list(v) for k, v in now.quotas.items()}}
