"""Changes of places: who may, what is refused, and that a stale screen overwrites nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from school_sites.models import ArticlePage
from sitehub.audit.models import AuditEntry
from sitehub.placements import states
from sitehub.placements.models import Placement, SlotKind
from sitehub.placements.standing import places, vanished
from sitehub.syndication import transitions
from sitehub.syndication.models import Submission
from tests.factories import make_article

from .conftest import line_of, top_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HOUR = timedelta(hours=1)


def picks():
    return next(one for one in places() if one.kind == SlotKind.PICKS)


def test_a_stale_order_is_refused_and_the_colleagues_stands(taken, put, district_editor):
    first, second, third = (put(SlotKind.PICKS, taken(title)).pk for title in "甲乙丙")
    seen = line_of("甲").slot
    order = {"order": [first, second, third], "by": district_editor}
    states.reorder(seen, version=seen.version, **order)
    with pytest.raises(states.ChangedMeanwhile, match="刚才被别人改过"):
        states.reorder(seen, order=[third, first, second], version=seen.version, by=district_editor)
    assert [line.title for line in picks().lines] == ["甲", "乙", "丙"]
    fresh = line_of("甲").slot
    put(SlotKind.PICKS, taken("丁"))  # a line that came since makes an order old, too
    with pytest.raises(states.ChangedMeanwhile):
        states.reorder(fresh, version=fresh.version, **order)


def test_an_order_names_only_lines_of_its_place(taken, put, district_editor):
    foreign = put(SlotKind.HEADLINE, taken("头条"))
    first, second = (put(SlotKind.PICKS, taken(title)).pk for title in "甲乙")
    slot = line_of("甲").slot
    order = [foreign.pk, first, first, 10**6]
    states.reorder(slot, order=order, version=slot.version, by=district_editor)
    assert [line.title for line in picks().lines] == ["甲", "乙"]
    assert line_of("头条").slot.kind == SlotKind.HEADLINE
    assert second


def test_a_line_changed_meanwhile_is_neither_timed_nor_removed(taken, put, district_editor):
    line = put(SlotKind.PICKS, taken("甲"))
    old, by = line.version, district_editor
    soon = timezone.now() + HOUR
    states.schedule(line, show_from=None, show_until=soon, version=old, by=by)
    with pytest.raises(states.ChangedMeanwhile):
        states.schedule(line, show_from=None, show_until=None, version=old, by=by)
    with pytest.raises(states.ChangedMeanwhile):
        states.remove(line, version=old, by=by)
    assert line_of("甲").show_until == soon
    states.remove(line_of("甲"), version=old + 1, by=by)
    assert not Placement.objects.exists()
    actions = AuditEntry.objects.filter(action__startswith="placement.").order_by("pk")
    assert list(actions.values_list("action", "site_code")) == [
        ("placement.place", "shiyan"),
        ("placement.schedule", "shiyan"),
        ("placement.remove", "shiyan"),
    ]


def test_only_what_the_district_shows_can_be_placed(
    taken, own, put, school, district_editor, editor
):
    waiting = Submission.objects.get(article=make_article(school, "待处理"))
    back = transitions.withdraw(taken("撤回"), by=editor)
    hidden = taken("下线")
    hidden.article.unpublish()
    draft = own("草稿", publish=False)
    foreign = ArticlePage.objects.get(title="待处理")
    for source in (waiting, back, hidden, draft, foreign):
        for kind in SlotKind:
            with pytest.raises(ValidationError):
                put(kind, source)
    now = timezone.now()
    for times in (
        {"show_until": now - HOUR},
        {"show_from": now + 2 * HOUR, "show_until": now + HOUR},
    ):
        with pytest.raises(ValidationError) as error:
            put(SlotKind.PICKS, own("好"), **times)
        assert "show_until" in error.value.message_dict
    assert not Placement.objects.exists()


def test_nothing_stands_twice_in_a_place_and_what_is_over_begins_anew(taken, put, client):
    row = taken("甲")
    line = put(SlotKind.PICKS, row)
    put(SlotKind.PICKS, taken("乙"))
    with pytest.raises(ValidationError, match="已经在“推荐”里"):
        put(SlotKind.PICKS, row)
    Placement.objects.filter(pk=line.pk).update(show_until=timezone.now() - HOUR)
    again = put(SlotKind.PICKS, row)
    assert (again.pk, again.show_until) == (line.pk, None)
    assert top_of(client) == ["甲", "乙"]


def test_a_place_takes_no_more_than_people_can_look_after(own, put, monkeypatch):
    monkeypatch.setattr(states, "MOST", 2)
    for title in "甲乙":
        put(SlotKind.PICKS, own(title))
    with pytest.raises(ValidationError, match="请先移走一些"):
        put(SlotKind.PICKS, own("丙"))


def test_limits_have_bounds_by_place(taken, put, client, district_editor):
    for title in "甲乙丙":
        put(SlotKind.HEADLINE, taken(title))
    slot = line_of("甲").slot
    for wrong in (0, 4):
        with pytest.raises(ValidationError, match="应为 1 到 3"):
            states.set_limit(slot, limit=wrong, by=district_editor)
    states.set_limit(slot, limit=3, by=district_editor)
    assert top_of(client, SlotKind.HEADLINE) == ["丙", "乙", "甲"]


def test_the_desk_says_what_vanished_why_and_what_moved_up(
    taken, own, put, editor, district_editor, client
):
    gone = own("删除的")
    rows = {title: taken(title) for title in ("撤回的", "撤下的", "下线的", "有改动")}
    put(SlotKind.PICKS, own("候补的"))
    put(SlotKind.PICKS, own("递补的"))
    put(SlotKind.PICKS, gone)
    for row in rows.values():
        put(SlotKind.PICKS, row)
    states.set_limit(line_of("递补的").slot, limit=5, by=district_editor)
    assert vanished() == []
    transitions.withdraw(rows["撤回的"], by=editor)
    transitions.recall(rows["撤下的"], version=rows["撤下的"].version, by=district_editor)
    rows["下线的"].article.unpublish()
    Submission.objects.filter(pk=rows["有改动"].pk).update(is_hidden=True)
    ArticlePage.objects.get(pk=gone.pk).delete()
    states.set_limit(line_of("递补的").slot, limit=5, by=district_editor)
    (place,) = vanished()
    assert {line.title: line.reason for line in place.gone} == {
        "撤回的": "学校已撤回",
        "撤下的": "区站已撤下",
        "下线的": "学校已下线文章或限制了访问",
        "有改动": "学校有较大改动，待再看一遍",
        "删除的": "文章已删除",
    }
    assert [line.title for line in place.moved_up] == ["递补的", "候补的"]
    assert top_of(client) == ["递补的", "候补的"]


def test_schools_change_nothing(taken, put, editor, manager):
    line = put(SlotKind.PICKS, taken("甲"))
    slot, times = line.slot, {"show_from": None, "show_until": None}
    for by in (editor, manager, None):
        for change in (
            lambda by: states.place(kind=SlotKind.PIN, submission=line.submission, by=by),
            lambda by: states.reorder(slot, order=[line.pk], version=slot.version, by=by),
            lambda by: states.schedule(line, version=line.version, by=by, **times),
            lambda by: states.remove(line, version=line.version, by=by),
            lambda by: states.set_limit(slot, limit=1, by=by),
            lambda by: states.clear(slot, by=by),
        ):
            with pytest.raises(PermissionDenied):
                change(by)
    assert Placement.objects.count() == 1
