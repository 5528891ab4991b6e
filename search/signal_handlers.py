"""Thin handlers: each one line that calls a named function."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from school_sites.models import ColumnPage

from . import entries, outbox
from .models import Entry


def _published(instance, **kwargs):
    entries.write(instance)


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


def connect():
    """Connect every handler; called once from the app's ready()."""
    page_published.connect(_published, dispatch_uid="search")
    page_published.connect(_column_published, sender=ColumnPage, dispatch_uid="search.column")
    page_unpublished.connect(_unpublished, dispatch_uid="search")
    post_page_move.connect(_moved, dispatch_uid="search")
    post_save.connect(_restricted, sender=PageViewRestriction, dispatch_uid="search")
    post_delete.connect(_restricted, sender=PageViewRestriction, dispatch_uid="search")
    post_delete.connect(_entry_gone, sender=Entry, dispatch_uid="search.entry")
