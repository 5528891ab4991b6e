"""Thin handlers."""

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import m2m_changed

from .second_factor import note_devices
from .separation import refuse_conflicts
from .sign_in import note_sign_in


def connect():
    """Called from ``ready()``."""
    through = get_user_model().groups.through
    m2m_changed.connect(groups_change, sender=through, dispatch_uid="people.groups_change")
    user_logged_in.connect(signed_in, dispatch_uid="people.signed_in")


def signed_in(sender, request, user, **kwargs):
    note_sign_in(request, user)
    note_devices(request, user)


def groups_change(sender, instance, action, reverse, pk_set, **kwargs):
    if action == "pre_add":
        refuse_conflicts(instance, pk_set, reverse=reverse)
