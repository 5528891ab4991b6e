"""Asking once more before an article with grave findings is published."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sitehub.audit import record

from .checklist import check, must_of
from .models import ArticlePage


@transaction.atomic
def publish_checked(article, *, revision_id, by):
    """Publish the newest draft of ``article`` although findings are open.

    ``revision_id`` is the draft the person was told about; raises ValidationError
    when there is a newer one, or the article is locked by somebody else, and
    PermissionDenied. Returns the article as published or scheduled.
    """
    if not article.permissions_for_user(by).can_publish():
        raise PermissionDenied
    lock = article.get_lock()
    if lock is not None and lock.for_user(by):
        raise ValidationError(_("“%s”已锁定，现在不能发布。") % article.title)
    if article.latest_revision_id != revision_id:
        raise ValidationError(_("草稿刚才又有修改，请再看一遍。"))
    codes = sorted({one.code for one in check(article.get_latest_revision_as_object())})
    article.latest_revision.publish(user=by)
    site = article.site_entry.school_site
    details = {"findings": codes}
    record("article.publish_checked", by=by, site=site, target=article, details=details)
    return ArticlePage.objects.get(pk=article.pk)


def hold_back(page):
    """Make sure ``page``, which the create form has just added, is a draft and not online.

    Wagtail 8.0 adds a page that is to be published with ``live`` set, before it asks
    the hook that may stop it (wagtail/admin/views/pages/create.py, publish_action).
    """
    if page.live and page.live_revision_id is None and page.first_published_at is None:
        page.live, page.has_unpublished_changes = False, True
        page.save(update_fields=["live", "has_unpublished_changes"], clean=False)


def open_findings(page):
    """The grave findings of ``page``, an instance as it would be published; none for no article."""
    return must_of(check(page)) if isinstance(page, ArticlePage) else []


def drafts_with_findings(pages):
    """``{article, findings}`` for those of ``pages`` whose draft has grave findings."""
    found = []
    for article in ArticlePage.objects.filter(pk__in=[page.pk for page in pages]).specific():
        findings = open_findings(article.get_latest_revision_as_object())
        if findings:
            found.append({"article": article, "findings": findings})
    return found
