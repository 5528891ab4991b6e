"""The one function that changes the rules."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sitehub.accounts.roles import OPEN_SCHOOL
from sitehub.audit import record
from sitehub.publishing import bump

from .models import LengthClass, PastRules, Quota, ScoreRules
from .recount import count_anew
from .rules import COUNTED, GENERATION, SETTINGS, read, snapshot


@transaction.atomic
def change_rules(*, by, settings, classes, quotas, since=None):
    """Set the rules; points are counted anew where they hang on what changed.

    With ``since`` (a day) they are for what is first submitted from then on; what was
    submitted before keeps the rules it had. Without, they are for everything since the
    day the last rules of before ended.

    ``settings``: all of SETTINGS. ``classes``: a list of {"name", *GRID}, ``quotas``:
    {kind: (articles, points)}; both are all there is from now on. The values have been
    checked by the form. Returns the ScoreRules. Raises PermissionDenied, and ValidationError
    on ``since`` where older rules end on that day or later.
    """
    if not by.has_perm(OPEN_SCHOOL):
        raise PermissionDenied
    row = ScoreRules.objects.select_for_update().first() or ScoreRules()
    before = _facts()
    if since is not None:
        _keep(row, since)
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
    if any(before[name] != after[name] for name in ("past", "classes", *COUNTED)):
        row.version += 1
        row.counted, row.counted_at, row.seen_at = 0, None, timezone.now()
        row.save()
        count_anew.enqueue(version=row.version)
    bump(GENERATION)
    record("scorerules.change", by=by, target=row, before=before, after=after)
    return row


def _keep(row, since):
    """What is in force now was the rule until ``since``."""
    if PastRules.objects.filter(until__gte=since).exists():
        last = PastRules.objects.order_by("until").last().until
        text = _("新规则的起始日期应在 %s 之后：更早的报送已有自己的规则。")
        raise ValidationError({"since": text % last.isoformat()})
    PastRules.objects.create(until=since, values=snapshot(row))


def _facts():
    """The rules as an audit line shows them."""
    now = read()
    return {
        **{name: getattr(now.settings, name) for name in SETTINGS},
        **snapshot(now.settings),
        "quotas": {kind: list(pair) for kind, pair in now.quotas.items()},
        "past": [until.isoformat() for until, _rules in now.rules.past],
    }
