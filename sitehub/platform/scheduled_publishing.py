"""Publish what is due and take down what has expired, each in its own transaction.

Wagtail's own command runs without transactions: an article could go live and
what follows from it (its listing, its submission) be lost.
"""

import logging
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from school_sites.models.pages import SitePage
from school_sites.turns import take_turn
from sitehub.reviews import passing

logger = logging.getLogger(__name__)


@dataclass
class Counts:
    """How many were published, unpublished, and could not be."""

    published: int = 0
    unpublished: int = 0
    failed: int = 0


def publish_due(now=None):
    """Publish each due revision and unpublish each expired page or snippet.

    Safe with several schedulers: each row is locked and looked at again before
    it is changed. A failure is logged, leaves that one as it was, to be tried
    again next time, and stops no other. Returns Counts.
    """
    now = now or timezone.now()
    counts = Counts()
    for model in draft_models():
        for pk in expired(model, now).values_list("pk", flat=True):
            counts.unpublished += _attempt(counts, _unpublish, expired(model, now), pk)
    for pk in due(now).values_list("pk", flat=True):
        counts.published += _attempt(counts, _publish, due(now), pk)
    return counts


def draft_models():
    """Page, and each model of our own with drafts."""
    others = [one for one in apps.get_models() if issubclass(one, DraftStateMixin)]
    return [Page, *(one for one in others if not issubclass(one, Page))]


def expired(model, now):
    """Live objects of ``model`` whose time is over."""
    return model._default_manager.filter(live=True, expire_at__lt=now).order_by("expire_at")


def due(now):
    """Revisions whose time has come."""
    return Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")


def _attempt(counts, change, rows, pk):
    """Change row ``pk`` if it is still among ``rows``; return 1 if it was changed."""
    try:
        with transaction.atomic():
            _wait_for_editors(rows.filter(pk=pk).first())
            # Locked by another scheduler, or no longer due: nothing to do.
            one = rows.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            if one is None:
                return 0
            change(one)
            return 1
    except Exception:
        # Any editor's page may fail in a way of its own; the others must not wait for it.
        logger.exception("%s of %s %s failed", change.__name__, rows.model.__name__, pk)
        counts.failed += 1
        return 0


def _wait_for_editors(one):
    page = one.content_object if isinstance(one, Revision) else one
    if isinstance(page, Page):
        take_turn(page)


def _unpublish(one):
    one.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(revision):
    page = revision.content_object
    if not getattr(page, "publishes", True):
        return  # a suspended or archived site waits; a later round publishes it
    if (
        isinstance(page, SitePage)
        and not page.is_structure
        and not passing.is_passed(page, revision)
    ):
        passing.drop_schedule(revision)  # the column has begun to ask for reviews since
        return
    revision.publish(log_action="wagtail.publish.scheduled")
