"""Signals that become audit lines: one line each, which calls a named function."""

from django.contrib.auth import signals as auth
from django.db.models.signals import post_delete, post_save
from wagtail.documents.models import document_served
from wagtail.models import ModelLogEntry, PageLogEntry

from media.models import SiteDocument, SiteImage

from . import files, sign_ins, wagtail_log


def connect():
    """Connect every handler."""
    auth.user_logged_in.connect(_signed_in)
    auth.user_logged_out.connect(_signed_out)
    auth.user_login_failed.connect(_sign_in_failed)
    post_save.connect(_page_logged, sender=PageLogEntry)
    post_save.connect(_model_logged, sender=ModelLogEntry)
    for model in (SiteImage, SiteDocument):
        post_save.connect(_file_saved, sender=model)
        post_delete.connect(_file_deleted, sender=model)
    document_served.connect(_file_served)


def _signed_in(sender, request, user, **signal):
    sign_ins.record_sign_in(user)


def _signed_out(sender, request, user, **signal):
    sign_ins.record_sign_out(user)


def _sign_in_failed(sender, credentials, **signal):
    sign_ins.record_failure(credentials)


def _page_logged(sender, instance, created, **signal):
    wagtail_log.record_page_entry(instance)


def _model_logged(sender, instance, created, **signal):
    wagtail_log.record_model_entry(instance)


def _file_saved(sender, instance, created, raw=False, **signal):
    files.record_saved(instance, created=created, raw=raw)


def _file_deleted(sender, instance, **signal):
    files.record_deleted(instance)


def _file_served(sender, instance, request, **signal):
    files.record_download(instance, request)
