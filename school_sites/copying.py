"""Copy an article into another column of its site, as a draft."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction

from sitehub.audit import record

from .models import ColumnPage
from .models.pages import STEP

# What belongs to the first publication, not to the text.
AFRESH = {"publication_date": None, "go_live_at": None, "expire_at": None}


@transaction.atomic
def copy_to_column(article, *, column, by):
    """Copy the newest draft of ``article`` to ``column`` of the same site, and return the copy.

    The copy is a draft of ``by``'s own with a number of its own. Raises PermissionDenied for
    a column of another site, one that takes no such article, and without the rights.
    """
    if column not in columns_for(article, by):
        raise PermissionDenied
    newest = article.get_latest_revision_as_object()
    copy = newest.copy(
        to=column,
        keep_live=False,
        copy_revisions=False,
        user=by,
        update_attrs={**AFRESH, "slug": f"wz-{uuid.uuid4().hex[:12]}"},
    )
    details = {"from": article.pk, "column": column.pk}
    site = column.site_entry.school_site
    record("article.copy", by=by, site=site, target=copy, details=details)
    return copy


def columns_for(article, user):
    """Columns of the article's own site ``user`` may copy it to, in tree order; one query."""
    if not article.permissions_for_user(user).can_edit():
        return []
    root_path = article.path[: ColumnPage._meta.get_field("root_path").max_length]
    here = article.path[:-STEP]
    model = article.specific_class
    return [
        column
        for column in ColumnPage.objects.filter(root_path=root_path).order_by("path")
        if column.path != here and column.permissions_for_user(user).can_add(model)
    ]
