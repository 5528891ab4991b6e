"""Every decision on a submission, and what the school may do about it: one function each.

Where a submission belongs is in ``filing``.

All take part in the caller's transaction, write the audit line, and return the
submission. A decision is a conditional update on the version it was made on:
when another editor was faster, ``AlreadyDecided`` tells who, and nothing is
overwritten.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from school_sites import hosts
from school_sites.models import ArticlePage, SchoolSite, SiteStatus
from school_sites.websub import feeds_changed
from sitehub.accounts.roles import DECIDE
from sitehub.accounts.working import groups_in_force
from sitehub.audit import record

from . import ledger
from .ledger_entries import Event
from .models import Decision, Submission
from .telling import tell_later

REASON_LIMIT = 500


class AlreadyDecided(Exception):
    """Another editor decided first; ``submission`` is the row as it is now."""

    def __init__(self, submission):
        self.submission = submission
        text = _("《%(title)s》刚才有了变化，现在是“%(decision)s”，您的操作没有生效。")
        if submission.decided_by_id:
            text = _("《%(title)s》刚才已由%(who)s处理为“%(decision)s”，您的操作没有生效。")
        values = {
            "title": submission.title,
            "who": submission.decided_by,
            "decision": submission.get_decision_display(),
        }
        super().__init__(text % values)


def accept(submission, *, version, by):
    """The district takes the article, or keeps it after the school changed it.

    Raises PermissionDenied, AlreadyDecided, and ValidationError where the
    school's site is archived: it gives nothing new.
    """
    return _decide(submission, Decision.ACCEPTED, version=version, by=by)


def return_to_school(submission, *, version, by, reason):
    """The district returns the article with a reason, which the school reads.

    Raises ValidationError on ``reason`` when it is empty or over 500
    characters, PermissionDenied, AlreadyDecided.
    """
    reason = (reason or "").strip()
    if not reason:
        raise ValidationError({"reason": _("退回必须写明理由。")})
    if len(reason) > REASON_LIMIT:
        raise ValidationError({"reason": _("理由不能超过 500 字。")})
    return _decide(submission, Decision.RETURNED, version=version, by=by, reason=reason)


def put_on_hold(submission, *, version, by):
    """The district puts off deciding. Raises PermissionDenied or AlreadyDecided."""
    return _decide(submission, Decision.ON_HOLD, version=version, by=by)


def recall(submission, *, version, by, reason=""):
    """The district takes an accepted article down again."""
    return _decide(submission, Decision.RECALLED, version=version, by=by, reason=reason)


@transaction.atomic
def withdraw(submission, *, by):
    """The school takes its offer back; the article on its own site is not touched."""
    require_school(submission.site, by)
    rows = Submission.objects.filter(pk=submission.pk)
    rows.update(school_withdrew=True, standing_at=timezone.now())
    ledger.write(rows, Event.WITHDRAWN, by=by)
    _tell_feeds(submission)
    record("submission.withdraw", by=by, site=submission.site, target=submission)
    submission.school_withdrew = True
    return submission


@transaction.atomic
def offer_again(submission, *, by):
    """The school takes its withdrawal back. The district's decision stays what it was.

    Raises PermissionDenied, and ValidationError for an archived site: it gives nothing new.
    """
    require_school(submission.site, by)
    _require_not_archived(submission)
    rows = Submission.objects.filter(pk=submission.pk)
    rows.update(school_withdrew=False, standing_at=timezone.now())
    ledger.write(rows, Event.OFFERED_AGAIN, by=by)
    _tell_feeds(submission)
    record("submission.offer_again", by=by, site=submission.site, target=submission)
    submission.school_withdrew = False
    return submission


@transaction.atomic
def submit_again(submission, *, by):
    """The school offers a returned article again: it waits, with the earlier reason beside it.

    What the district recalled cannot be offered again. Raises ValidationError
    for another state and for an archived site, PermissionDenied.
    """
    require_school(submission.site, by)
    _require_not_archived(submission)
    returned = Submission.objects.offered().filter(pk=submission.pk, decision=Decision.RETURNED)
    changed = returned.update(
        decision=Decision.WAITING,
        earlier_reason=F("reason"),
        reason="",
        decided_by=None,
        decided_at=None,
        waiting_since=timezone.now(),
        version=F("version") + 1,
    )
    fresh = Submission.objects.select_related("site", "channel").get(pk=submission.pk)
    if not changed:
        text = _("《%(title)s》现在不是“已退回”，或不在报送栏目，不能重新报送。")
        raise ValidationError(text % {"title": fresh.title})
    ledger.write([fresh], Event.SUBMITTED_AGAIN, by=by)
    record(
        "submission.submit_again", by=by, site=fresh.site, target=fresh,
        before={"decision": Decision.RETURNED, "reason": fresh.earlier_reason},
        after={"decision": Decision.WAITING},
    )  # fmt: skip
    return fresh


def _online_now():
    """What a visitor of the school reads when the district accepts it.

    Of an article that is offline just then the newest draft: what comes online later is
    compared with that, or a school could have anything accepted by hiding it meanwhile.
    """
    articles = ArticlePage.objects.filter(pk=OuterRef("article")).order_by()
    return Subquery(articles.values(text=Coalesce("live_revision", "latest_revision"))[:1])


@transaction.atomic
def _decide(submission, decision, *, version, by, reason=""):
    if not by.has_perm(DECIDE):
        raise PermissionDenied
    if decision == Decision.ACCEPTED:
        _require_not_archived(submission)
    now = timezone.now()
    changes = {
        "decision": decision,
        "reason": reason,
        "decided_by": by,
        "decided_at": now,
        "standing_at": now,
        "version": F("version") + 1,
        "changed_at": None,
        "is_hidden": False,
    }
    if decision == Decision.ACCEPTED:
        changes["accepted_at"] = Coalesce("accepted_at", Value(now))
        changes["accepted_revision"] = _online_now()
    changed = Submission.objects.filter(pk=submission.pk, version=version).update(**changes)
    fresh = Submission.objects.select_related("decided_by", "site", "channel").get(pk=submission.pk)
    if not changed:
        raise AlreadyDecided(fresh)
    ledger.write([fresh], Event(decision), by=by)
    _tell_feeds(fresh)
    record(
        f"submission.{decision}", by=by, site=fresh.site, target=fresh,
        before={"decision": submission.decision}, after={"decision": decision, "reason": reason},
    )  # fmt: skip
    tell_later(fresh)
    return fresh


def _tell_feeds(submission):
    """The district's feeds may show something else now."""
    district = hosts.table().district
    if district is not None:
        feeds_changed([(district.id, submission.column_id)])


def require_school(site, user):
    """Raise PermissionDenied unless ``user`` works at ``site`` now; None is nobody's site."""
    if site is None:
        raise PermissionDenied
    is_own = site.groups.filter(group__in=groups_in_force(user)).exists()
    if not (is_own or user.is_superuser):
        raise PermissionDenied


def _require_not_archived(submission):
    if SchoolSite.objects.filter(pk=submission.site_id, status=SiteStatus.ARCHIVED).exists():
        text = _("《%(title)s》所在的学校网站已归档，不能再报送或采用。")
        raise ValidationError(text % {"title": submission.title})
