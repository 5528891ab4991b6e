"""Changes of a site's looks: try out, put in force, drop, go back. One function each.

A change shows on the next request of every process: the host table carries the choice, and
its generation is new. No page and no setting of the school is touched.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from school_sites import hosts
from school_sites.models import SiteLook
from sitehub.audit import record
from sitehub.publishing import bump

from . import banners


def may_change(site, user):
    """Whether ``user`` looks after the looks of ``site``: who manages its columns does."""
    if site is None or user is None:
        return False
    return site.root_page.specific.permissions_for_user(user).manages_columns()


@transaction.atomic
def try_out(site, *, choice, by):
    """Keep ``choice`` as the draft, which the preview shows. Returns the SiteLook.

    Raises ValidationError keyed by field, PermissionDenied.
    """
    row = _row(site, by)
    choice = choice.tidy(site.kind)
    row.draft, row.pictures = choice.kept(), banners.merged(row, banners.draw(site, choice))
    return _keep(row, "look.try_out", by, after=row.draft)


@transaction.atomic
def put_in_force(site, *, by):
    """Show the draft to visitors. Returns the SiteLook. Raises ValidationError without a draft."""
    row = _row(site, by)
    if row.draft is None:
        raise ValidationError(_("没有试用中的外观，请先选好并预览。"))
    before = row.in_force
    row.in_force, row.previous, row.draft = row.draft, before, None
    return _keep(row, "look.put_in_force", by, before=before, after=row.in_force)


@transaction.atomic
def drop_draft(site, *, by):
    """Give the draft up. Returns the SiteLook."""
    row = _row(site, by)
    before, row.draft = row.draft, None
    if before is None:
        return row
    return _keep(row, "look.drop", by, before=before)


@transaction.atomic
def go_back(site, *, by):
    """Show what was in force before; going back again returns. Raises ValidationError without."""
    row = _row(site, by)
    if row.previous is None:
        raise ValidationError(_("没有更早的外观可以恢复。"))
    before = row.in_force
    row.in_force, row.previous = row.previous, before
    return _keep(row, "look.go_back", by, before=before, after=row.in_force)


def _row(site, by):
    """The row, locked: two people may press at once."""
    if by is not None and not may_change(site, by):
        raise PermissionDenied
    if site.is_archived:
        raise ValidationError(_("已归档的网站不能更换外观。"))
    SiteLook.objects.get_or_create(site=site)
    return SiteLook.objects.select_for_update(of=("self",)).select_related("site").get(site=site)


def _keep(row, action, by, **states):
    row.pictures = banners.still_named(row)
    row.save()
    record(action, by=by, site=row.site, target=row, **states)
    bump(hosts.GENERATION)
    return row
