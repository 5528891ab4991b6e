"""What a manager does for an account of their people besides roles."""

from axes.utils import reset
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from sitehub.audit import record

from .authority import Authority
from .memberships import lock, place
from .password_reset import TOKENS


@transaction.atomic
def unlock(*, user, by):
    """Forget failed sign-ins with the name of ``user``, wherever they came from.

    Returns user. Raises PermissionDenied, ValidationError.
    """
    rows = Authority(by).require(user, whole=True)
    reset(username=user.get_username())
    record("person.unlocked", by=by, site=place(rows), target=user)
    return user


@transaction.atomic
def password_link(*, user, by):
    """A link by which ``user``, who has no e-mail address, sets a new password once.

    Raises PermissionDenied, ValidationError; also for whoever works at another
    school, too: the link opens the whole account.
    """
    user = lock(user, by)
    rows = Authority(by).require(user, whole=True)
    record("person.password_link", by=by, site=place(rows), target=user)
    path = reverse(
        "wagtailadmin_password_reset_confirm",
        kwargs={
            "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
            "token": TOKENS.make_token(user),
        },
    )
    return settings.WAGTAILADMIN_BASE_URL + path
