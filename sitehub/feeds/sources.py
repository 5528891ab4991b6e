"""Every change of a source by people, and what happens when its school comes here."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sitehub.accounts.roles import OPEN_SCHOOL
from sitehub.audit import record
from sitehub.outside import OutsideError
from sitehub.outside.addresses import target_of
from sitehub.syndication.models import Submission
from sitehub.syndication.outside import give_to_site

from .models import FeedSource

FACTS = ("school_name", "school_kind", "url", "channel", "site")


@transaction.atomic
def add_source(*, by, **facts):
    """A new source, switched off. Raises PermissionDenied, and ValidationError by field."""
    _require(by)
    source = FeedSource(**facts)
    _check(source)
    source.save()
    record("feedsource.create", by=by, site=source.site, target=source, after=_values(source))
    return source


@transaction.atomic
def change_source(source, *, by, **facts):
    """Change FACTS of a source. Raises PermissionDenied, and ValidationError by field.

    Another address is another feed: it is asked for whole. What was offered before
    stays in its channel, and is given to the school's site, if one is named now.
    """
    _require(by)
    source = FeedSource.objects.select_for_update().get(pk=source.pk)
    before = _values(source)
    for name, value in facts.items():
        setattr(source, name, value)
    _check(source)
    if source.url != before["url"]:
        source.etag = source.last_modified = source.problem = ""
        source.failures = 0
        source.next_poll_at = timezone.now() if source.is_active else None
    source.save()
    if _values(source) != before:
        change = {"before": before, "after": _values(source)}
        record("feedsource.change", by=by, site=source.site, target=source, **change)
    _give(source)
    return source


@transaction.atomic
def switch_on(source, *, by):
    """Poll the source from now on."""
    _require(by)
    now = timezone.now()
    off = FeedSource.objects.filter(pk=source.pk, is_active=False)
    if off.update(is_active=True, next_poll_at=now, failures=0, problem="", leased_until=None):
        record("feedsource.switch_on", by=by, site=source.site, target=source)
    source.refresh_from_db()
    return source


@transaction.atomic
def switch_off(source, *, by):
    """Poll the source no more; what it brought stays."""
    _require(by)
    if FeedSource.objects.filter(pk=source.pk, is_active=True).update(
        is_active=False, next_poll_at=None
    ):
        record("feedsource.switch_off", by=by, site=source.site, target=source)
    source.refresh_from_db()
    return source


def follow_site(site):
    """What a school offered from outside belongs to its own site, once that has opened."""
    for source in FeedSource.objects.filter(site=site).select_related("site"):
        _give(source)


def _give(source):
    if source.site is not None and source.site.opened_at:
        give_to_site(Submission.objects.filter(feed_item__source=source), source.site)


def _check(source):
    try:
        target_of(source.url)
    except OutsideError as error:
        raise ValidationError({"url": str(error)}) from None
    of_polling = {one.name for one in source._meta.fields} - set(FACTS)
    source.full_clean(exclude=of_polling)
    if source.site is not None and source.site.is_district:
        raise ValidationError({"site": _("请选学校的网站，不是区站。")})


def _values(source):
    return {name: str(getattr(source, name) or "") for name in FACTS}


def _require(by):
    if not by.has_perm(OPEN_SCHOOL):
        raise PermissionDenied
