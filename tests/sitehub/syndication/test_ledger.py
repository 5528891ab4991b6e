"""The ledger: a line for every change of how a submission stands, and never another word."""

import ast
import importlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from school_sites.models import ArticlePage
from sitehub.audit.models import AuditEntry
from sitehub.syndication import ledger_guards, transitions
from sitehub.syndication.higher import take_back_higher, take_higher, taken_higher
from sitehub.syndication.ledger_entries import LedgerEntry, NeverChanged
from sitehub.syndication.models import Submission, TrustedSchool
from sitehub.syndication.outside import OutsideItem, give_to_site, offer_outside
from tests.factories import column_of, make_article

from .helpers import offer, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SKIPPED = ("migrations", "demo")
FIELDS = {"decision", "school_withdrew", "set_aside"}


def events(submission):
    lines = LedgerEntry.objects.filter(submission_id=submission.pk).order_by("pk")
    return list(lines.values_list("event", flat=True))


def writers():
    """Functions of the product that set one of FIELDS, as ``module.function``."""
    files = (settings.BASE_DIR / "sitehub").rglob("*.py")
    texts = {file: file.read_text() for file in files if file.parent.name not in SKIPPED}
    return {
        f"{file.stem}.{function.name}"
        for file, text in texts.items()
        if "Submission" in text
        for function in ast.walk(ast.parse(text))
        if isinstance(function, ast.FunctionDef) and _sets(function)
    }


def _sets(function):
    named = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and _name(node.func) in ("update", "Submission", "_change"):
            named |= {one.arg for one in node.keywords}
        if isinstance(node, ast.Dict):
            named |= {one.value for one in node.keys if isinstance(one, ast.Constant)}
    return bool(named & FIELDS)


def _name(function):
    return getattr(function, "id", getattr(function, "attr", ""))


def test_whoever_changes_how_a_row_stands_is_known():
    """A new writer belongs here only when it writes the ledger, and a test says so."""
    assert writers() == {
        "transitions.withdraw", "transitions.offer_again", "transitions.submit_again",
        "transitions._decide", "filing._settle_in", "filing._set_aside", "filing._move_to",
        "filing.offer_of", "offering._take_back", "reconciling._right_key",
        "transitions.__init__",  # only a message
    }  # fmt: skip


def test_each_step_of_a_submission_is_a_line(school, editor, district_editor):
    row = offer(school, "运动会")
    row = transitions.put_on_hold(row, version=row.version, by=district_editor)
    row = transitions.return_to_school(row, version=row.version, by=district_editor, reason="短")
    row = transitions.submit_again(row, by=editor)
    transitions.withdraw(row, by=editor)
    transitions.offer_again(row, by=editor)
    row = transitions.accept(row, version=row.version, by=district_editor)
    row = transitions.recall(row, version=row.version, by=district_editor)
    assert events(row) == [
        "submitted", "on-hold", "returned", "submitted-again", "withdrawn", "offered-again",
        "accepted", "recalled",
    ]  # fmt: skip
    line = LedgerEntry.objects.get(event="accepted")
    assert (line.site_id, line.title, line.by_name) == (school.pk, "运动会", str(district_editor))
    assert (line.decision, line.characters) == ("accepted", len("正文第一段。"))
    assert LedgerEntry.objects.get(event="submitted").characters == len("正文第一段。")


def test_what_a_move_does_is_a_line(school, other_school, district_editor):
    row = offer(school, "甲")
    row = transitions.accept(row, version=row.version, by=district_editor)
    for kind in ("notice", "news", "moral"):
        page = ArticlePage.objects.get(pk=row.article_id)
        page.move(column_of(school, kind), pos="last-child")
    assert events(row)[2:] == ["set-aside", "taken-back", "moved"]
    last = LedgerEntry.objects.order_by("pk").last()
    row.refresh_from_db()
    assert (last.channel_id, last.decision) == (row.channel_id, "waiting")


def test_pages_outside_have_lines_and_come_to_their_site(school, district):
    moment = timezone.now()
    item = OutsideItem("feed:1", "https://example.com/1", "站外", "", moment)
    channel = offer(school, "甲").channel
    (row,) = offer_outside([item], channel=channel, school_name="远山小学")
    rows = Submission.objects.filter(pk=row.pk)
    assert give_to_site(rows, school) == 1
    assert give_to_site(rows, school) == 0
    lines = LedgerEntry.objects.filter(submission_id=row.pk).order_by("pk")
    assert list(lines.values_list("event", "site_id")) == [
        ("submitted", None), ("given", school.pk),
    ]  # fmt: skip


def test_a_republished_article_adds_nothing_and_a_new_one_two_statements(school):
    TrustedSchool.objects.create(site=school)
    article = make_article(school)
    assert LedgerEntry.objects.get().decision == "accepted"
    with CaptureQueriesContext(connection) as again:
        ArticlePage.objects.get(pk=article.pk).save_revision().publish()
    assert [one for one in statements(again) if "ledger" in one or "monthtotal" in one] == []
    with CaptureQueriesContext(connection) as new:
        make_article(school, "第二篇")
    ours = [one for one in statements(new) if "ledger" in one or "monthtotal" in one]
    assert len(ours) == 2
    assert LedgerEntry.objects.count() == 2


def statements(captured):
    return [query["sql"].lower() for query in captured]


def test_no_line_is_changed_or_removed(school):
    offer(school, "甲")
    line = LedgerEntry.objects.get()
    for attempt in (line.save, line.delete, LedgerEntry.objects.all().delete):
        with pytest.raises(NeverChanged):
            attempt()
    with pytest.raises(NeverChanged):
        LedgerEntry.objects.update(title="乙")
    for statement in (f"UPDATE {ledger_guards.TABLE} SET title = 'x'",
                      f"DELETE FROM {ledger_guards.TABLE}"):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert LedgerEntry.objects.get().title == "甲"


# --- what was there before


def test_rows_from_before_begin_with_what_they_remember(school, editor, district_editor):
    migration = importlib.import_module("sitehub.syndication.migrations.0014_begin_ledger")
    rows = [offer(school, title) for title in ("等待", "采用", "退回", "撤回", "移走")]
    accepted, returned, withdrawn, aside = rows[1:]
    transitions.accept(accepted, version=1, by=district_editor)
    transitions.return_to_school(returned, version=1, by=district_editor, reason="短")
    transitions.withdraw(transitions.accept(withdrawn, version=1, by=district_editor), by=editor)
    ArticlePage.objects.get(pk=aside.article_id).move(column_of(school, "notice"), pos="last-child")
    before = LedgerEntry.objects.order_by("pk").last().pk
    migration.fill(apps, None)
    new = LedgerEntry.objects.filter(pk__gt=before).order_by("pk")
    found = {row.title: [one.event for one in new if one.submission_id == row.pk] for row in rows}
    assert found == {
        "等待": ["submitted"],
        "采用": ["submitted", "accepted"],
        "退回": ["submitted", "returned"],
        "撤回": ["submitted", "accepted", "withdrawn"],
        "移走": ["submitted", "set-aside"],
    }
    for row in Submission.objects.all():
        last = [one for one in new if one.submission_id == row.pk][-1]
        for name in FIELDS | {"channel_id", "site_id"}:
            assert getattr(last, name) == getattr(row, name)
    moments = list(new.filter(submission_id=withdrawn.pk).values_list("at", flat=True))
    assert moments == sorted(moments)


# --- taken higher


def test_a_higher_level_is_noted_on_the_screen_and_taken_back(desk, school):
    row = offer(school, "甲")
    address = f"/admin/submissions/{row.pk}/higher/"
    today = timezone.localdate()
    form = {"higher-level": "city", "higher-place": "云州日报", "higher-on": today.isoformat()}
    response = desk.post(address + "?state=waiting", form)
    assert response["Location"] == f"/admin/submissions/{row.pk}/?state=waiting"
    (line,) = taken_higher(row)
    assert (line.level, line.place, line.counts_on) == ("city", "云州日报", today)
    page = text_of(desk.get(f"/admin/submissions/{row.pk}/"))
    assert "云州日报" in page
    assert AuditEntry.objects.get(action="submission.taken_higher").details["level"] == "city"
    again = text_of(desk.post(address, form))  # the same twice
    assert "已经记过" in again
    desk.post(f"{address}{line.pk}/")
    assert taken_higher(row) == []
    assert "已经取消" in text_of(desk.post(f"{address}{line.pk}/", follow=True))
    assert events(row) == ["submitted", "taken-higher", "not-higher"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"higher-level": "school"}, "级别"),
        ({"higher-place": ""}, "采用处"),
        ({"higher-on": "2999-01-01"}, "日期应在文章发布之后"),
        ({"higher-on": "1999-01-01"}, "日期应在文章发布之后"),
        ({"higher-link": "javascript:alert(1)"}, "网址"),
    ],
)
def test_a_wrong_field_notes_nothing(desk, school, change, message):
    row = offer(school, "甲")
    form = {"higher-level": "city", "higher-place": "日报",
            "higher-on": timezone.localdate().isoformat()}  # fmt: skip
    response = desk.post(f"/admin/submissions/{row.pk}/higher/", form | change)
    assert response.status_code == 200
    assert message in text_of(response)
    assert 'role="alert"' in text_of(response)
    assert taken_higher(row) == []


def test_only_the_district_notes_a_higher_level(school, editor, admin_client):
    row = offer(school, "甲")
    facts = {"level": "city", "place": "日报", "on": timezone.localdate()}
    with pytest.raises(PermissionDenied):
        take_higher(row, by=editor, **facts)
    with pytest.raises(PermissionDenied):
        take_back_higher(row, line=1, by=editor)
    admin_client.force_login(editor)
    admin_client.post(f"/admin/submissions/{row.pk}/higher/", {"higher-level": "city"})
    assert events(row) == ["submitted"]


def test_a_line_of_another_submission_is_not_taken_back(school, district_editor):
    one, other = offer(school, "甲"), offer(school, "乙")
    on = timezone.localdate() - timedelta(days=0)
    line = take_higher(one, level="nation", place="报", on=on, by=district_editor)
    with pytest.raises(ValidationError):
        take_back_higher(other, line=line.pk, by=district_editor)
    assert [found.pk for found in taken_higher(one)] == [line.pk]
