"""Thin handlers: each one line that calls a named function."""

from django.contrib.auth import get_user_model
from django.db.models.signals import pre_delete, pre_save
from wagtail.models import WorkflowState
from wagtail.signals import page_unpublished, workflow_cancelled

from school_sites.models import ColumnPage
from school_sites.reviewing import draft_saved

from . import engine, leaving, settling, urgent


def _draft_saved(page, revision, **kwargs):
    engine.draft_changed(page, revision)


def _taken_down(instance, **kwargs):
    urgent.page_taken_down(instance, by=settling.person_at_work())


def _cancelled(instance, user=None, **kwargs):
    settling.note_withdrawal(instance, by=user)


def _column_about_to_change(instance, update_fields=None, **kwargs):
    settling.note_column_change(instance, update_fields)


def _person_about_to_go(instance, **kwargs):
    leaving.person_about_to_go(instance)


def connect():
    """Connect every handler; called once from the app's ready()."""
    draft_saved.connect(_draft_saved)
    page_unpublished.connect(_taken_down)
    workflow_cancelled.connect(_cancelled, sender=WorkflowState)
    pre_save.connect(_column_about_to_change, sender=ColumnPage)
    pre_delete.connect(_person_about_to_go, sender=get_user_model())
