"""The desk's buttons: one row, many rows, conflicts, and the reason of a return."""

import pytest

from sitehub.audit.models import AuditEntry
from sitehub.provisioning.sites import archive
from sitehub.syndication import transitions
from sitehub.syndication.models import Decision, ReturnPhrase, Submission
from tests.factories import make_user

from .helpers import DESK, REASON, item, offer, state_of, text_of

# --- what its buttons do


def test_row_button_accepts_that_row_only(desk, school, district_editor):
    taken, other = offer(school, "校运会"), offer(school, "读书月")
    response = desk.post(
        DESK + "?q=x", {"one": f"accept:{item(taken)}", "item": item(other)}, follow=True
    )
    assert response.redirect_chain == [(DESK + "?q=x", 302)]
    assert state_of(taken) == Decision.ACCEPTED
    assert state_of(other) == Decision.WAITING
    assert "采用 1 条" in text_of(response)
    line = AuditEntry.objects.get(action="submission.accepted")
    assert line.actor_id == district_editor.pk


@pytest.mark.parametrize(("action", "state"), [("accept", "accepted"), ("hold", "on-hold")])
def test_bulk_decides_every_row_chosen(desk, school, action, state):
    rows = [offer(school, f"文章{number}") for number in range(3)]
    left = offer(school, "没有勾选")
    response = desk.post(DESK, {"action": action, "item": [item(row) for row in rows]}, follow=True)
    assert [state_of(row) for row in rows] == [state] * 3
    assert state_of(left) == Decision.WAITING
    assert "3 条" in text_of(response)


def test_row_decided_by_another_editor_is_told_and_the_others_go_through(desk, school, district):
    rows = [offer(school, f"文章{number}") for number in range(3)]
    chosen = [item(row) for row in rows]
    colleague = make_user("district.second", "王编辑", site=district, role="district-editor")
    transitions.return_to_school(rows[1], version=1, by=colleague, reason="重复")
    page = text_of(desk.post(DESK, {"action": "accept", "item": chosen}, follow=True))
    assert [state_of(row) for row in rows] == ["accepted", "returned", "accepted"]
    assert Submission.objects.get(pk=rows[1].pk).reason == "重复"
    assert "采用 2 条" in page
    assert "《文章1》刚才已由王编辑处理为“已退回”" in page


def test_second_decision_on_an_old_page_overwrites_nothing(desk, school, district):
    offered = offer(school, "校运会")
    colleague = make_user("district.second", "王编辑", site=district, role="district-editor")
    transitions.put_on_hold(offered, version=1, by=colleague)
    page = text_of(desk.post(DESK, {"one": f"accept:{offered.pk}:1"}, follow=True))
    assert state_of(offered) == Decision.ON_HOLD
    assert "已由王编辑处理为“暂缓”" in page
    assert "采用 1 条" not in page


def test_action_that_does_not_fit_the_state_is_refused(desk, school):
    offered = offer(school, "校运会")
    data = {"action": "recall", "item": item(offered), "text": ""}
    page = text_of(desk.post(REASON, data, follow=True))
    assert state_of(offered) == Decision.WAITING
    assert "《校运会》现在是“待处理”，不能撤下" in page


def test_nothing_chosen_is_told(desk, school):
    offered = offer(school, "校运会")
    for data in ({"action": "accept"}, {"action": "accept", "item": "x"}, {"one": "boil:1:1"}, {}):
        assert "请先勾选要处理的报送" in text_of(desk.post(DESK, data, follow=True))
    assert state_of(offered) == Decision.WAITING


def test_submission_that_is_gone_is_told(desk, school):
    page = text_of(desk.post(DESK, {"action": "accept", "item": "999999:1"}, follow=True))
    assert "有一条报送已不存在" in page


def test_accepting_what_the_school_withdrew_is_told(desk, school, editor):
    offered = offer(school, "校运会")
    transitions.withdraw(offered, by=editor)
    page = text_of(desk.post(DESK, {"one": f"accept:{item(offered)}"}, follow=True))
    assert "其中 1 条学校已撤回" in page
    assert not Submission.objects.visible().exists()


def test_an_archived_school_gives_nothing_new(desk, school, other_school, district_editor):
    kept = transitions.accept(offer(school, "采用过的"), version=1, by=district_editor)
    late, held, other = (
        offer(school, "晚了"),
        offer(school, "暂缓的"),
        offer(other_school, "读书月"),
    )
    held = transitions.put_on_hold(held, version=1, by=district_editor)
    chosen = [item(row) for row in (late, held, other)]
    archive(school, by=None)
    page = text_of(desk.get(DESK))
    assert "晚了" not in page
    assert '<span class="hub-count">1</span>' in page
    everything = text_of(desk.get(DESK, {"state": "all"}))
    assert "学校已归档" in everything
    assert f"accept:{item(late)}" not in everything
    assert f"return:{item(late)}" in everything
    told = text_of(desk.post(DESK, {"action": "accept", "item": chosen}, follow=True))
    assert "采用 1 条" in told
    assert "《晚了》所在的学校网站已归档，不能再报送或采用" in told
    assert [state_of(row) for row in (late, held, other)] == ["waiting", "on-hold", "accepted"]
    assert set(Submission.objects.visible()) == {kept, other}


# --- the reason


def test_return_asks_for_a_reason_first(desk, school):
    offered = offer(school, "校运会")
    response = desk.post(
        DESK + "?school=1", {"action": "return", "item": item(offered)}, follow=True
    )
    assert response.redirect_chain[0][0].startswith(REASON)
    page = text_of(response)
    assert "《校运会》" in page
    assert ReturnPhrase.objects.first().text in page
    assert state_of(offered) == Decision.WAITING


def test_return_without_a_reason_names_the_field_keeps_the_choice_and_changes_nothing(desk, school):
    rows = [offer(school, f"文章{number}") for number in range(2)]
    data = {"action": "return", "item": [item(row) for row in rows], "text": "  ", "back": "?q=a"}
    response = desk.post(REASON, data)
    page = text_of(response)
    assert "请填写“退回理由”" in page
    for row in rows:
        assert f'name="item" value="{item(row)}" checked' in page
        assert state_of(row) == Decision.WAITING
    assert response.context["back"] == "?q=a"


def test_return_with_phrase_and_own_words(desk, school):
    phrase = ReturnPhrase.objects.create(text="内容重复。")
    offered = offer(school, "校运会")
    data = {
        "action": "return", "item": item(offered), "phrase": phrase.pk,
        "text": "见上周一篇。", "back": "?q=%E8%BF%90",
    }  # fmt: skip
    response = desk.post(REASON, data)
    assert response.url == DESK + "?q=%E8%BF%90"
    row = Submission.objects.get(pk=offered.pk)
    assert (row.decision, row.reason) == (Decision.RETURNED, "内容重复。见上周一篇。")


def test_reason_longer_than_the_school_can_be_shown_is_refused(desk, school):
    offered = offer(school, "校运会")
    phrase = ReturnPhrase.objects.create(text="重复。")
    data = {"action": "return", "item": item(offered), "phrase": phrase.pk, "text": "长" * 499}
    assert "理由不能超过 500 字" in text_of(desk.post(REASON, data))
    assert state_of(offered) == Decision.WAITING


def test_conflict_while_the_reason_was_written(desk, school, district):
    offered = offer(school, "校运会")
    colleague = make_user("district.second", "王编辑", site=district, role="district-editor")
    transitions.accept(offered, version=1, by=colleague)
    data = {"action": "return", "item": f"{offered.pk}:1", "text": "重复"}
    page = text_of(desk.post(REASON, data, follow=True))
    assert state_of(offered) == Decision.ACCEPTED
    assert "已由王编辑处理为“已采用”" in page


def test_accepted_article_is_recalled_without_a_reason(desk, school, district_editor):
    offered = transitions.accept(offer(school, "校运会"), version=1, by=district_editor)
    assert Submission.objects.visible().exists()
    desk.post(REASON, {"action": "recall", "item": item(offered), "text": ""})
    assert state_of(offered) == Decision.RECALLED
    assert not Submission.objects.visible().exists()


def test_back_leads_nowhere_but_the_desk(desk, school):
    offered = offer(school, "校运会")
    data = {"action": "return", "item": item(offered), "text": "重复", "back": "//evil.example/"}
    assert desk.post(REASON, data).url.startswith(DESK + "?")
