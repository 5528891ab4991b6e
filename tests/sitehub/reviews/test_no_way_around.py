"""Whatever people do in whatever order: what is online was reviewed by different people."""

import contextlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from school_sites import hosts
from school_sites.models import ArticlePage
from sitehub.reviews import engine
from sitehub.reviews.models import ReviewState, UrgentPublication
from sitehub.reviews.rights import authors_of
from sitehub.reviews.urgent import confirm, publish_urgently
from tests.factories import column_of

from .conftest import again, ask_for, draft_of

pytestmark = pytest.mark.django_db

WHO = ("editor", "first", "second", "final", "spare", "manager")
ACTIONS = (
    "edit", "overwrite", "submit", "approve", "approve", "approve", "return", "publish",
    "unpublish", "withdraw", "urgent", "confirm", "one", "two", "three",
)  # fmt: skip
STEPS = {"one": ["final"], "two": ["first", "final"], "three": ["first", "second", "final"]}
STORY = st.lists(st.tuples(st.sampled_from(ACTIONS), st.sampled_from(WHO)), max_size=30)


class Story:
    """One article, the people around it, and what they try."""

    def __init__(self, school, people):
        self.people, self.column = people, column_of(school)
        self.asked = "two"
        self.column = ask_for(self.column, "two")
        self.article = draft_of(school, people["editor"], "开头")
        self.texts = 0

    def page(self):
        return ArticlePage.objects.get(pk=self.article.pk)

    def act(self, action, who):
        """Try ``action`` as ``who``; a refusal is part of the story. Look what is online."""
        page, user = self.page(), again(self.people[who])
        before = page.live_revision_id, page.last_published_at
        writers = authors_of(page)
        with contextlib.suppress(PermissionDenied, ValidationError):
            getattr(self, "_" + action, self._ask)(page, user, action)
        page = self.page()
        if (page.live_revision_id, page.last_published_at) != before and page.live:
            self.look(page, action, writers)

    def look(self, page, action, writers):
        """What went online just now did so by its last approval or urgently, and rightly."""
        assert action in ("approve", "urgent")
        if action == "urgent":
            assert UrgentPublication.objects.open().filter(page=page).exists()
            return
        newest = ReviewState.objects.filter(page=page).latest("pk")
        steps = ReviewState.objects.filter(workflow_state=newest.workflow_state)
        steps = list(steps.order_by("pk"))
        assert [step.step for step in steps] == STEPS[self.asked]
        assert all(step.is_approved for step in steps)
        assert len({step.digest for step in steps}) == 1
        people = {step.finished_by_id for step in steps}
        assert len(people) == len(steps)
        assert not people & (writers | {newest.workflow_state.requested_by_id})

    def _edit(self, page, user, _action, overwrite=None):
        self.texts += 1
        draft = page.get_latest_revision_as_object()
        draft.title = f"第 {self.texts} 稿"
        draft.save_revision(user=user, overwrite_revision=overwrite)

    def _overwrite(self, page, user, _action):
        self._edit(page, user, _action, overwrite=page.latest_revision)

    def _submit(self, page, user, _action):
        engine.submit(page, by=user)

    def _approve(self, page, user, _action):
        if state := engine.waiting_step(page):
            engine.approve(state, by=user)

    def _return(self, page, user, _action):
        if state := engine.waiting_step(page):
            engine.return_to_author(state, by=user, reason="请核对")

    def _publish(self, page, user, _action):
        page.latest_revision.publish(user=user, skip_permission_checks=True)

    def _unpublish(self, page, user, _action):
        if page.live:
            page.unpublish(user=user)

    def _withdraw(self, page, user, _action):
        state = page.current_workflow_state
        if state and state.user_can_cancel(user):
            state.cancel(user=user)

    def _urgent(self, page, user, _action):
        publish_urgently(page, revision_id=page.latest_revision_id, reason="台风", by=user)

    def _confirm(self, page, user, _action):
        for urgent in UrgentPublication.objects.open():
            confirm(urgent, by=user)
            assert user.pk not in {urgent.by_id, *urgent.authors}

    def _ask(self, page, user, action):
        self.asked = action
        self.column = ask_for(self.column, action)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(story=STORY)
def test_no_path_publishes_unreviewed(school, people, editor, story):
    before = transaction.savepoint()
    told = Story(school, {"editor": editor, **people})
    for action, who in story:
        told.act(action, who)
    transaction.savepoint_rollback(before)
    hosts.forget()


def test_the_stories_can_end_well(school, people, editor):
    told = Story(school, {"editor": editor, **people})
    for action, who in (("submit", "editor"), ("approve", "first"), ("approve", "final")):
        told.act(action, who)
    assert told.page().live
