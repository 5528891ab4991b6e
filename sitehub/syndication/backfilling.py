"""Offering what was published before a rule was made: a job with progress, safe to run again."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from school_sites.models import Listing
from sitehub.accounts.roles import OPEN_SCHOOL
from sitehub.audit import record

from .filing import offer_listed
from .models import Backfill
from .rules import matching

CHUNK = 500


@transaction.atomic
def begin_backfill(rule, *, by):
    """Queue the offering of every article that ``rule`` matches and nobody ever offered.

    Returns the Backfill. Raises PermissionDenied, ValidationError where one is under way.
    """
    if not by.has_perm(OPEN_SCHOOL):
        raise PermissionDenied
    if Backfill.objects.running().filter(rule=rule).exists():
        raise ValidationError(_("这条规则正在补报，请等它做完。"))
    job = Backfill.objects.create(
        rule=rule, total=matching(rule).count(), started_by=by, started_by_name=str(by)[:150]
    )
    details = {"articles": job.total}
    record("submission.backfill", by=by, site=rule.site, target=rule, details=details)
    backfill.enqueue(job_id=job.pk)
    return job


@task()
def backfill(job_id):
    """Offer in chunks, by number; each chunk stands when it is done, whatever comes after."""
    job = Backfill.objects.select_related("rule__channel").filter(pk=job_id).first()
    if job is None or job.finished_at is not None:
        return
    rules = {job.rule.column_kind: job.rule}
    while True:
        with transaction.atomic():
            rows = matching(job.rule).filter(article_id__gt=job.last).order_by("article_id")
            chunk = list(rows.values_list("pk", flat=True)[:CHUNK])
            offered = offer_listed(Listing.objects.filter(pk__in=chunk), rules) if chunk else []
            job.last = chunk[-1] if chunk else job.last
            job.finished_at = None if chunk else timezone.now()
            Backfill.objects.filter(pk=job.pk).update(
                done=F("done") + len(chunk),
                offered=F("offered") + len(offered),
                last=job.last,
                seen_at=timezone.now(),
                finished_at=job.finished_at,
            )
        if not chunk:
            return
