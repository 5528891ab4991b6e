"""The second factor: who needs one, and what is set up, used and reset."""

import hashlib
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django_otp import user_has_device, verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential

from sitehub.accounts.roles import RIGHTS, Role
from sitehub.accounts.sessions import end_sessions
from sitehub.audit import record
from sitehub.isolation.working_site import roles_in_force

from .authority import Authority
from .memberships import lock, place

HAS_DEVICE = "has_second_factor"  # session key, settled when signing in
RECOVERY_CODES = 10


def asked_of(roles):
    """Whether any of ``roles`` must have a second factor."""
    chosen = settings.SECOND_FACTOR_ROLES
    if chosen is None:
        return any(RIGHTS[Role(role)].second_factor for role in roles)
    return any(role in chosen for role in roles)


def must_have(user):
    """Whether ``user`` must have one, by the roles in force; superusers wherever anybody must."""
    if user.is_superuser:
        return settings.SECOND_FACTOR_ROLES != []
    return asked_of(roles_in_force(user))


def has_one(user):
    """Whether ``user`` set up an app or a passkey. Recovery codes alone are none."""
    return any(
        model.objects.filter(user=user, confirmed=True).exists()
        for model in (TOTPDevice, WebAuthnCredential)
    )


def note_devices(request, user):
    """Settle when signing in whether the session has to be verified."""
    request.session[HAS_DEVICE] = user_has_device(user)


def is_open(request):
    """Whether the request may go on: verified, or nothing to verify."""
    user = request.user
    return user.is_verified() or not (request.session.get(HAS_DEVICE) or must_have(user))


def begin_app(user):
    """A new key for an app, not yet confirmed; replaces one begun before."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, name="app", confirmed=False)


@transaction.atomic
def confirm_app(user, code):
    """The app shows the right code: it is the person's app now, in place of another.

    Returns the device, None for a wrong code.
    """
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None or not device.verify_token(code):
        return None
    TOTPDevice.objects.filter(user=user, confirmed=True).delete()
    device.confirmed = True
    device.save()
    record("person.second_factor_added", by=user, target=user, details={"kind": "app"})
    return device


def verify(user, code):
    """The device that accepts ``code``, of the app or for recovery; None if none does."""
    code = code.replace(" ", "").replace("-", "").upper()
    if code.isascii() and code.isdecimal() and len(code) == 6:
        devices = TOTPDevice.objects.filter(user=user, confirmed=True)
    else:
        devices, code = StaticDevice.objects.filter(user=user), _digest(code)
    for device in devices:
        if verify_token(user, device.persistent_id, code):
            return device
    return None


@transaction.atomic
def new_recovery_codes(user):
    """Ten codes that each work once, in place of those before. Only digests are kept."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery")
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    codes = ["".join(secrets.choice(letters) for _n in range(10)) for _c in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=_digest(code)) for code in codes
    )
    record("person.recovery_codes_made", by=user, target=user)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _digest(code):
    return hashlib.sha256(code.encode()).hexdigest()[:16]  # as long as the field


@transaction.atomic
def remove(*, user, kind, pk):
    """``user`` gives up an app ("app") or a passkey ("passkey") of their own.

    Raises ValidationError for the last one where the role needs one.
    """
    model = {"app": TOTPDevice, "passkey": WebAuthnCredential}[kind]
    get_user_model().objects.select_for_update().get(pk=user.pk)
    if not model.objects.filter(user=user, pk=pk).delete()[0]:
        return  # gone already, in another window
    if not has_one(user):
        if must_have(user):
            raise ValidationError(_("您的角色必须有第二重验证，请先设置另一种，再删除这一种。"))
        StaticDevice.objects.filter(user=user).delete()
    record("person.second_factor_removed", by=user, target=user, details={"kind": kind})


@transaction.atomic
def reset(*, user, by):
    """Forget all of ``user``'s devices and codes; signs out everywhere. Returns user.

    Raises PermissionDenied, ValidationError.
    """
    user = lock(user, by)
    rows = Authority(by).require(user, whole=True)
    return forget(user=user, by=by, site=place(rows))


@transaction.atomic
def forget(*, user, by, site=None):
    """As ``reset`` for whom nobody's authority covers: superusers, on the command line."""
    user = lock(user)
    for model in (TOTPDevice, StaticDevice, WebAuthnCredential):
        model.objects.filter(user=user).delete()
    end_sessions(user)
    record("person.second_factor_reset", by=by, site=site, target=user)
    return user
