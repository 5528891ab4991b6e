"""Wagtail's own log becomes audit lines: edits, publishing, moves, deletions, privacy, locks.

Wagtail writes a row for every change its views and actions make; each such row,
whichever view wrote it, becomes one line of ours in the same transaction.
"""

from wagtail.models import PageLogEntry, Revision

from school_sites import hosts
from school_sites.models import SchoolSite
from sitehub.audit import is_covered, record

# Their views write lines of their own, with what was before.
RECORDED_BY_THEIR_VIEWS = {"syndication"}
# Some of Wagtail's views of these log, others do not: files.py sees every change.
FILES = {"siteimage", "sitedocument"}
EDIT = "wagtail.edit"


def record_page_entry(entry):
    """One line for a row of Wagtail's page log."""
    if is_covered() or _goes_on(entry):
        return
    site = hosts.entry_for_path(entry.page.path)
    record(
        entry.action,
        by=entry.user,
        site=site.school_site if site is not None else None,
        target=entry.page,
        before=_earlier(entry),
        after={"revision": entry.revision_id} if entry.revision_id else None,
        details=entry.data,
    )


def _goes_on(entry):
    """Whether the editor's saving by itself wrote over the revision that a line names already.

    Wagtail gives all entries of one such stretch the same uuid.
    """
    if entry.action != EDIT or not entry.revision_id:
        return False
    same = PageLogEntry.objects.filter(uuid=entry.uuid, action=EDIT, revision=entry.revision_id)
    return entry.uuid is not None and same.filter(pk__lt=entry.pk).exists()


def _earlier(entry):
    """Which revision an edit was made on."""
    if entry.action != EDIT or not entry.revision_id:
        return None
    earlier = Revision.page_revisions.filter(object_id=str(entry.page_id), pk__lt=entry.revision_id)
    number = earlier.order_by("-pk").values_list("pk", flat=True).first()
    return {"revision": number} if number else None


def record_model_entry(entry):
    """One line for a row of Wagtail's log of everything that is not a page."""
    kind = entry.content_type
    if is_covered() or kind.app_label in RECORDED_BY_THEIR_VIEWS:
        return
    if kind.app_label == "media" and kind.model in FILES:
        return
    target = kind.model_class()._base_manager.filter(pk=entry.object_id).first()
    record(
        entry.action,
        by=entry.user,
        site=_site_of(target),
        target=target,
        details=entry.data | {"title": entry.label},
    )


def _site_of(target):
    """The site that ``target`` names, if any."""
    site = getattr(target, "site", None)
    return site if isinstance(site, SchoolSite) else None
