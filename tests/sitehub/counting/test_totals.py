"""Totals kept with each line are what the ledger adds up to, whatever happened."""

import random
import threading
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from school_sites.models import ArticlePage
from sitehub.counting import recount, rules, totals
from sitehub.counting.changing import change_rules
from sitehub.counting.models import Duplicates, LengthClass, MonthTotal, ScoreRules
from sitehub.publishing import bump
from sitehub.syndication import ledger, transitions
from sitehub.syndication.higher import take_back_higher, take_higher, taken_higher
from sitehub.syndication.ledger_entries import HIGHER, Event, LedgerEntry, Level
from sitehub.syndication.models import Channel, Decision, Submission, TrustedSchool
from sitehub.syndication.offering import offer_by_hand
from tests.factories import column_of, make_article, make_district, make_school

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
KINDS = ("news", "moral", "notice", "research")
STANDS = ("decision", "school_withdrew", "set_aside", "channel_id", "site_id")


def use(**values):
    """Rules of the test's own, in force at once."""
    ScoreRules.objects.update(**values)
    bump(rules.GENERATION)


def assert_right(*sites):
    for site in sites:
        assert totals.kept(site.pk) == totals.counted(site.pk, rules.read().rules)


class Life:
    """Whatever may happen to a school's articles, by the product's own functions."""

    def __init__(self, school, editor, district_editor, seed):
        self.school, self.editor, self.desk = school, editor, district_editor
        self.rng = random.Random(seed)
        self.articles = []

    def step(self):
        """One thing happens, or is refused."""
        actions = [self.publish, self.move, *[self.decide] * 4, *[self.school_acts] * 3,
                   self.go_higher, self.by_hand, self.trust]  # fmt: skip
        with suppress(ValidationError, IndexError, transitions.AlreadyDecided):
            self.rng.choice(actions)()

    def publish(self):
        body = [("text", f"<p>{'字' * self.rng.choice([10, 400, 1200])}</p>")]
        kind = self.rng.choice(KINDS)
        self.articles.append(make_article(self.school, "文", kind=kind, body=body).pk)

    def move(self):
        page = ArticlePage.objects.get(pk=self.rng.choice(self.articles))
        page.move(column_of(self.school, self.rng.choice(KINDS)), pos="last-child")

    def any_row(self):
        return self.rng.choice(list(Submission.objects.select_related("site").order_by("pk")))

    def decide(self):
        row = self.any_row()
        name = self.rng.choice(["accept", "return_to_school", "put_on_hold", "recall"])
        reason = {"reason": "短"} if name == "return_to_school" else {}
        getattr(transitions, name)(row, version=row.version, by=self.desk, **reason)

    def school_acts(self):
        name = self.rng.choice(["withdraw", "offer_again", "submit_again"])
        getattr(transitions, name)(self.any_row(), by=self.editor)

    def go_higher(self):
        row, today = self.any_row(), timezone.localdate()
        noted = taken_higher(row)
        if noted and self.rng.random() < 0.5:
            take_back_higher(row, line=noted[0].pk, by=self.desk)
            return
        level = self.rng.choice(HIGHER)[0]
        take_higher(row, level=level, place=str(self.rng.random()), on=today, by=self.desk)

    def by_hand(self):
        channel = self.rng.choice(list(Channel.objects.order_by("pk")))
        offer_by_hand(self.rng.choice(self.articles), channel=channel, by=self.editor)

    def trust(self):
        if not TrustedSchool.objects.filter(site=self.school).delete()[0]:
            TrustedSchool.objects.create(site=self.school)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("duplicates", Duplicates.values)
def test_after_any_history_lines_say_what_rows_say_and_totals_what_lines_say(
    school, editor, district_editor, seed, duplicates
):
    use(duplicates=duplicates, returned_points=-1)
    life = Life(school, editor, district_editor, seed)
    life.publish()
    moments = {}
    for number in range(45):
        # Months pass: what is taken back comes later than what was earned.
        with ledger.as_of(timezone.now() - timedelta(days=20 * (45 - number))):
            life.step()
        for row in Submission.objects.all():
            last = LedgerEntry.objects.filter(submission_id=row.pk).order_by("pk").last()
            assert [getattr(last, name) for name in STANDS] == [
                getattr(row, name) for name in STANDS
            ]
            moments[last.counts_on.replace(day=1)] = True
    assert len(moments) > 3
    assert_right(school)
    sums = MonthTotal.objects.filter(site=school)
    offered = Submission.objects.offered()
    assert sum(sums.values_list("submitted", flat=True)) == offered.count()
    assert (
        sum(sums.values_list("accepted", flat=True))
        == offered.filter(decision=Decision.ACCEPTED).count()
    )
    recount.recount_all()
    assert_right(school)


# Any lines at all, also such as the product would not write, in any portions.
LINES = st.lists(
    st.tuples(
        st.integers(1, 4),  # submission
        st.sampled_from(Event.values),
        st.integers(1, 5),  # month
        st.sampled_from([None, "one", "two"]),  # school
        st.integers(1, 2),  # channel
        st.sampled_from(Decision.values),
        st.booleans(),
        st.booleans(),
        st.sampled_from([None, 10, 400, 2000]),
        st.sampled_from(["city", "province"]),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=25, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(lines=LINES, portion=st.integers(1, 4), first=st.sampled_from(Duplicates.values))
def test_any_lines_in_any_portions_add_up_to_a_recount(school, other_school, lines, portion, first):
    use(duplicates=first, returned_points=-3, late_after_days=10, late_points=-1)
    recount.recount_all()
    # Numbers of this example's own: the ledger keeps the lines of the examples before.
    base = (LedgerEntry.objects.order_by("-submission_id").values_list("submission_id", flat=True)
            .first() or 0)  # fmt: skip
    sites = {None: None, "one": school.pk, "two": other_school.pk}
    known, made = set(), []
    for submission, event, month, site, channel, decision, withdrew, aside, length, level in lines:
        day = date(2026, month, 3)
        made.append(
            LedgerEntry(
                submission_id=base + submission,
                event=event,
                counts_on=day,
                site_id=sites[site],
                channel_id=channel,
                decision=decision,
                school_withdrew=withdrew,
                set_aside=aside,
                characters=length,
                level=level if event in ("taken-higher", "not-higher") else "",
                published_at=timezone.now() - timedelta(days=length or 0),
                title="",
                school_name="",
            )
        )
    for start in range(0, len(made), portion):
        part = made[start : start + portion]
        LedgerEntry.objects.bulk_create(part)
        numbers = {one.submission_id for one in part}
        totals.apply(part, begins=not numbers & known)
        known |= numbers
    assert_right(school, other_school)
    other = next(one for one in Duplicates.values if one != first)
    use(duplicates=other, returned_points=0)
    recount.recount_all()
    assert_right(school, other_school)


def test_two_writers_add_to_the_same_total(school):
    key = (school.pk, date(2026, 11, 1), 1)
    totals.add({(*key, "points"): 3, (*key, "submitted"): 1})
    totals.add({(*key, "points"): -5})
    row = MonthTotal.objects.get()
    assert (row.points, row.submitted) == (-2, 1)


# --- the rules


def change(by, *, classes=None, since=None, **values):
    now = rules.read()
    keep = {name: getattr(now.settings, name) for name in rules.SETTINGS}
    classes = classes or list(LengthClass.objects.values("name", *rules.GRID))
    return change_rules(
        by=by, settings=keep | values, classes=classes, quotas=now.quotas, since=since
    )


def test_changed_rules_count_everything_anew(school, administrator, district_editor, run_jobs):
    TrustedSchool.objects.create(site=school)
    row = Submission.objects.get(article=make_article(school))
    take_higher(row, level="city", place="报", on=timezone.localdate(), by=district_editor)
    assert sum(MonthTotal.objects.values_list("points", flat=True)) == 1 + 3 + 20
    state = change(administrator, duplicates=Duplicates.HIGHEST)
    assert sum(MonthTotal.objects.values_list("points", flat=True)) == 20
    state.refresh_from_db()
    assert (state.version, state.counted, state.is_being_counted) == (2, 1, False)
    state = change(administrator, schools_see_table=True)  # counts nothing anew
    assert not state.is_being_counted


def test_new_rules_from_a_day_on_leave_what_was_submitted_before(
    school, administrator, district_editor, run_jobs
):
    def offered(days_ago):
        moment = timezone.now() - timedelta(days=days_ago)
        with ledger.as_of(moment):
            return Submission.objects.get(article=make_article(school, publication_date=moment))

    before = offered(days_ago=10)
    since = timezone.localdate() - timedelta(days=5)
    double = [
        one | {level: 2 * one[level] for level in Level.values}
        for one in LengthClass.objects.values("name", *rules.GRID)
    ]
    change(administrator, since=since, classes=double)
    new = offered(days_ago=0)
    for row in (before, new):  # its rules stay its rules, whenever it is taken
        transitions.accept(row, version=row.version, by=district_editor)
    assert_right(school)
    assert sum(MonthTotal.objects.values_list("points", flat=True)) == (1 + 3) + (2 + 6)
    with pytest.raises(ValidationError, match="起始日期应在"):
        change(administrator, since=since)
    change(administrator, returned_points=-1)  # mends the present ones, and leaves the past
    assert_right(school)
    transitions.return_to_school(
        Submission.objects.get(pk=before.pk), version=before.version + 1, by=district_editor,
        reason="短",
    )  # fmt: skip
    assert sum(MonthTotal.objects.values_list("points", flat=True)) == 0 + (2 + 6)


def test_a_school_does_not_change_the_rules(manager):
    with pytest.raises(PermissionDenied):
        change(manager, duplicates=Duplicates.HIGHEST)


def test_a_recount_of_older_rules_ends_and_a_lost_one_is_queued_again(school, monkeypatch):
    assert recount.recount_all(version=99) == 0  # these rules are no more
    queued = []
    monkeypatch.setattr(
        recount.count_anew.__class__, "enqueue", lambda task, **values: queued.append(values)
    )
    ScoreRules.objects.update(counted_at=None, seen_at=None)
    recount.recount_due()
    recount.recount_due()  # somebody is at it
    assert queued == [{"version": 1}]
    ScoreRules.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    recount.recount_due()
    assert len(queued) == 2
    recount.recount_all(version=1)
    ScoreRules.objects.update(seen_at=None)
    recount.recount_due()
    assert len(queued) == 2


def test_the_command_proves_totals_and_mends_them(school, capsys):
    make_article(school)
    call_command("recount", "--check")
    assert "积分与台账一致" in capsys.readouterr().out
    MonthTotal.objects.update(points=99)
    with pytest.raises(CommandError, match="1 处不一致"):
        call_command("recount", "--check")
    assert "points: 99, 应为 1" in capsys.readouterr().out
    call_command("recount", verbosity=0)
    call_command("recount", "--check")


# --- several at once


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_writers_and_a_recount_at_once_lose_nothing():
    make_district()
    school = make_school("shiyan")
    workers, lines, failed = 4, 25, []
    stop = threading.Event()

    def write(worker):
        try:
            for number in range(lines):
                row = Submission(
                    pk=1_000_000 + worker * 1_000 + number, site=school, channel_id=1 + number % 3,
                    title="文", school_name="学校", first_published_at=timezone.now(),
                )  # fmt: skip
                with transaction.atomic():
                    ledger.write([row], Event.SUBMITTED, begins=True)
                    row.decision = Decision.ACCEPTED
                    ledger.write([row], Event.ACCEPTED)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    def count():
        while not stop.is_set():
            totals.renew(school.pk, rules.read().rules)
        connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(workers)]
    counter = threading.Thread(target=count)
    for thread in (counter, *threads):
        thread.start()
    for thread in threads:
        thread.join()
    stop.set()
    counter.join()
    assert failed == []
    assert_right(school)
    assert sum(MonthTotal.objects.values_list("submitted", flat=True)) == workers * lines
