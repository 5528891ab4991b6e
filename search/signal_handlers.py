"""Thin handlers: each one line that calls a named function.

What a page uses is noted by a handler of school_sites, which is connected before.
"""

from django.db.models.signals import post_delete, post_save
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from media.models import SiteDocument
from school_sites.models import ColumnPage

from . import attachments, entries, outbox, synonyms
from .asked import popular
from .models import BlockedQuery, Entry, Synonyms


def _published(instance, **kwargs):
    entries.write(instance)


def _files_published(instance, **kwargs):
    attachments.page_published(instance)


def _column_published(instance, **kwargs):
    entries.column_published(instance)


def _unpublished(instance, **kwargs):
    entries.hide(instance)


def _moved(instance, **kwargs):
    entries.file_again(instance)


def _restricted(instance, origin=None, **kwargs):
    # What is deleted together with its restriction is found by nobody.
    if origin is None or getattr(origin, "model", type(origin)) is PageViewRestriction:
        entries.refresh_below(instance.page)


def _entry_gone(instance, **kwargs):
    outbox.note([instance.pk])


def _document_saved(instance, created=False, raw=False, update_fields=None, **kwargs):
    # No page can offer what is only being made.
    if not created and not raw and (update_fields is None or "file" in update_fields):
        attachments.document_saved(instance)


def _attachment_read(document, **kwargs):
    entries.file_read(document)


def _synonyms_changed(**kwargs):
    synonyms.changed()


def _blocked(instance, **kwargs):
    popular.block(instance.text)


def connect():
    """Connect every handler; called once from the app's ready()."""
    page_published.connect(_published, dispatch_uid="search")
    page_published.connect(_files_published, dispatch_uid="search.files")
    page_published.connect(_column_published, sender=ColumnPage, dispatch_uid="search.column")
    page_unpublished.connect(_unpublished, dispatch_uid="search")
    post_page_move.connect(_moved, dispatch_uid="search")
    post_save.connect(_restricted, sender=PageViewRestriction, dispatch_uid="search")
    post_delete.connect(_restricted, sender=PageViewRestriction, dispatch_uid="search")
    post_delete.connect(_entry_gone, sender=Entry, dispatch_uid="search.entry")
    post_save.connect(_document_saved, sender=SiteDocument, dispatch_uid="search")
    attachments.attachment_read.connect(_attachment_read, dispatch_uid="search")
    post_save.connect(_synonyms_changed, sender=Synonyms, dispatch_uid="search.synonyms")
    post_delete.connect(_synonyms_changed, sender=Synonyms, dispatch_uid="search.synonyms")
    post_save.connect(_blocked, sender=BlockedQuery, dispatch_uid="search.blocked")
