"""What a school does by hand: offer an article to a channel, and mark it urgent."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from school_sites.models import Listing, SiteStatus
from sitehub.audit import record

from . import ledger
from .filing import offer_of
from .ledger_entries import Event
from .models import Decision, Submission, TrustedSchool
from .transitions import require_school


@transaction.atomic
def offer_by_hand(article_id, *, channel, by, is_urgent=False):
    """Offer a published article of one's school to ``channel``, whatever the rules say.

    It waits for the district, unless the school is trusted. Returns the submission.
    Raises PermissionDenied for another school's article, and ValidationError where
    visitors cannot see it, the site is not open, or it is offered already.
    """
    listing = Listing.objects.select_related("site", "column").filter(pk=article_id).first()
    if listing is None or listing.site.is_district:
        raise PermissionDenied
    require_school(listing.site, by)
    if not listing.listed:
        raise ValidationError(_("《%s》现在没有公开，不能报送。") % listing.title)
    if listing.site.status != SiteStatus.OPEN:
        raise ValidationError(_("网站没有开通，不能报送。"))
    _refuse_second(listing)
    is_trusted = TrustedSchool.objects.filter(site=listing.site).exists()
    facts = {"offered_by": by, "is_urgent": is_urgent and not is_trusted}
    row = Submission.objects.filter(channel=channel, article=article_id, set_aside=True).first()
    was_there = row is not None
    try:
        with transaction.atomic():
            if row is None:
                row = _new(listing, channel, is_trusted, facts)
            else:
                _take_back(row, listing, facts)
    except IntegrityError:  # somebody else, in the same moment
        _refuse_second(listing)
        raise
    event = Event.TAKEN_BACK if was_there else Event.SUBMITTED
    ledger.write([row], event, by=by, begins=not was_there)
    details = {"channel": channel.name, "by_hand": True, "urgent": row.is_urgent}
    record("submission.submit", by=by, site=listing.site, target=row, details=details)
    return row


def _new(listing, channel, is_trusted, facts):
    row = offer_of(
        channel,
        article=listing.pk,
        site=listing.site_id,
        school=listing.site.name,
        title=listing.title,
        date=listing.published_at,
        kind=listing.column.kind,
        revision=listing.article.live_revision_id,
        at_once=is_trusted,
        **facts,
    )
    row.save(force_insert=True)
    return row


def _take_back(row, listing, facts):
    """A row that was set aside stands again, with its decision: a move is no way around it."""
    values = facts | {"set_aside": False, "filed_kind": listing.column.kind}
    Submission.objects.filter(pk=row.pk).update(**values, version=F("version") + 1)
    row.refresh_from_db()


def _refuse_second(listing):
    there = Submission.objects.filter(article=listing.pk, set_aside=False).select_related("channel")
    if row := there.first():
        values = {"title": listing.title, "channel": row.channel}
        raise ValidationError(_("《%(title)s》已经报送到“%(channel)s”。") % values)


@transaction.atomic
def mark_urgent(submission, *, is_urgent, by):
    """The school asks the district to look at a waiting article first, or takes that back.

    Returns the submission. Raises PermissionDenied, ValidationError where it waits no more.
    """
    require_school(submission.site, by)
    waiting = Submission.objects.offered().filter(pk=submission.pk, decision=Decision.WAITING)
    if not waiting.update(is_urgent=is_urgent):
        raise ValidationError(_("《%s》已经处理，不用加急。") % submission.title)
    submission.is_urgent = is_urgent
    details = {"urgent": is_urgent}
    record("submission.urgent", by=by, site=submission.site, target=submission, details=details)
    return submission
