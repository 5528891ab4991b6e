"""Nothing goes online but through every step, by different people."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Workflow

from school_sites.copying import copy_to_column
from school_sites.imports import import_article
from school_sites.models import ArticlePage
from sitehub.audit.models import AuditEntry
from sitehub.platform.scheduled_publishing import publish_due
from sitehub.reviews import engine
from sitehub.reviews.models import ReviewTask
from tests.factories import column_of, make_article, make_school

from .conftest import again, approve_all, ask_for, draft_of

pytestmark = pytest.mark.django_db


def public(client, article):
    return client.get(f"/a/{article.pk}/", headers={"host": "shiyan.localhost"})


def test_three_steps_by_three_people_put_it_online(client, school, news, editor, people):
    article = draft_of(school, editor)
    state = engine.submit(article, by=editor)
    for name, step in (("first", "first"), ("second", "second"), ("final", "final")):
        assert state.step == step
        assert public(client, article).status_code == 404
        engine.approve(state, by=people[name], comment=f"{name} 同意")
        state = engine.waiting_step(article)
    assert state is None
    assert public(client, article).status_code == 200
    lines = AuditEntry.objects.filter(action__startswith="review.").order_by("pk")
    actions = [line.action.removeprefix("review.") for line in lines]
    assert actions == ["column", "submit", "approve", "approve", "approve", "publish"]


@pytest.mark.parametrize("who", ["editor", "first", "final", "manager", "administrator"])
def test_nobody_publishes_directly(school, news, editor, people, administrator, who):
    article = draft_of(school, editor)
    person = {"editor": editor, "administrator": administrator, **people}[who]
    assert not article.permissions_for_user(person).can_publish()
    assert not news.permissions_for_user(person).can_publish_subpage()
    with pytest.raises(PermissionDenied):
        article.latest_revision.publish(user=person)
    with pytest.raises(PermissionDenied):  # not in the name of the system either
        article.latest_revision.publish()
    with pytest.raises(PermissionDenied):
        import_article(column=news, name="a.txt", data="题目\n\n正文。".encode(), by=person,
                       publish=True)  # fmt: skip
    assert not ArticlePage.objects.get(pk=article.pk).live


def test_who_wrote_or_submitted_or_took_a_step_takes_no_other(school, news, editor, people):
    manager = people["manager"]
    article = draft_of(school, manager)  # written by the manager
    article.save_revision(user=people["second"])  # corrected by the second
    state = engine.submit(article, by=people["spare"])
    for barred in (manager, people["second"], people["spare"], editor):
        with pytest.raises(PermissionDenied):
            engine.approve(state, by=again(barred))
    engine.approve(state, by=people["first"])
    with pytest.raises(PermissionDenied):
        engine.approve(engine.waiting_step(article), by=again(people["first"]))


def test_people_of_another_school_take_no_step(school, other_school, news, editor, people):
    from tests.factories import make_user

    state = engine.submit(draft_of(school, editor), by=editor)
    for number, role in enumerate(("school-final-reviewer", "school-manager")):
        stranger = make_user(f"stranger{number}", site=other_school, role=role)
        with pytest.raises(PermissionDenied):
            engine.approve(state, by=stranger)
        with pytest.raises(PermissionDenied):
            engine.return_to_author(state, by=stranger, reason="不行")


def test_an_edit_while_a_later_step_waits_begins_again(school, news, editor, people):
    article = draft_of(school, editor)
    engine.submit(article, by=editor)
    article = approve_all(article, people["first"], people["second"])
    article.title = "校运会圆满举行"
    article.save_revision(user=editor)
    assert engine.waiting_step(article).step == "first"
    # Those who approved the other text may approve this one.
    article = approve_all(article, people["first"], people["second"], people["final"])
    assert (article.live, article.title) == (True, "校运会圆满举行")


def test_saving_the_same_text_again_changes_nothing(school, news, editor, people):
    article = draft_of(school, editor)
    engine.submit(article, by=editor)
    article = approve_all(article, people["first"])
    article.save_revision(user=editor)
    assert engine.waiting_step(article).step == "second"


def test_a_draft_overwritten_by_autosave_is_another_text(school, news, editor, people):
    article = draft_of(school, editor)
    state = engine.submit(article, by=editor)
    seen = state.digest
    article.title = "校运会圆满举行"
    article.save_revision(user=editor, overwrite_revision=article.latest_revision)
    with pytest.raises(ValidationError, match="又有修改"):
        engine.approve(state, by=people["first"], seen=seen)


def test_scheduled_publication_waits_for_the_last_review(school, news, editor, people, monkeypatch):
    article = draft_of(school, editor)
    article.go_live_at = timezone.now() + timedelta(hours=1)
    article.save_revision(user=editor)
    later = timezone.now() + timedelta(hours=2)
    engine.submit(article, by=editor)
    publish_due(later)
    article = approve_all(article, people["first"], people["second"], people["final"])
    assert not article.live
    assert article.approved_schedule
    # An edit before its time returns it to the first step.
    changed = article.get_latest_revision_as_object()
    changed.title = "改过的题"
    changed.save_revision(user=editor)
    article = ArticlePage.objects.get(pk=article.pk)
    assert not article.approved_schedule
    assert engine.waiting_step(article).step == "first"
    article = approve_all(article, people["first"], people["second"], people["final"])
    monkeypatch.setattr(timezone, "now", lambda: later)
    publish_due(later)
    article = ArticlePage.objects.get(pk=article.pk)
    assert (article.live, article.title) == (True, "改过的题")


def test_a_schedule_made_before_the_column_asked_is_dropped(school, editor, people):
    article = make_article(school, publish=False)
    article.go_live_at = timezone.now() + timedelta(hours=1)
    article.save_revision().publish()
    ask_for(column_of(school), "one")
    publish_due(timezone.now() + timedelta(hours=2))
    article = ArticlePage.objects.get(pk=article.pk)
    assert not article.live
    assert not article.approved_schedule


def test_returned_with_a_reason_ends_the_round(school, news, editor, people):
    article = draft_of(school, editor)
    engine.submit(article, by=editor)
    article = approve_all(article, people["first"])
    state = engine.waiting_step(article)
    with pytest.raises(ValidationError, match="理由"):
        engine.return_to_author(state, by=people["second"], reason="  ")
    engine.return_to_author(state, by=people["second"], reason="数字请核对")
    assert engine.waiting_step(article) is None
    assert engine.submit(article, by=again(editor)).step == "first"


def test_the_second_of_two_reviewers_is_told(school, news, editor, people):
    state = engine.submit(draft_of(school, editor), by=editor)
    engine.approve(state, by=people["first"])
    with pytest.raises(engine.AlreadyDecided, match="何初审"):
        engine.return_to_author(state, by=people["second"], reason="晚了")


def test_the_published_version_stays_up_while_the_new_one_is_reviewed(
    client, school, news, editor, people
):
    article = draft_of(school, editor, "旧的标题")
    engine.submit(article, by=editor)
    article = approve_all(article, people["first"], people["second"], people["final"])
    draft = article.get_latest_revision_as_object()
    draft.title = "新的标题"
    draft.save_revision(user=editor)
    engine.submit(article, by=editor)
    for name in ("first", "second", "final"):
        page = public(client, article).content.decode()
        assert "旧的标题" in page
        assert "新的标题" not in page
        approve_all(article, people[name])
    assert "新的标题" in public(client, article).content.decode()


def test_what_was_taken_down_is_reviewed_again(school, news, editor, people):
    article = draft_of(school, editor)
    engine.submit(article, by=editor)
    article = approve_all(article, people["first"], people["second"], people["final"])
    article.unpublish(user=people["manager"])
    with pytest.raises(PermissionDenied):
        article.latest_revision.publish()


def test_another_demand_of_the_column_begins_again(school, editor, people):
    column = ask_for(column_of(school), "one")
    article = draft_of(school, editor)
    state = engine.submit(article, by=editor)
    ask_for(column, "two")
    with pytest.raises(ValidationError, match="审核要求改了"):
        engine.approve(state, by=people["final"])
    assert engine.waiting_step(article).step == "first"
    assert not ArticlePage.objects.get(pk=article.pk).live


def test_columns_inherit_and_the_sites_default_stands_above_them(school, news, manager):
    from sitehub.reviews.settling import set_default

    moral = column_of(school, "moral")
    assert moral.review_steps == ()
    set_default(school, review="two", by=manager)
    assert column_of(school, "moral").review_steps == ("first", "final")
    assert column_of(school, "news").review_steps == ("first", "second", "final")
    ask_for(moral, "none", district=True)
    assert column_of(school, "moral").review_steps == ("district",)


def test_only_the_manager_of_the_site_sets_its_default(school, other_school, editor, manager):
    from sitehub.reviews.settling import set_default

    for site, person in ((school, editor), (other_school, manager)):
        with pytest.raises(PermissionDenied):
            set_default(site, review="two", by=person)


def test_the_districts_step_is_taken_by_the_district_at_every_school(district, school, editor,
                                                                     people):  # fmt: skip
    from tests.factories import make_user

    ask_for(column_of(school), "one", district=True)
    reviewer = make_user("qu.shen", "区审员", site=district, role="district-reviewer")
    article = draft_of(school, editor)
    engine.submit(article, by=editor)
    with pytest.raises(PermissionDenied):
        engine.approve(engine.waiting_step(article), by=reviewer)  # the school's own step
    article = approve_all(article, people["final"])
    with pytest.raises(PermissionDenied):
        engine.approve(engine.waiting_step(article), by=people["manager"])
    assert not article.permissions_for_user(reviewer).can_edit()
    assert approve_all(article, reviewer).live


def test_what_is_online_is_not_moved_past_a_review(school, news, people):
    free = make_article(school, kind="moral")
    assert not free.permissions_for_user(people["manager"]).can_move_to(news)
    draft = make_article(school, kind="moral", publish=False)
    assert draft.permissions_for_user(people["manager"]).can_move_to(news)


def test_a_copy_is_a_draft(school, news, editor):
    article = make_article(school, kind="moral")
    copy = copy_to_column(article, column=news, by=editor)
    assert not copy.live
    assert not copy.permissions_for_user(editor).can_publish()
    with pytest.raises(PermissionDenied):  # kept live
        CopyPageAction(article, to=news, user=editor, update_attrs={"slug": "x"}).execute()


def test_columns_and_the_home_page_are_not_reviewed(school, news, manager):
    assert news.permissions_for_user(manager).can_publish()
    assert not news.permissions_for_user(manager).can_submit_for_moderation()
    with pytest.raises(PermissionDenied):
        engine.submit(news, by=manager)


def test_five_hundred_schools_share_seven_workflows(school):
    before = (Workflow.objects.count(), ReviewTask.objects.count())
    make_school("third")
    assert before == (Workflow.objects.count(), ReviewTask.objects.count()) == (7, 4)
