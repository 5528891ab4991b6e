"""The screens of reviewers, authors and managers."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from school_sites.models import ArticlePage
from sitehub.audit.models import AuditEntry
from sitehub.reviews import absence, engine, reminders
from sitehub.reviews.models import ReviewState, UrgentPublication
from sitehub.reviews.urgent import confirm, publish_urgently
from tests.factories import column_of, make_article, make_user

from .conftest import again, approve_all, ask_for, draft_of

pytestmark = pytest.mark.django_db

INDEX = "/admin/reviews/"


def get(client, user, address):
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.fixture
def waiting(school, news, editor):
    """The first step of a draft, waiting."""
    return engine.submit(draft_of(school, editor), by=editor)


def test_each_finds_what_they_can_decide(admin_client, waiting, people, editor, stranger):
    assert "校运会顺利举行" in get(admin_client, people["first"], INDEX)
    assert "没有等您审核" in get(admin_client, editor, INDEX)
    assert "校运会顺利举行" in get(admin_client, editor, INDEX + "?tab=site")
    assert "校运会顺利举行" not in get(admin_client, stranger, INDEX + "?tab=site")
    engine.approve(waiting, by=people["first"])
    assert "没有等您审核" in get(admin_client, people["first"], INDEX)
    assert "校运会顺利举行" in get(admin_client, people["first"], INDEX + "?tab=decided")
    assert "校运会顺利举行" in get(admin_client, people["second"], INDEX)


def test_the_author_s_drafts_say_where_they_stand(admin_client, waiting, people, editor):
    assert "审核中" in get(admin_client, editor, "/admin/")
    engine.return_to_author(waiting, by=people["first"], reason="补一张照片")
    assert "审核退回" in get(admin_client, editor, "/admin/")


def test_reviews_are_decided_on_their_page(admin_client, waiting, people):
    address = f"{INDEX}{waiting.pk}/"
    page = get(admin_client, people["first"], address)
    assert "发布前检查" in page
    assert "初审通过" in page
    sent = {"seen": waiting.digest, "comment": "属实", "decision": "approve"}
    response = admin_client.post(address, sent, follow=True)
    assert "下一步：复审" in response.content.decode()
    admin_client.force_login(people["second"])
    response = admin_client.post(address, sent, follow=True)  # the other's step: told who was first
    assert "刚才已由何初审处理为“通过”" in response.content.decode()


def test_returning_needs_a_reason_and_the_author_sees_it(admin_client, waiting, people, editor):
    address = f"{INDEX}{waiting.pk}/"
    admin_client.force_login(people["first"])
    sent = {"seen": waiting.digest, "comment": "", "decision": "return"}
    assert "退回必须写明理由" in admin_client.post(address, sent).content.decode()
    admin_client.post(address, {**sent, "comment": "人数请核对"})
    start = get(admin_client, editor, "/admin/")
    assert "审核退回给我的" in start
    assert "人数请核对" in start
    engine.submit(waiting.page.specific, by=again(editor))
    assert "人数请核对" not in get(admin_client, editor, "/admin/")


def test_authors_read_but_do_not_decide(admin_client, waiting, editor, stranger):
    page = get(admin_client, editor, f"{INDEX}{waiting.pk}/")
    assert "权限" in page
    assert 'name="decision"' not in page
    admin_client.force_login(stranger)
    for name, pk in (("review", waiting.pk), ("sheet", waiting.page_id)):
        assert admin_client.get(reverse(f"reviews:{name}", args=[pk])).status_code == 404
    preview = reverse("reviews:preview", args=[waiting.pk, "draft"])
    assert admin_client.get(preview).status_code == 404


def test_the_difference_is_told_in_phrases_and_both_versions_are_shown(
    admin_client, school, editor, people
):
    article = make_article(school, owner=editor, body=[("text", "<p>全校三百人参加跳绳。</p>")])
    ask_for(column_of(school), "one")
    draft = article.get_latest_revision_as_object()
    draft.body = [("text", "<p>全校五百人参加跳绳。</p>")]
    draft.save_revision(user=editor)
    state = engine.submit(article, by=editor)
    page = get(admin_client, people["final"], f"{INDEX}{state.pk}/")
    assert "全校<del>三</del><ins>五</ins>百人参加跳绳。" in page
    for which, text in (("draft", "五百人"), ("live", "三百人")):
        assert text in get(admin_client, people["final"], f"{INDEX}{state.pk}/preview/{which}/")


def test_wagtails_own_forms_submit_and_do_not_publish(admin_client, school, news, editor):
    article = draft_of(school, editor)
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    page = get(admin_client, editor, address)
    assert 'name="action-publish"' not in page
    assert 'name="action-submit"' in page
    assert "紧急发布" not in page
    admin_client.post(reverse("article_publish", args=[article.pk]),
                      {"revision": article.latest_revision_id})  # fmt: skip
    admin_client.post(f"/admin/api/main/pages/{article.pk}/action/publish/")
    admin_client.post(f"/admin/bulk/wagtailcore/page/publish/?id={article.pk}",
                      {"include_descendants": "on"})  # fmt: skip
    assert not ArticlePage.objects.get(pk=article.pk).live


def test_urgent_publication_asks_a_reason_and_is_looked_at_by_somebody_else(
    admin_client, school, news, editor, people
):
    manager = people["manager"]
    article = draft_of(school, editor)
    address = reverse("reviews:urgent", args=[article.pk])
    assert "紧急发布" in get(admin_client, manager, address)
    sent = {"revision": article.latest_revision_id, "reason": " "}
    assert "必须写明理由" in admin_client.post(address, sent).content.decode()
    assert not ArticlePage.objects.get(pk=article.pk).live
    admin_client.post(address, {**sent, "reason": "台风停课"})
    assert ArticlePage.objects.get(pk=article.pk).live
    urgent = UrgentPublication.objects.get()
    assert AuditEntry.objects.get(pk=urgent.audit_number).details["reason"] == "台风停课"
    for barred in (manager, editor, people["first"]):
        with pytest.raises(PermissionDenied):
            confirm(urgent, by=again(barred))
    admin_client.force_login(people["final"])
    assert "台风停课" in get(admin_client, people["final"], INDEX + "?tab=urgent")
    admin_client.post(reverse("reviews:confirm", args=[urgent.pk]), {"note": "属实"})
    urgent.refresh_from_db()
    assert (urgent.outcome, urgent.resolved_by) == ("confirmed", people["final"])


def test_only_the_manager_publishes_urgently_and_taking_down_oneself_does_not_hide_it(
    admin_client, school, news, editor, people
):
    article = draft_of(school, editor)
    asked = {"revision_id": article.latest_revision_id, "reason": "急"}
    for name in ("first", "final"):
        with pytest.raises(PermissionDenied):
            publish_urgently(article, by=people[name], **asked)
    publish_urgently(article, by=people["manager"], **asked)
    take_down = reverse("wagtailadmin_pages:unpublish", args=[article.pk])
    admin_client.force_login(people["manager"])
    admin_client.post(take_down)
    assert not ArticlePage.objects.get(pk=article.pk).live
    assert UrgentPublication.objects.open().exists()


def test_somebody_else_taking_it_down_ends_the_matter(admin_client, school, news, editor, people):
    article = draft_of(school, editor)
    asked = {"revision_id": article.latest_revision_id, "reason": "急"}
    publish_urgently(article, by=people["manager"], **asked)
    admin_client.force_login(people["first"])
    admin_client.post(reverse("wagtailadmin_pages:unpublish", args=[article.pk]))
    assert UrgentPublication.objects.get().outcome == "taken-down"


def test_the_sheet_names_everybody_and_the_audit_lines(admin_client, waiting, people, editor):
    engine.approve(waiting, by=people["first"], comment="数字已核对")
    approve_all(waiting.page, people["second"], people["final"])
    page = get(admin_client, editor, reverse("reviews:sheet", args=[waiting.page_id]))
    for text in ("上网信息审核登记表", "林老师", "何初审", "许复审", "钱终审", "数字已核对"):
        assert text in page
    for number in ReviewState.objects.values_list("audit_number", flat=True):
        assert f"<td>{number}</td>" in page


def test_a_colleague_in_ones_place_is_reminded_and_named(admin_client, waiting, people, school):
    today = timezone.localdate()
    absent, colleague = people["first"], people["final"]
    address = reverse("reviews:absence")
    assert "请假代审" in get(admin_client, absent, address)
    sent = {"colleague": colleague.pk, "first_day": today, "last_day": today + timedelta(days=3)}
    admin_client.post(address, sent)
    for person in people.values():
        type(person).objects.filter(pk=person.pk).update(email=f"{person.username}@example.com")
    ReviewState.objects.update(started_at=timezone.now() - timedelta(hours=25))
    assert reminders.remind() > 0
    assert reminders.remind() == 0
    told = {address for one in mail.outbox for address in one.to}
    assert f"{colleague.username}@example.com" in told
    assert f"{absent.username}@example.com" not in told
    assert engine.approve(waiting, by=colleague).in_place_of == absent
    sheet = get(admin_client, absent, reverse("reviews:sheet", args=[waiting.page_id]))
    assert "（代何初审）" in sheet


def test_delegation_is_to_one_who_holds_the_step(school, other_school, people, editor):
    day = timezone.localdate()
    stranger = make_user("mingde.final", site=other_school, role="school-final-reviewer")
    asked = {"site": school, "person": people["first"], "first_day": day, "last_day": day}
    for colleague in (stranger, editor, people["first"]):
        with pytest.raises(ValidationError):
            absence.delegate(colleague=colleague, by=people["first"], **asked)
    with pytest.raises(PermissionDenied):
        absence.delegate(colleague=people["final"], by=people["manager"], **asked)
    delegation = absence.delegate(colleague=people["final"], by=people["first"], **asked)
    with pytest.raises(ValidationError):
        absence.delegate(colleague=people["second"], by=people["first"], **asked)
    with pytest.raises(PermissionDenied):
        absence.end_delegation(delegation, by=people["final"])


def test_the_manager_sets_the_default_and_the_district_reviewer_sees_only_reviews(
    admin_client, district, school, editor, people
):
    address = reverse("reviews:settings")
    assert "默认审核" in get(admin_client, people["manager"], address)
    admin_client.post(address, {"review": "two"})
    school.refresh_from_db()
    assert school.review == "two"
    admin_client.force_login(editor)
    assert admin_client.get(address).status_code == 404
    ask_for(column_of(school), "none", district=True)
    state = engine.submit(draft_of(school, editor), by=editor)
    reviewer = make_user("qu.shen", "区审员", site=district, role="district-reviewer")
    assert "校运会顺利举行" in get(admin_client, reviewer, INDEX)
    assert "区审通过" in get(admin_client, reviewer, f"{INDEX}{state.pk}/")
    edit = reverse("wagtailadmin_pages:edit", args=[state.page_id])
    assert admin_client.get(edit).status_code == 404


def test_start_page_asks_the_same_for_one_and_twenty(admin_client, school, news, editor, people):
    counts = []
    for number in (1, 20):
        for at in range(number):
            engine.submit(draft_of(school, editor, f"稿 {number} {at}"), by=again(editor))
        get(admin_client, people["first"], "/admin/")
        with CaptureQueriesContext(connection) as asked:
            get_again = admin_client.get("/admin/")
        assert "等我审核" in get_again.content.decode()
        counts.append(len(asked))
        with CaptureQueriesContext(connection) as listed:
            admin_client.get(INDEX)
        counts.append(len(listed))
    # Counted only where there are more than the panel shows.
    assert counts[0] + 1 >= counts[2] <= 30, [one["sql"][:150] for one in asked]
    assert counts[1] == counts[3] <= 30, [one["sql"][:150] for one in listed]


def test_only_the_district_says_which_columns_it_reviews(admin_client, district, school, people):
    column = ask_for(column_of(school), "none", district=True)
    edit = reverse("wagtailadmin_pages:edit", args=[column.pk])
    data = {
        "title": "新闻", "slug": column.slug, "kind": "news", "column_type": "工作动态",
        "layout": "list", "page_size": "20", "review": "one", "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0", "action-publish": "1",
    }  # fmt: skip
    assert "由区里设置" in get(admin_client, people["manager"], edit)
    assert admin_client.post(edit, data).status_code == 302
    column.refresh_from_db()
    assert (column.review, column.district_review) == ("one", True)
    administrator = make_user("qu.guan", "区管理", site=district, role="district-administrator")
    assert "由区里设置" not in get(admin_client, administrator, edit)
    assert admin_client.post(edit, data).status_code == 302
    column.refresh_from_db()
    assert column.district_review is False


def test_who_opens_a_draft_is_told_where_it_stands(admin_client, waiting, people, editor):
    form = f"/admin/pages/{waiting.page_id}/edit/"
    assert "正在等候初审" in get(admin_client, editor, form)
    engine.return_to_author(waiting, by=people["first"], reason="日期请核对")
    page = get(admin_client, editor, form)
    assert "初审退回（何初审）：日期请核对" in page
    assert "正在等候" not in page


def test_an_urgent_publication_leads_to_what_is_to_be_looked_at(
    admin_client, school, news, editor, people
):
    draft = draft_of(school, editor)
    publish_urgently(
        draft, revision_id=draft.latest_revision_id, reason="台风停课", by=people["manager"]
    )
    page = get(admin_client, people["final"], INDEX + "?tab=urgent")
    assert f"/a/{draft.pk}/" in page
    assert f"/admin/pages/{draft.pk}/edit/" in page
