"""Publishing without the review that is asked for, and looking at it afterwards."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from school_sites.turns import take_turn
from sitehub.accounts.roles import Step
from sitehub.audit import record

from .digest import digest_of
from .engine import checked_reason
from .models import REASON_LIMIT, UrgentPublication
from .rights import authors_of, may_take


@transaction.atomic
def publish_urgently(page, *, revision_id, reason, by):
    """Put the newest draft of ``page`` online without its review, and list it for one afterwards.

    ``revision_id`` is the draft the person looked at. Raises PermissionDenied;
    ValidationError without a reason, for a newer draft, one with a time, or a locked page.
    """
    reason = checked_reason(reason, _("紧急发布必须写明理由。"))
    take_turn(page)
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    if not page.permissions_for_user(by).can_publish_urgently():
        raise PermissionDenied
    revision = page.latest_revision
    if revision is None or revision.pk != revision_id:
        raise ValidationError(_("草稿刚才又有修改，请再看一遍。"))
    draft = revision.as_object()
    if draft.go_live_at and draft.go_live_at > timezone.now():
        raise ValidationError(
            _("草稿设了上线时间，到那时还来得及审核；确要现在发布，请先去掉时间。")
        )
    if page.locked and page.locked_by_id != by.pk:
        raise ValidationError(_("《%s》已锁定，现在不能发布。") % page.draft_title)
    urgent = _note(page, revision, reason, by)
    page.revisions.update(approved_go_live_at=None)
    revision.publish(user=by, skip_permission_checks=True)
    return urgent


def _note(page, revision, reason, by):
    site = page.site_entry.school_site
    details = {"reason": reason, "revision": revision.pk}
    line = record("review.publish_urgently", by=by, site=site, target=page, details=details)
    return UrgentPublication.objects.create(
        site=site,
        page=page,
        title=page.draft_title[:255],
        digest=digest_of(revision),
        authors=sorted(authors_of(page)),
        reason=reason,
        by=by,
        by_name=str(by)[:150],
        at=timezone.now(),
        audit_number=line.pk,
    )


@transaction.atomic
def confirm(urgent, *, by, note=""):
    """Review an urgent publication afterwards and find it right.

    Raises PermissionDenied (see ``may_confirm``), ValidationError where somebody has
    looked at it already or the note is over 500 characters.
    """
    urgent = UrgentPublication.objects.select_for_update().select_related("site").get(pk=urgent.pk)
    if not may_confirm(urgent, by):
        raise PermissionDenied
    if urgent.resolved_at is not None:
        text = _("《%(title)s》刚才已由%(who)s补审。")
        raise ValidationError(text % {"title": urgent.title, "who": urgent.resolved_by_name})
    if len(note) > REASON_LIMIT:
        raise ValidationError({"note": _("意见不能超过 500 字。")})
    return _resolve(urgent, UrgentPublication.Outcome.CONFIRMED, by, note.strip())


def may_confirm(urgent, user):
    """Whether ``user`` takes last steps at its site, and neither wrote nor published it."""
    if user.pk in {urgent.by_id, *urgent.authors}:
        return False
    return any(may_take(user, step, urgent.site_id) for step in (Step.FINAL, Step.DISTRICT))


@transaction.atomic
def page_taken_down(page, *, by):
    """Somebody took ``page`` down. Where it was not who had published it, that ends the matter."""
    if by is None:
        return
    for urgent in UrgentPublication.objects.open().filter(page_id=page.pk).exclude(by=by):
        _resolve(urgent, UrgentPublication.Outcome.TAKEN_DOWN, by, "")


def _resolve(urgent, outcome, by, note):
    urgent.outcome, urgent.note = outcome, note
    urgent.resolved_by, urgent.resolved_by_name = by, str(by)[:150]
    urgent.resolved_at = timezone.now()
    urgent.save()
    details = {"outcome": outcome.value, "note": note, "urgent": urgent.audit_number}
    target = urgent.page or urgent
    record("review.urgent_resolved", by=by, site=urgent.site, target=target, details=details)
    return urgent
