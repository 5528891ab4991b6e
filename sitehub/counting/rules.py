"""The rules in force, read once by each process and again after somebody changed them."""

from dataclasses import dataclass

from sitehub.publishing import current
from sitehub.syndication.ledger_entries import Level

from .models import Duplicates, LengthClass, PastRules, Quota, ScoreRules
from .points import Book, Rules

GENERATION = "score-rules"
SETTINGS = (
    "duplicates", "returned_points", "late_after_days", "late_points", "year_kind",
    "first_term_month", "second_term_month", "schools_see_table",
)  # fmt: skip
COUNTED = SETTINGS[:4]  # what points hang on, beside the lengths
GRID = ("from_characters", *Level.values)


@dataclass(frozen=True)
class InForce:
    """The settings as they were read, and the quotas by kind of school: (articles, points)."""

    settings: ScoreRules
    rules: Book
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
    past = tuple((one.until, rules_of(one.values)) for one in PastRules.objects.order_by("until"))
    rules = Book(rules_of(snapshot(settings)), past)
    quotas = {one.kind: (one.articles, one.points) for one in Quota.objects.all()}
    return InForce(settings, rules, quotas)


def snapshot(settings):
    """What points hang on, as plain values: of ``settings`` and of the lengths as they are now."""
    rows = LengthClass.objects.order_by("from_characters").values("name", *GRID)
    return {name: getattr(settings, name) for name in COUNTED} | {"classes": list(rows)}


def rules_of(values):
    """The Rules that ``values`` (a snapshot) are."""
    classes = tuple(
        (one["from_characters"], {level: one[level] for level in Level.values})
        for one in values["classes"]
    )
    return Rules(
        cumulative=values["duplicates"] == Duplicates.CUMULATIVE,
        classes=classes,
        **{name: values[name] for name in COUNTED[1:]},
    )
