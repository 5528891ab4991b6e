"""Who settles which reviews are asked for, and the lines that say so."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context

from school_sites import reviewing
from school_sites.models import ColumnPage
from sitehub.audit import record

from .models import ReviewState


@transaction.atomic
def set_default(site, *, review, by):
    """What columns of ``site`` ask for that ask for nothing of their own. Returns the site.

    Raises PermissionDenied without the right to manage its columns, ValidationError for
    what is no choice. ``by`` is None for the command line.
    """
    if by is not None and not manages_columns(by, site):
        raise PermissionDenied
    if review not in dict(reviewing.SITE_CHOICES):
        raise ValidationError({"review": _("请选择一种审核方式。")})
    before, site.review = site.review, review
    if before != review:
        site.save(update_fields=["review"])
        reviewing.forget()
        states = {"before": {"review": str(before)}, "after": {"review": str(review)}}
        record("review.default", by=by, site=site, target=site, **states)
    return site


def manages_columns(user, site):
    """Whether ``user`` looks after the columns of ``site``."""
    return site.root_page.specific.permissions_for_user(user).manages_columns()


def note_column_change(column, update_fields=None):
    """One audit line where the column about to be saved asks for another review than before."""
    if column.pk is None or (update_fields and "review" not in update_fields):
        return
    before = ColumnPage.objects.filter(pk=column.pk).values("review", "district_review").first()
    after = {"review": str(column.review), "district_review": column.district_review}
    if before is None or before == after:
        return
    site = column.site_entry.school_site
    by = person_at_work()
    record("review.column", by=by, site=site, target=column, before=before, after=after)


def note_withdrawal(workflow_state, *, by):
    """One audit line where a round was called off: by its author, or by an urgent publication."""
    state = ReviewState.objects.filter(workflow_state=workflow_state).order_by("-pk").first()
    if state is not None:
        record("review.withdraw", by=by, site=state.site, target=state.page)


def person_at_work():
    """Who is changing something in the admin now; None in jobs and commands."""
    return get_active_log_context().user
