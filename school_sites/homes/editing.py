"""Changes of how a home page is arranged. Both make a draft; publishing shows it."""

import json

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from school_sites import queries
from sitehub.audit import record


@transaction.atomic
def customise_home(page, *, by):
    """Give the home page ``page`` the arrangement it has by itself as blocks to change.

    Returns the draft. Raises PermissionDenied, and ValidationError where it has blocks.
    """
    draft = _draft(page, by)
    if draft.body:
        raise ValidationError(_("首页已经是自定义的，请直接修改版块。"))
    site = draft.site_entry.school_site
    profile = draft.profile
    columns = [column.id for column in profile.columns(queries.columns_of(site))]
    draft.body = json.dumps(profile.default(columns))
    return _keep(draft, site, "home.customise", by)


@transaction.atomic
def restore_home(page, *, by):
    """Take the blocks off the home page ``page``, so that it arranges itself again.

    Returns the draft. Raises PermissionDenied, and ValidationError where it has none.
    """
    draft = _draft(page, by)
    if not draft.body:
        raise ValidationError(_("首页现在就是自动排列的。"))
    draft.body = json.dumps([])
    return _keep(draft, draft.site_entry.school_site, "home.restore", by)


def _draft(page, by):
    tester = page.permissions_for_user(by)
    if not tester.can_edit() or tester.page_locked():
        raise PermissionDenied
    # Read anew: the page at hand may not know of the latest draft.
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def _keep(draft, site, action, by):
    draft.full_clean()
    draft.save_revision(user=by)
    record(action, by=by, site=site, target=draft)
    return draft
