"""The rules in force, and the one function that changes them."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django_tasks import task

from sitehub.accounts.roles import OPEN_SCHOOL
from sitehub.audit import record
from sitehub.publishing import bump, current
from sitehub.syndication.ledger_entries import Level

from .models import Duplicates, LengthClass, Quota, ScoreRules
from .points import Rules

GENERATION = "score-rules"
SETTINGS = (
    "duplicates", "returned_points", "late_after_days", "late_points", "year_kind",
    "first_term_month", "second_term_month", "schools_see_table",
)  # fmt: skip
GRID = ("from_characters", *Level.values)
# What points hang on; a change of the others counts nothing anew.
COUNTED = SETTINGS[:4]


@dataclass(frozen=True)
class InForce:
    """The settings as they were read, and the quotas by kind of school: (articles, points)."""

    settings: ScoreRules
    rules: Rules
    quotas: dict

    @cached_property
    def years_begin_in(self):
        """The month that years of points begin with."""
        is_school_year = self.settings.year_kind == "school"
        return self.settings.first_term_month if is_school_year else 1


_kept = (None, None)


def in_force():
    """The rules as InForce, read again only after somebody changed them."""
    global _kept
    mark = current(GENERATION)
    if _kept[0] != mark:
        _kept = (mark, read())
    return _kept[1]


def read():
    """The rules as the database has them now."""
    settings = ScoreRules.objects.first() or ScoreRules()
    classes = tuple(
        (one.from_characters, {level: getattr(one, level) for level in Level.values})
        for one in LengthClass.objects.order_by("from_characters")
    )
    rules = Rules(
        cumulative=settings.duplicates == Duplicates.CUMULATIVE,
        returned_points=settings.returned_points,
        late_after_days=settings.late_after_days,
        late_points=settings.late_points,
        classes=classes,
    )
    quotas = {one.kind: (one.articles, one.points) for one in Quota.objects.all()}
    return InForce(settings, rules, quotas)


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
    row.version += 1
    row.save()
    after = _facts()
    if any(before[name] != after[name] for name in ("classes", *COUNTED)):
        row.counted, row.counted_at, row.seen_at = 0, None, timezone.now()
        row.save()
        count_anew.enqueue(version=row.version)
    bump(GENERATION)
    record("scorerules.change", by=by, target=row, before=before, after=after)
    return row


@task()
def count_anew(version):
    """After a change: every school's totals by the new rules."""
    from .recount import recount_all

    recount_all(version=version)


def _facts():
    """The rules as an audit line shows them."""
    now = read()
    rows = LengthClass.objects.order_by("from_characters").values("name", *GRID)
    facts = {name: getattr(now.settings, name) for name in SETTINGS}
    return facts | {"classes": list(rows), "quotas": {k: list(v) for k, v in now.quotas.items()}}
