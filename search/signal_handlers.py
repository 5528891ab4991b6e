"""Thin handlers: each one line that calls a named function."""

from django.db.models.signals import post_save
from wagtail.signals import page_published

from media.models import SiteDocument

from . import attachments


def _published(instance, **kwargs):
    attachments.page_published(instance)


def _document_saved(instance, created=False, raw=False, update_fields=None, **kwargs):
    # No page can offer what is only being made.
    if not created and not raw and (update_fields is None or "file" in update_fields):
        attachments.document_saved(instance)


def connect():
    """Connect every handler; called once from the app's ready().

    What a page uses is noted by a handler of school_sites, which is connected before.
    """
    page_published.connect(_published)
    post_save.connect(_document_saved, sender=SiteDocument)
