"""Points of one submission under each rule: lines in, amounts out, no database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sitehub.counting.points import Line, Rules, fold
from sitehub.syndication.ledger_entries import Level

SHORT = dict(zip(Level.values, (1, 3, 20, 40, 60), strict=True))
LONG = dict(zip(Level.values, (2, 6, 20, 40, 80), strict=True))
RULES = Rules(classes=((0, SHORT), (1000, LONG)))
HIGHEST = Rules(cumulative=False, classes=RULES.classes)
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


def line(event, month=NOVEMBER, *, site=1, channel=1, decision="waiting", characters=None,
         level="", withdrew=False, aside=False, days=0):  # fmt: skip
    at = datetime(month.year, month.month, 12, tzinfo=UTC)
    return Line(1, event, at, at.date(), site, channel, at - timedelta(days=days), decision,
                withdrew, aside, characters, level)  # fmt: skip


def points(lines, rules=RULES, *, site=1):
    """{month: points} of a site."""
    found = {}
    for (whose, month, _channel, figure), amount in fold(lines, rules).items():
        if (whose, figure) == (site, "points"):
            found[month] = found.get(month, 0) + amount
    return {month: amount for month, amount in found.items() if amount}


SUBMITTED, ACCEPTED = line("submitted", characters=200), line("accepted", decision="accepted")


@pytest.mark.parametrize(("rules", "in_all"), [(RULES, 1 + 3 + 20 + 40), (HIGHEST, 40)])
def test_levels_add_up_or_the_highest_counts(rules, in_all):
    city = line("taken-higher", decision="accepted", level="city")
    province = line("taken-higher", decision="accepted", level="province")
    assert points([SUBMITTED, ACCEPTED, city, province], rules) == {NOVEMBER: in_all}


def test_longer_texts_earn_more_as_long_as_they_are_when_taken():
    longer = line("accepted", decision="accepted", characters=1000)
    assert points([SUBMITTED, longer]) == {NOVEMBER: 2 + 6}
    assert points([line("submitted"), ACCEPTED]) == {NOVEMBER: 1 + 3}  # nobody knows its length


def test_what_is_taken_back_is_taken_off_in_the_month_of_that():
    withdrawn = line("withdrawn", DECEMBER, decision="accepted", withdrew=True)
    assert points([SUBMITTED, ACCEPTED, withdrawn]) == {NOVEMBER: 4, DECEMBER: -4}
    recalled = line("recalled", DECEMBER, decision="recalled")
    assert points([SUBMITTED, ACCEPTED, recalled]) == {NOVEMBER: 4, DECEMBER: -4}
    again = line("offered-again", DECEMBER, decision="accepted")
    assert points([SUBMITTED, ACCEPTED, withdrawn, again]) == {NOVEMBER: 4}


def test_a_higher_level_stands_whatever_the_district_does_until_it_is_taken_back():
    city = line("taken-higher", decision="accepted", level="city")
    recalled = line("recalled", decision="recalled")
    error = line("not-higher", decision="recalled", level="city")
    assert points([SUBMITTED, ACCEPTED, city, recalled]) == {NOVEMBER: 20}
    assert points([SUBMITTED, ACCEPTED, city, recalled, error]) == {}


def test_returned_costs_until_it_is_submitted_again():
    rules = Rules(returned_points=-2, classes=RULES.classes)
    returned = line("returned", decision="returned")
    assert points([SUBMITTED, returned], rules) == {NOVEMBER: -2}
    again = line("submitted-again", DECEMBER)
    assert points([SUBMITTED, returned, again], rules) == {NOVEMBER: -2, DECEMBER: 3}
    found = fold([SUBMITTED, returned, again, returned], rules)
    assert found[1, NOVEMBER, 1, "returned"] == 2


def test_late_ones_earn_what_late_ones_earn():
    rules = Rules(late_after_days=30, late_points=-1, classes=RULES.classes)
    taken = line("accepted", decision="accepted", days=31)
    assert points([line("submitted", days=30), taken], rules) == {NOVEMBER: 4}
    late = [line("submitted", days=31), taken]
    assert points(late, rules) == {NOVEMBER: -1}
    assert points([*late, line("taken-higher", level="city", decision="accepted")], rules) == {
        NOVEMBER: 19
    }


def test_a_move_takes_everything_to_the_other_channel_and_keeps_the_sum():
    moved = line("moved", DECEMBER, channel=2, decision="accepted")
    found = fold([SUBMITTED, ACCEPTED, moved], RULES)
    assert found == {
        (1, NOVEMBER, 1, "submitted"): 1, (1, NOVEMBER, 1, "accepted"): 1,
        (1, NOVEMBER, 1, "points"): 4,
        (1, DECEMBER, 1, "submitted"): -1, (1, DECEMBER, 1, "accepted"): -1,
        (1, DECEMBER, 1, "points"): -4,
        (1, DECEMBER, 2, "submitted"): 1, (1, DECEMBER, 2, "accepted"): 1,
        (1, DECEMBER, 2, "points"): 4,
    }  # fmt: skip


def test_what_nobody_has_counts_nowhere_until_it_is_given_to_a_school():
    before = [line("submitted", site=None), line("accepted", site=None, decision="accepted")]
    assert fold(before, RULES) == {}
    given = line("given", DECEMBER, site=7, decision="accepted")
    assert points([*before, given], site=7) == {NOVEMBER: 4}


def test_without_rules_nothing_earns_anything():
    assert points([SUBMITTED, ACCEPTED], Rules()) == {}
