"""The district's desk: who gets in, and what it shows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from school_sites import hosts
from school_sites.models import ArticlePage, Listing
from sitehub.syndication import transitions
from sitehub.syndication.models import Channel, Decision, Submission
from tests.factories import column_of, make_user

from .helpers import DESK, REASON, item, offer, state_of, text_of

QUERY_LIMIT = 15


# --- who gets in


def test_desk_is_at_its_address():
    assert reverse("syndication:desk") == DESK


@pytest.mark.parametrize("address", [DESK, REASON])
def test_school_editor_is_sent_away(admin_client, editor, address):
    admin_client.force_login(editor)
    response = admin_client.get(address, {"action": "return", "item": "1:1"})
    assert response.status_code == 302
    assert response.url == "/admin/"


@pytest.mark.parametrize("address", [DESK, REASON])
def test_school_editor_decides_nothing(admin_client, school, editor, address):
    offered = offer(school, "校运会")
    admin_client.force_login(editor)
    admin_client.post(
        address, {"one": f"accept:{item(offered)}", "action": "recall", "item": item(offered)}
    )
    assert state_of(offered) == Decision.WAITING


def test_visitor_is_sent_to_sign_in(admin_client, district):
    response = admin_client.get(DESK)
    assert response.status_code == 302
    assert "/admin/login/" in response.url


# --- what it shows


def test_empty_desk_says_so(desk):
    assert "都处理完了" in text_of(desk.get(DESK))


def test_row_shows_what_the_editor_needs(desk, school):
    offered = offer(school, "校运会")
    Listing.objects.update(cover_url="/media/cover.webp")
    page = text_of(desk.get(DESK))
    assert (
        f'<a href="http://shiyan.localhost:8000/a/{offered.article_id}/"'
        ' target="_blank" rel="noopener">校运会</a>' in page
    )
    assert "实验小学" in page
    assert "学校动态" in page
    assert "/media/cover.webp" in page
    assert f'value="{item(offered)}"' in page


def test_decided_row_tells_who_and_why(desk, school, district_editor):
    offered = offer(school, "校运会")
    transitions.return_to_school(offered, version=1, by=district_editor, reason="图片不清晰")
    page = text_of(desk.get(DESK, {"state": "returned"}))
    assert "图片不清晰" in page
    assert "陈编辑" in page


def test_tabs_divide_by_state(desk, school, district_editor):
    taken, waiting = offer(school, "校运会"), offer(school, "读书月")
    transitions.accept(taken, version=1, by=district_editor)
    assert "校运会" not in text_of(desk.get(DESK))
    assert "校运会" in text_of(desk.get(DESK, {"state": "accepted"}))
    everything = text_of(desk.get(DESK, {"state": "all"}))
    assert "校运会" in everything
    assert waiting.title in everything


def test_filters_narrow_by_school_channel_date_and_words(desk, school, other_school):
    offer(school, "校运会")
    offer(other_school, "读书月", kind="moral")
    old = offer(school, "旧闻")
    Submission.objects.filter(pk=old.pk).update(waiting_since=timezone.now() - timedelta(days=30))
    today = timezone.localdate().isoformat()
    week_ago = (timezone.localdate() - timedelta(days=7)).isoformat()
    shown = {
        "school": [("school", other_school.pk), ["读书月"]],
        "channel": [("channel", Channel.objects.get(name="德育体艺").pk), ["读书月"]],
        "from": [("date_from", today), ["校运会", "读书月"]],
        "to": [("date_to", week_ago), ["旧闻"]],
        "words": [("q", "运会"), ["校运会"]],
        "name of the school": [("q", "明德"), ["读书月"]],
    }
    for (name, value), titles in shown.values():
        page = text_of(desk.get(DESK, {name: value}))
        found = [title for title in ("校运会", "读书月", "旧闻") if f">{title}</a>" in page]
        assert found == titles, name


def test_wrong_filter_is_named_and_not_applied(desk, school):
    offer(school, "校运会")
    response = desk.get(
        DESK,
        {"school": "x", "channel": "-1", "date_from": "2026-99-99", "state": "?", "after": "z"},
    )
    assert response.status_code == 200
    assert "校运会" in text_of(response)
    assert "hub-error" in text_of(response)


@pytest.mark.parametrize("field", ["date_from", "date_to"])
@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31"])
def test_a_day_out_of_reach_is_named_and_not_applied(desk, school, field, day):
    offer(school, "校运会")
    page = text_of(desk.get(DESK, {field: day}))
    assert "日期应在 1900 年到 2999 年之间" in page
    assert "校运会" in page
    assert desk.get(DESK, {"date_from": "1900-01-01", "date_to": "2999-12-31"}).status_code == 200


def test_filter_without_result_can_be_cleared(desk, school):
    offer(school, "校运会")
    page = text_of(desk.get(DESK, {"q": "没有的"}))
    assert "没有符合条件的报送" in page
    assert "清除筛选" in page


def test_withdrawn_submission_leaves_what_waits_and_is_marked(desk, school, editor):
    offered = offer(school, "校运会")
    transitions.withdraw(offered, by=editor)
    assert "校运会" not in text_of(desk.get(DESK))
    page = text_of(desk.get(DESK, {"state": "all"}))
    assert "校运会" in page
    assert "学校已撤回" in page


def test_moved_out_of_the_offered_columns_it_is_marked_and_waits_no_more(desk, school):
    offered = offer(school, "校运会")
    offered.article.move(column_of(school, "notice"), pos="last-child")
    assert "校运会" not in text_of(desk.get(DESK))
    assert "不在报送栏目" in text_of(desk.get(DESK, {"state": "all"}))


def test_article_nobody_can_open_is_marked_and_not_linked(desk, school):
    offered = offer(school, "校运会")
    assert "原文已不可见" not in text_of(desk.get(DESK))
    ArticlePage.objects.get(pk=offered.article_id).unpublish()
    page = text_of(desk.get(DESK))
    assert "原文已不可见" in page
    assert "shiyan.localhost" not in page


def test_deleted_article_stays_as_a_marked_line(desk, school):
    offered = offer(school, "校运会")
    ArticlePage.objects.get(pk=offered.article_id).delete()
    page = text_of(desk.get(DESK))
    assert "校运会" in page
    assert "原文已不可见" in page


def test_pages_follow_without_gap_or_repeat(desk, school):
    for number in range(23):
        offer(school, f"文章{number:02}")
    Submission.objects.update(waiting_since=timezone.now())  # ties are broken by number
    first = desk.get(DESK)
    second = desk.get(first.context["older_url"])
    titles = [row["submission"].title for page in (first, second) for row in page.context["rows"]]
    assert titles == [f"文章{number:02}" for number in reversed(range(23))]
    assert not second.context["older_url"]


def test_same_queries_for_one_row_and_twenty(desk, school, other_school, district_editor):
    transitions.accept(offer(school, "第一篇"), version=1, by=district_editor)
    address = DESK + "?state=all"
    desk.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        desk.get(address)
    for number in range(19):
        submission = offer(other_school if number % 2 else school, f"文章{number}")
        by = make_user(f"district.{number}", site=hosts.table().district.school_site,
                       role="district-editor")  # fmt: skip
        transitions.put_on_hold(submission, version=1, by=by)
    with CaptureQueriesContext(connection) as twenty:
        response = desk.get(address)
    assert len(response.context["rows"]) == 20
    assert len(twenty) == len(one)
    assert len(twenty) <= QUERY_LIMIT, "\n".join(q["sql"] for q in twenty)


def test_the_chosen_school_stays_chosen_and_names_are_escaped(desk, school, other_school):
    other_school.short_name = "明德<中学>"
    other_school.save()
    hosts.forget()
    page = desk.get(f"{DESK}?school={school.pk}").content.decode()
    assert f'<option value="{school.pk}" selected>实验小学</option>' in page
    assert f'<option value="{other_school.pk}">明德&lt;中学&gt;</option>' in page
