"""Thin handlers: each one line that calls a named function."""

from sitehub.provisioning.sites import site_status_changed

from . import sources


def _site_status_changed(site, **kwargs):
    sources.follow_site(site)


def connect():
    """Connect every handler; called once from the app's ready()."""
    site_status_changed.connect(_site_status_changed, dispatch_uid="feeds")
