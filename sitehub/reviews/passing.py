"""The gate: what may go online."""

from wagtail.models import Page, TaskState, WorkflowState

from school_sites import reviewing
from school_sites.models.pages import STEP
from sitehub.audit import record

from .digest import digest_of
from .models import ReviewState, UrgentPublication
from .rights import authors_of


def is_passed(page, revision):
    """Whether ``revision`` may go online: nothing is asked for, or it has been through it all.

    True once only: what was published and taken down goes through the reviews again.
    """
    steps = reviewing.steps_now(page.path[:-STEP])
    if not steps:
        return True
    digest = digest_of(revision)
    row = Page.objects.get(pk=page.pk)
    return _passed_round(row, steps, digest) or _is_urgent(row, digest)


def _passed_round(page, steps, digest):
    newest = WorkflowState.objects.for_instance(page).filter(status=WorkflowState.STATUS_APPROVED)
    workflow_state = newest.order_by("-pk").first()
    if workflow_state is None:
        return False
    states = list(
        ReviewState.objects.filter(
            workflow_state=workflow_state, status=TaskState.STATUS_APPROVED, digest=digest
        )
    )
    if not states or not _is_new(page, max(state.finished_at for state in states)):
        return False
    people = [state.finished_by_id for state in states]
    barred = authors_of(page, workflow_state) | {None}
    different = len(set(people)) == len(people) and barred.isdisjoint(people)
    return different and {state.step for state in states} >= set(steps)


def _is_urgent(page, digest):
    rows = UrgentPublication.objects.filter(page=page, digest=digest, resolved_at=None)
    return any(_is_new(page, row.at) for row in rows)


def _is_new(page, moment):
    return page.last_published_at is None or page.last_published_at < moment


def drop_schedule(revision):
    """Take the time from a revision that has not passed what its column asks for by now."""
    page = revision.content_object
    page.revisions.filter(pk=revision.pk).update(approved_go_live_at=None)
    site = page.site_entry.school_site
    record("review.schedule_dropped", by=None, site=site, target=page)
