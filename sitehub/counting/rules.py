"""The rules in force, read once by each process and again after somebody changed them."""

from dataclasses import dataclass

from sitehub.publishing import current
from sitehub.syndication.ledger_entries import Level

from .models import Duplicates, LengthClass, Quota, ScoreRules
from .points import Rules

GENERATION = "score-rules"
SETTINGS = (
    "duplicates", "returned_points", "late_after_days", "late_points", "year_kind",
    "first_term_month", "second_term_month", "schools_see_table",
)  # fmt: skip
GRID = ("from_characters", *Level.values)


@dataclass(frozen=True)
class InForce:
    """The settings as they were read, and the quotas by kind of school: (articles, points)."""

    settings: ScoreRules
    rules: Rules
    quotas: dict


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
