"""Signals that become audit lines: one line each, which calls a named function."""

from django.contrib.auth import get_user_model
from django.contrib.auth import signals as auth
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.documents.models import document_served
from wagtail.models import ModelLogEntry, PageLogEntry

from media.models import SiteDocument, SiteImage

from . import accounts, files, sign_ins, wagtail_log


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
    pre_save.connect(_account_before, sender=get_user_model())
    post_save.connect(_account_saved, sender=get_user_model())
    pre_delete.connect(_account_about_to_go, sender=get_user_model())
    m2m_changed.connect(_groups_changed, sender=get_user_model().groups.through)


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


def _account_before(sender, instance, update_fields, **signal):
    accounts.remember(instance, update_fields)


def _account_saved(sender, instance, created, raw=False, **signal):
    accounts.record_saved(instance, created=created, raw=raw)


def _account_about_to_go(sender, instance, **signal):
    accounts.record_deletion(instance)


def _groups_changed(sender, instance, action, reverse, pk_set, **signal):
    if action in ("post_add", "post_remove"):
        accounts.record_groups(instance, pk_set, reverse=reverse, given=action == "post_add")
    elif action == "pre_clear":
        accounts.record_clearing(instance, reverse=reverse)
