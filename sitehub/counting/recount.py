"""Counting everything anew from the ledger, school by school, and proving that nothing drifted."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from school_sites.models import SchoolSite
from sitehub.publishing import bump

from .models import ScoreRules
from .rules import GENERATION, read
from .totals import compare, renew

SILENCE = timedelta(minutes=10)
TOLD_EVERY = 20  # schools: how far it is, screens know by the rules they keep


def recount_due():
    """Queue a recount where one is wanted and nobody is at it: after an upgrade, a lost job."""
    now = timezone.now()
    silent = Q(seen_at=None) | Q(seen_at__lt=now - SILENCE)
    for row in ScoreRules.objects.filter(silent, counted_at=None):
        if ScoreRules.objects.filter(silent, pk=row.pk).update(seen_at=now):
            count_anew.enqueue(version=row.version)


@task()
def count_anew(version):
    """After a change: every school's totals by the rules of that version."""
    recount_all(version=version)


def recount_all(*, version=None, progress=iter):
    """Count every school anew, each in a transaction of its own; return how many were.

    With ``version`` (of the rules) it ends as soon as they have been changed again: the job
    of that change counts everything. ``progress`` wraps the schools, for a progress bar.
    """
    sites = list(SchoolSite.objects.schools().order_by("pk").values_list("pk", flat=True))
    rows = (
        ScoreRules.objects.all() if version is None else ScoreRules.objects.filter(version=version)
    )
    rows.update(to_count=len(sites), counted=0, counted_at=None, seen_at=timezone.now())
    for number, site in enumerate(progress(sites)):
        if version is not None and not rows.exists():
            return number
        renew(site, read().rules)
        rows.update(counted=F("counted") + 1, seen_at=timezone.now())
        if number % TOLD_EVERY == 0:
            bump(GENERATION)
    rows.update(counted_at=timezone.now())
    bump(GENERATION)
    return len(sites)


def find_drift(*, progress=iter):
    """Yield (site, month, channel, figure, kept, counted) where totals are not the ledger's."""
    rules = read().rules
    for site in progress(list(SchoolSite.objects.schools().order_by("pk"))):
        has, should = compare(site.pk, rules)
        for key in sorted(has.keys() | should.keys()):
            if has[key] != should[key]:
                yield site, *key[1:], has[key], should[key]
