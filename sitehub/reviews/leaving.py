"""When an account is deleted: what waits goes on, but the approvals it gave are gone.

That each step was taken by another person can no longer be shown then. What the
person wrote stays, and waits as before; what is online stays online.
"""

from django.db import transaction
from wagtail.models import Page, TaskState

from . import engine
from .models import ReviewState


@transaction.atomic
def person_about_to_go(user):
    """Begin each round again that has an approval of ``user`` and is not yet online.

    Accounts are disabled as a rule; only superusers delete one.
    """
    approved = ReviewState.objects.filter(finished_by=user, status=TaskState.STATUS_APPROVED)
    rounds = approved.values("workflow_state")
    for state in ReviewState.objects.waiting().filter(workflow_state__in=rounds):
        engine.begin_again(state, by=None)
    for page in Page.objects.filter(pk__in=approved.values("page")).specific():
        was = page.revisions.filter(approved_go_live_at__isnull=False).first()
        if was is not None:
            engine.unschedule(page, by=None, was=was.user)
