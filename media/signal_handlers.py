"""Thin handlers: each one line that calls a named function."""

from django.db.models.signals import post_save

from . import renditions
from .models import SiteImage

# What of a picture its renditions depend on; a save of nothing else is none of our business.
DRAWN_FROM = {
    "file", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
}  # fmt: skip


def _picture_saved(instance, raw=False, update_fields=None, **kwargs):
    if not raw and (update_fields is None or DRAWN_FROM & set(update_fields)):
        renditions.order(instance)


def connect():
    """Connect every handler; called once from the app's ready()."""
    post_save.connect(_picture_saved, sender=SiteImage)
