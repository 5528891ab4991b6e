"""Reviews on the start page: what waits for me, and what came back to me."""

from django.db.models import Exists, OuterRef, Q
from wagtail.models import TaskState

from school_sites.models import SchoolSite
from school_sites.panels import UserPanel

from .models import ReviewState
from .rights import holds_steps, urgent_for, waiting_for
from .views import rows_of

LIMIT = 8


class WaitingPanel(UserPanel):
    """What waits for the person to review, longest first, and urgent publications to look at."""

    name = "reviews_waiting"
    template_name = "reviews/waiting_panel.html"
    order = 105

    def get_context_data(self, parent_context):
        if not holds_steps(self.user):
            return {}
        waiting = waiting_for(self.user)
        rows = rows_of(waiting.with_page()[:LIMIT])
        return {
            "count": len(rows) if len(rows) < LIMIT else waiting.count(),
            "rows": rows,
            "urgent": urgent_for(self.user).open().count(),
        }


class ReturnedPanel(UserPanel):
    """What a reviewer returned to the person, with the reason."""

    name = "reviews_returned"
    template_name = "reviews/returned_panel.html"
    order = 106

    def get_context_data(self, parent_context):
        return {"rows": rows_of(returned_to(self.user).with_page()[:LIMIT])}


def returned_to(user):
    """The last steps of texts that were returned to ``user`` and not submitted again."""
    newer = ReviewState.objects.filter(page=OuterRef("page"), pk__gt=OuterRef("pk"))
    own = Q(page__owner=user) | Q(workflow_state__requested_by=user)
    returned = ReviewState.objects.filter(own, status=TaskState.STATUS_REJECTED)
    if not user.is_superuser:
        returned = returned.filter(site__in=SchoolSite.objects.for_user(user))
    unpublished = Q(page__live=False) | Q(page__has_unpublished_changes=True)
    return returned.filter(unpublished).exclude(Exists(newer)).order_by("-finished_at", "-pk")
