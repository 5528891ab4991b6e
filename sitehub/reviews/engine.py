"""The engine of reviews: every change of a round is a function here.

The rules, asked here whoever calls: each step is taken by somebody who holds it
at the page's site, by another person each, and by none of the authors. A round
is about one text; when the text changes, or what the column asks for, another
round begins at the first step.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_submitted

from school_sites import reviewing
from school_sites.models.pages import STEP
from school_sites.turns import take_turn
from sitehub.accounts.roles import Step
from sitehub.audit import record

from .absence import in_place_of
from .digest import digest_of
from .models import REASON_LIMIT, ReviewState
from .passing import is_passed  # noqa: F401  (as workflow_of below)
from .rights import authors_of, deciders_of, may_take
from .workflows import workflow_of


class AlreadyDecided(ValidationError):
    """Somebody else was faster, or the round is over; the message says who and what."""

    def __init__(self, state):
        text = _("《%(title)s》的%(step)s刚才已由%(who)s处理为“%(outcome)s”，您的操作没有生效。")
        if not state.finished_by_id:
            text = _("《%(title)s》的%(step)s已经作废，您的操作没有生效。")
        super().__init__(
            text
            % {
                "title": state.page.draft_title,
                "step": state.get_step_display(),
                "who": state.decided_by_name or state.finished_by,
                "outcome": state.outcome,
            }
        )


@transaction.atomic
def submit(page, *, by):
    """Send the newest draft of ``page`` into the reviews its column asks for.

    Returns the step that waits now. Raises PermissionDenied without the right to edit
    or where nothing is asked for, ValidationError where a round is under way already.
    """
    page = _locked(page.pk)
    tester = page.permissions_for_user(by)
    if not tester.can_edit() or page.is_structure or not page.has_workflow:
        raise PermissionDenied
    if waiting_step(page) is not None:
        raise ValidationError(_("《%s》已经在审核中。") % page.draft_title)
    if not tester.can_submit_for_moderation():
        raise ValidationError(
            _("《%s》已锁定，或网站已暂停，现在不能提交审核。") % page.draft_title
        )
    page.get_workflow().start(page, by)
    return waiting_step(page)


def begin_step(task, workflow_state, *, by):
    """Let ``task`` wait for whoever may take it; Wagtail calls it for each step in turn."""
    page = Page.objects.get(pk=workflow_state.object_id).specific
    revision = page.latest_revision
    entry = page.site_entry
    if page.is_structure or revision is None or entry is None:
        raise PermissionDenied
    is_first = not workflow_state.task_states.exists()
    submitted_by = workflow_state.requested_by
    state = ReviewState.objects.create(
        workflow_state=workflow_state,
        task=task,
        revision=revision,
        page=page,
        site=entry.school_site,
        step=task.specific.step,
        digest=digest_of(revision),
        submitted_by_name=str(submitted_by or "")[:150],
    )
    task_submitted.send(sender=ReviewState, instance=state, user=by)
    if is_first:
        _record("review.submit", state, by=by, workflow=workflow_state.workflow.name)
    return state


def approve(state, *, by, seen=None, comment=""):
    """Approve a step. After the last one the page goes online, or waits for its time.

    ``seen`` is the mark (``state.digest``) of the text the person looked at. Raises
    PermissionDenied; AlreadyDecided; ValidationError where the text or what the column
    asks for has changed, where the site publishes nothing, or the page is locked.
    """
    _begin_again_if_asked_otherwise(state)
    with transaction.atomic():
        state = _claim(state, by, seen)
        _note(state, by, "review.approve", comment)
        TaskState.approve(state, user=by, comment=comment)
    return state


@transaction.atomic
def return_to_author(state, *, by, reason, seen=None):
    """Return a step's text to its author, who reads ``reason``; the round is over.

    Raises as ``approve`` does, and ValidationError on ``reason`` when it is empty or
    over 500 characters.
    """
    reason = checked_reason(reason, _("退回必须写明理由。"))
    state = _claim(state, by, seen)
    _note(state, by, "review.return", reason)
    TaskState.reject(state, user=by, comment=reason)
    # Not left open in Wagtail's "needs changes": that would go on at this step, not at the first.
    _close(state.workflow_state)
    return state


@transaction.atomic
def finish(workflow_state, *, by):
    """Publish what passed every step of its round, now or at its time.

    Called by Wagtail when the last step is approved. The page itself asks
    ``is_passed`` once more and raises PermissionDenied otherwise.
    """
    page = _locked(workflow_state.object_id)
    revision = page.latest_revision
    revision.publish(user=by, skip_permission_checks=True)
    state = ReviewState.objects.filter(workflow_state=workflow_state).order_by("-pk").first()
    revision.refresh_from_db(fields=["approved_go_live_at"])
    at = revision.approved_go_live_at
    _record("review.publish", state, by=by, scheduled_for=at and at.isoformat())


def waiting_step(page):
    """The step of ``page`` that waits, or None."""
    return ReviewState.objects.waiting().filter(page_id=page.pk).first()


@transaction.atomic
def draft_changed(page, revision):
    """A draft was saved. Another text than the one under review begins at the first step again.

    So does a text that had passed and waits for its time.
    """
    if page.is_structure:
        return
    digest = digest_of(revision)
    state = waiting_step(page)
    if state is None:
        _return_scheduled(page, revision, digest)
    elif state.digest == digest and not _approved_by(revision.user_id, page, digest):
        ReviewState.objects.filter(pk=state.pk).update(revision=revision)
    elif deciders_of(state.workflow_state):
        begin_again(state, by=revision.user)
    else:
        ReviewState.objects.filter(pk=state.pk).update(revision=revision, digest=digest)


def _approved_by(user_id, page, digest):
    """Whether who saves a text has approved it: author of it now, they are barred from that."""
    approved = ReviewState.objects.filter(page_id=page.pk, digest=digest, finished_by=user_id)
    return user_id is not None and approved.filter(status=TaskState.STATUS_APPROVED).exists()


def _return_scheduled(page, revision, digest):
    was = page.revisions.filter(approved_go_live_at__isnull=False).first()
    if was is None or not page.has_workflow:
        return
    is_same = was.pk != revision.pk and digest_of(was) == digest
    if not is_same or _approved_by(revision.user_id, page, digest):
        unschedule(page, by=revision.user, was=was.user)


def unschedule(page, *, by, was):
    """Take its time from what had passed, and begin another round; ``was`` had submitted it."""
    page.revisions.update(approved_go_live_at=None)
    _restarted(page, by=by, was=was)


@transaction.atomic
def begin_again(state, *, by):
    """End the round of ``state`` and begin another with the first step, for the newest text."""
    workflow_state = state.workflow_state
    _close(workflow_state)
    _restarted(state.page, by=by, was=workflow_state.requested_by)


def _restarted(page, *, by, was):
    page = Page.objects.get(pk=page.pk).specific
    site = page.site_entry.school_site
    record("review.begin_again", by=by, site=site, target=page)
    workflow = page.get_workflow()
    if workflow is not None:
        workflow.start(page, was or by)


def _begin_again_if_asked_otherwise(state):
    """A transaction of its own: it stands although the decision then fails."""
    with transaction.atomic():
        page = _locked(state.page_id)
        state = ReviewState.objects.select_related("workflow_state__workflow").get(pk=state.pk)
        steps = reviewing.steps_now(page.path[:-STEP])
        asked = ",".join(steps)
        if not state.is_waiting or state.workflow_state.workflow.review_template.steps == asked:
            return
        reviewing_site = page.site_entry.school_site
        reviewing.forget()
        _close(state.workflow_state)
        record("review.begin_again", by=None, site=reviewing_site, target=page)
        if steps:
            workflow_of(steps).start(page, state.workflow_state.requested_by)
    if steps:
        raise ValidationError(_("栏目的审核要求改了，已按新的要求从第一步重新开始。"))
    raise ValidationError(_("栏目现在不要求审核，可以直接发布。"))


def _claim(state, by, seen):
    """The step, locked and read anew, with every rule asked."""
    page = _locked(state.page_id)
    related = ("workflow_state", "revision", "task", "site", "page", "finished_by")
    state = ReviewState.objects.select_related(*related).get(pk=state.pk)
    if not state.is_waiting:
        raise AlreadyDecided(state)
    reason = why_not(state, by, page)
    if reason:
        raise PermissionDenied(reason)
    if page.latest_revision_id != state.revision_id or state.digest != digest_of(state.revision):
        raise ValidationError(_("草稿刚才又有修改，请再看一遍。"))
    if seen is not None and seen != state.digest:
        raise ValidationError(_("草稿刚才又有修改，请再看一遍。"))
    if not page.publishes:
        raise ValidationError(_("网站已暂停或归档，现在不能审核。"))
    if page.locked and page.locked_by_id != by.pk:
        raise ValidationError(_("《%s》已锁定，现在不能审核。") % page.draft_title)
    return state


def why_not(state, user, page):
    """Why ``user`` cannot decide ``state``, for people; "" where they can."""
    if user is None or not may_take(user, state.step, state.site_id):
        return _("您没有这个网站的%s权限。") % state.get_step_display()
    if user.pk in authors_of(page, state.workflow_state):
        return _("您是作者、提交人或修改过这份草稿的人，不能审核它。")
    if user.pk in deciders_of(state.workflow_state):
        return _("您已完成前面的一步；每一步须由不同的人完成。")
    return ""


def checked_reason(reason, message):
    """``reason`` without outer blanks; ValidationError with ``message`` when there is none."""
    reason = (reason or "").strip()
    if not reason:
        raise ValidationError({"reason": message})
    if len(reason) > REASON_LIMIT:
        raise ValidationError({"reason": _("理由不能超过 500 字。")})
    return reason


def _note(state, by, action, comment):
    absent = in_place_of(state, by)
    state.decided_by_name = str(by)[:150]
    state.in_place_of = absent
    state.in_place_of_name = str(absent or "")[:150]
    line = _record(action, state, by=by, comment=comment, in_place_of=state.in_place_of_name)
    state.audit_number = line.pk


def _record(action, state, *, by, **details):
    details = {"step": Step(state.step).value, "revision": state.revision_id} | details
    return record(action, by=by, site=state.site, target=state.page, details=details)


def _close(workflow_state):
    """End a round without what Wagtail's own cancelling tells and sends."""
    open_states = TaskState.objects.filter(
        workflow_state=workflow_state, status=TaskState.STATUS_IN_PROGRESS
    )
    open_states.update(status=TaskState.STATUS_CANCELLED, finished_at=timezone.now())
    WorkflowState.objects.filter(pk=workflow_state.pk).update(status=WorkflowState.STATUS_CANCELLED)


def _locked(page_id):
    """The specific page; its row is locked until the transaction ends: one decision at a time."""
    take_turn(Page.objects.get(pk=page_id))
    return Page.objects.select_for_update().get(pk=page_id).specific
