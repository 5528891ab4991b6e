"""A small league: three primary schools and a middle school with figures in known months."""

from datetime import date

import pytest

from sitehub.counting import rules
from sitehub.counting.models import MonthTotal, Quota, ScoreRules
from sitehub.publishing import bump
from tests.factories import make_school


@pytest.fixture
def use_rules():
    """Set values of the rules, in force at once."""

    def use(**values):
        ScoreRules.objects.update(**values)
        bump(rules.GENERATION)

    return use


@pytest.fixture
def add_total():
    """``add(site, "2026-11", submitted, accepted, points)`` as if the ledger had given it."""

    def add(site, month, submitted, accepted, points, channel=1, returned=0):
        MonthTotal.objects.create(
            site=site, month=date.fromisoformat(f"{month}-01"), channel_id=channel,
            submitted=submitted, accepted=accepted, points=points, returned=returned,
        )  # fmt: skip

    return add


@pytest.fixture
def league(school, other_school, add_total, use_rules):
    """The schools by code; figures of 2026, and one of the year before."""
    sites = {"shiyan": school, "mingde": other_school}
    for code in ("chaoyang", "hongqi"):
        sites[code] = make_school(code, short_name=f"{code}小学")
    add_total(school, "2026-03", 4, 2, 10)
    add_total(school, "2026-11", 6, 3, 14, channel=2, returned=1)
    add_total(sites["chaoyang"], "2026-11", 3, 3, 24)
    add_total(other_school, "2026-11", 10, 1, 5)
    add_total(other_school, "2025-10", 1, 1, 4)
    Quota.objects.all().delete()
    Quota.objects.create(kind="primary", articles=10, points=100)
    use_rules(counted_at="2026-11-01T00:00:00Z")
    return sites
