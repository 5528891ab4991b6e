"""Every change of state of a submission: one function each.

All take part in the caller's transaction, write the audit line, and return the
submission. A decision is a conditional update on the version it was made on:
when another editor was faster, ``AlreadyDecided`` tells who, and nothing is
overwritten.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from school_sites.models import SiteStatus
from sitehub.audit import record

from .models import ChannelRule, Decision, Submission, TrustedSchool

DECIDE = "syndication.decide_submission"
REASON_LIMIT = 500


class AlreadyDecided(Exception):
    """Another editor decided first; ``submission`` is the row as it is now."""

    def __init__(self, submission):
        self.submission = submission
        who = str(submission.decided_by) if submission.decided_by_id else _("系统")
        super().__init__(
            _("《%(title)s》刚才已由%(who)s处理为“%(decision)s”，您的操作没有生效。")
            % {
                "title": submission.title,
                "who": who,
                "decision": submission.get_decision_display(),
            }
        )


def page_source_key(article_id):
    """The source key of an article in this install."""
    return f"page:{article_id}"


@transaction.atomic
def submit_published(listing):
    """Offer a just published article to the channel its column's kind maps to.

    Returns the submission, new or old, or None where no rule applies. An
    existing row is left as it is: republishing never revives a decision.
    """
    site = listing.site
    if site.is_district or site.status != SiteStatus.OPEN or not listing.listed:
        return None
    rule = ChannelRule.objects.select_related("channel").filter(
        column_kind=listing.column.kind
    ).first()  # fmt: skip
    if rule is None:
        return None
    trusted = TrustedSchool.objects.filter(site=site).exists()
    now = timezone.now()
    submission, created = Submission.objects.get_or_create(
        channel=rule.channel,
        source_key=page_source_key(listing.article_id),
        defaults={
            "article_id": listing.article_id,
            "site": site,
            "title": listing.title,
            "school_name": site.name,
            "first_published_at": listing.published_at,
            "decision": Decision.ACCEPTED if trusted else Decision.WAITING,
            "accepted_at": now if trusted else None,
            "decided_at": now if trusted else None,
        },
    )
    if created:
        details = {"channel": rule.channel.name, "trusted": trusted}
        record("submission.submit", by=None, site=site, target=submission, details=details)
    elif submission.title != listing.title:
        Submission.objects.filter(pk=submission.pk).update(title=listing.title)
    return submission


def accept(submission, *, version, by):
    """The district takes the article. Raises PermissionDenied or AlreadyDecided."""
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
    _require_school(submission, by)
    Submission.objects.filter(pk=submission.pk).update(school_withdrew=True)
    record("submission.withdraw", by=by, site=submission.site, target=submission)
    submission.school_withdrew = True
    return submission


@transaction.atomic
def offer_again(submission, *, by):
    """The school takes its withdrawal back. The district's decision stays what it was."""
    _require_school(submission, by)
    Submission.objects.filter(pk=submission.pk).update(school_withdrew=False)
    record("submission.offer_again", by=by, site=submission.site, target=submission)
    submission.school_withdrew = False
    return submission


@transaction.atomic
def _decide(submission, decision, *, version, by, reason=""):
    if not by.has_perm(DECIDE):
        raise PermissionDenied
    now = timezone.now()
    changes = {
        "decision": decision,
        "reason": reason,
        "decided_by": by,
        "decided_at": now,
        "version": F("version") + 1,
    }
    if decision == Decision.ACCEPTED and submission.accepted_at is None:
        changes["accepted_at"] = now
    changed = Submission.objects.filter(pk=submission.pk, version=version).update(**changes)
    fresh = Submission.objects.select_related("decided_by", "site", "channel").get(pk=submission.pk)
    if not changed:
        raise AlreadyDecided(fresh)
    details = {"before": submission.decision, "after": decision, "reason": reason}
    record(f"submission.{decision}", by=by, site=fresh.site, target=fresh, details=details)
    return fresh


def _require_school(submission, user):
    if submission.site is None:
        raise PermissionDenied
    is_own = submission.site.groups.filter(group__in=user.groups.all()).exists()
    if not (is_own or user.is_superuser):
        raise PermissionDenied
