"""The school's side: its own submissions, withdraw, offer again; and nobody else's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sitehub.audit.models import AuditEntry
from sitehub.provisioning.sites import archive
from sitehub.syndication import transitions
from sitehub.syndication.models import Decision, Submission
from tests.factories import column_of, make_article

MINE = "/admin/my-submissions/"


@pytest.fixture
def offered(school):
    """A waiting submission of ``school``."""
    return Submission.objects.get(article=make_article(school, "校运会"))


@pytest.fixture
def as_editor(admin_client, editor):
    """A client of the admin host, signed in as the school's editor."""
    admin_client.force_login(editor)
    return admin_client


def button(submission, name):
    return f"{MINE}{submission.pk}/{name}/"


def test_own_submissions_with_state_and_reason(as_editor, offered, district_editor):
    transitions.return_to_school(offered, version=1, by=district_editor, reason="图片不清晰")
    page = as_editor.get(MINE).content.decode()
    assert "校运会" in page
    assert "已退回" in page
    assert "图片不清晰" in page


def test_another_schools_submissions_do_not_show(admin_client, offered, stranger):
    admin_client.force_login(stranger)
    page = admin_client.get(MINE).content.decode()
    assert "校运会" not in page
    assert "还没有报送" in page


@pytest.mark.parametrize("name", ["withdraw", "offer-again", "submit-again"])
def test_another_schools_submission_does_not_exist(admin_client, offered, stranger, name):
    admin_client.force_login(stranger)
    assert admin_client.post(button(offered, name)).status_code == 404
    offered.refresh_from_db()
    assert not offered.school_withdrew


def test_district_editor_sees_an_empty_list(admin_client, offered, district_editor):
    admin_client.force_login(district_editor)
    response = admin_client.get(MINE)
    assert response.status_code == 200
    assert "校运会" not in response.content.decode()
    assert admin_client.post(button(offered, "withdraw")).status_code == 404


def test_withdrawn_article_leaves_the_district_at_once(as_editor, offered, district_editor):
    transitions.accept(offered, version=1, by=district_editor)
    assert Submission.objects.visible().exists()
    response = as_editor.post(button(offered, "withdraw"), follow=True)
    assert not Submission.objects.visible().exists()
    assert "学校已撤回" in response.content.decode()
    assert AuditEntry.objects.filter(action="submission.withdraw").count() == 1


def test_offered_again_keeps_the_districts_decision(as_editor, offered, district_editor):
    transitions.accept(offered, version=1, by=district_editor)
    as_editor.post(button(offered, "withdraw"))
    as_editor.post(button(offered, "offer-again"))
    offered.refresh_from_db()
    assert offered.decision == Decision.ACCEPTED
    assert Submission.objects.visible().exists()


def test_buttons_fit_the_state(as_editor, offered, district_editor):
    assert "withdraw/" in as_editor.get(MINE).content.decode()
    transitions.return_to_school(offered, version=1, by=district_editor, reason="重复")
    page = as_editor.get(MINE).content.decode()
    assert "withdraw/" not in page
    assert "offer-again/" not in page
    assert button(offered, "submit-again") in page


def test_returned_article_is_offered_again_with_the_earlier_reason_beside_it(
    as_editor, client, offered, district_editor
):
    returned = transitions.return_to_school(
        offered, version=1, by=district_editor, reason="图片不清晰"
    )
    page = as_editor.post(button(offered, "submit-again"), follow=True).content.decode()
    assert "已重新报送《校运会》" in page
    row = Submission.objects.get()
    assert (row.decision, row.reason, row.earlier_reason) == ("waiting", "", "图片不清晰")
    assert (row.version, row.decided_at, row.decided_by) == (returned.version + 1, None, None)
    assert row.waiting_since > returned.waiting_since
    assert row.submitted_at == returned.submitted_at  # the first time stays
    line = AuditEntry.objects.get(action="submission.submit_again")
    assert line.before == {"decision": "returned", "reason": "图片不清晰"}
    client.force_login(district_editor)
    desk = client.get("/admin/submissions/", headers={"host": "admin.localhost"}).content.decode()
    assert "已修改，再次报送" in desk
    assert "上次退回的理由：</strong>图片不清晰" in desk
    with pytest.raises(transitions.AlreadyDecided):  # decided on a page opened before
        transitions.accept(returned, version=returned.version, by=district_editor)
    again = transitions.return_to_school(
        row, version=row.version, by=district_editor, reason="仍不清晰"
    )
    assert (again.reason, again.earlier_reason) == ("仍不清晰", "图片不清晰")


@pytest.mark.parametrize("state", ["waiting", "accepted", "recalled", "moved away", "archived"])
def test_only_what_was_returned_is_offered_again(
    as_editor, school, offered, district_editor, state
):
    row = offered
    if state in ("accepted", "recalled"):
        row = transitions.accept(row, version=row.version, by=district_editor)
    if state == "recalled":
        row = transitions.recall(row, version=row.version, by=district_editor, reason="有误")
    if state in ("moved away", "archived"):
        row = transitions.return_to_school(row, version=1, by=district_editor, reason="重复")
    if state == "moved away":
        row.article.move(column_of(school, "notice"), pos="last-child")
    if state == "archived":
        archive(school, by=None)
    assert "submit-again/" not in as_editor.get(MINE).content.decode()
    before = Submission.objects.values().get()
    page = as_editor.post(button(offered, "submit-again"), follow=True).content.decode()
    assert ("已归档，不能再报送" if state == "archived" else "不能重新报送") in page
    assert Submission.objects.values().get() == before


def test_what_an_archived_school_took_back_stays_back(as_editor, school, offered, district_editor):
    transitions.accept(offered, version=offered.version, by=district_editor)
    as_editor.post(button(offered, "withdraw"))
    archive(school, by=None)
    assert "offer-again/" not in as_editor.get(MINE).content.decode()
    page = as_editor.post(button(offered, "offer-again"), follow=True).content.decode()
    assert "已归档，不能再报送" in page
    assert not Submission.objects.visible().exists()


def test_withdrawing_needs_a_post(as_editor, offered):
    assert as_editor.get(button(offered, "withdraw")).status_code == 405
    offered.refresh_from_db()
    assert not offered.school_withdrew


def test_same_queries_for_one_row_and_twenty(as_editor, school, offered):
    as_editor.get(MINE)
    with CaptureQueriesContext(connection) as one:
        as_editor.get(MINE)
    for number in range(21):
        make_article(school, f"文章{number}")
    with CaptureQueriesContext(connection) as twenty:
        response = as_editor.get(MINE)
    assert len(response.context["rows"]) == 20
    assert len(twenty) == len(one)
    older = as_editor.get(response.context["older_url"])
    assert [row["submission"].title for row in older.context["rows"]] == ["文章0", "校运会"]
