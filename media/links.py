"""Addresses of private files: signed, and good for MEDIA_LINK_SECONDS only."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "media.private"


def signed_link(name):
    """The address under which anyone who has it may fetch ``name`` for a while."""
    token = signing.dumps(name, salt=SALT)
    return reverse("media_signed", args=[token], urlconf=settings.PUBLIC_URLCONF)


def name_of(token):
    """The file a link is for; None if the link is not ours or has expired."""
    try:
        return signing.loads(token, salt=SALT, max_age=settings.MEDIA_LINK_SECONDS)
    except signing.BadSignature:
        return None
