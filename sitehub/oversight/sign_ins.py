"""Signing in and out, and failing to."""

from django.contrib.auth import get_user_model

from sitehub.audit import record
from sitehub.isolation.working_site import memberships


def record_sign_in(user):
    """Somebody came in."""
    record("signin.success", by=user, site=site_of(user), target=user)


def record_sign_out(user):
    """Somebody left; None where there was nobody to leave."""
    if user is not None:
        record("signin.out", by=user, site=site_of(user), target=user)


def record_failure(credentials):
    """Somebody tried a name and a secret that do not fit. The secret is never kept."""
    model = get_user_model()
    name = str(credentials.get(model.USERNAME_FIELD) or credentials.get("username") or "")[:150]
    user = model.objects.filter(**{model.USERNAME_FIELD: name}).first()
    site = site_of(user) if user is not None else None
    record("signin.failure", by=None, site=site, target=user, details={"name": name})


def site_of(user):
    """The site the person works at first: its manager sees the line."""
    return next(iter(memberships(user)), None)
