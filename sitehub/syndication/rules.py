"""Which articles are offered to which channel. Rules are data; the most particular one holds."""

from datetime import datetime, time, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from school_sites.models import Listing, SiteKind, SiteStatus

from .models import ChannelRule

PREVIEW_DAYS = 365


def rules_of(site):
    """``{kind of column: ChannelRule}`` for the columns of a school, in one query."""
    rules = ChannelRule.objects.filter(
        Q(site=site) | Q(site=None, school_kind__in=["", site.kind])
    ).select_related("channel")
    return {rule.column_kind: rule for rule in sorted(rules, key=lambda rule: rule.rank)}


def stand_since():
    """When the rules were last changed; None while there are none."""
    return ChannelRule.objects.aggregate(moment=Max("changed_at"))["moment"]


def note_deletion():
    """A rule is gone: what the others say of its articles holds from now on."""
    ChannelRule.objects.update(changed_at=timezone.now())


def admits(rule, moment):
    """Whether an article published at ``moment`` is new enough for ``rule``."""
    return rule.since is None or timezone.localdate(moment) >= rule.since


def matching(rule, *, days=None):
    """Listed articles of open schools that ``rule`` would offer, of the last ``days`` if given.

    Also for a rule that is not saved. Those for which a more particular rule stands are not its.
    """
    listings = Listing.objects.filter(
        listed=True, site__status=SiteStatus.OPEN, column__kind=rule.column_kind
    ).exclude(site__kind=SiteKind.DISTRICT)
    listings = listings.filter(_reach(rule))
    others = ChannelRule.objects.filter(column_kind=rule.column_kind).exclude(pk=rule.pk)
    if not rule.site_id:
        own = others.exclude(site=None).values("site")
        listings = listings.exclude(site__in=own)
    if not rule.site_id and not rule.school_kind:
        kinds = others.filter(site=None).exclude(school_kind="").values("school_kind")
        listings = listings.exclude(site__kind__in=kinds)
    first = timezone.now() - timedelta(days=days) if days else None
    if rule.since:
        start = timezone.make_aware(datetime.combine(rule.since, time.min))
        first = max(first, start) if first else start
    return listings.filter(published_at__gte=first) if first else listings


def _reach(rule):
    if rule.site_id:
        return Q(site=rule.site_id)
    return Q(site__kind=rule.school_kind) if rule.school_kind else Q()
