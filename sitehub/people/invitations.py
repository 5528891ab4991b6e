"""Invite, revoke, accept. The link is shown once; the database keeps only its digest."""

import hashlib
import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sitehub.accounts.roles import Role
from sitehub.audit import record

from . import tasks
from .authority import Authority
from .memberships import join
from .models import Invitation

SIGN_IN_NAME = re.compile(r"\A[a-z0-9][a-z0-9_-]{1,29}\Z")
NAME_LENGTH = 60


class LinkDead(Exception):
    """The link was used, revoked, has expired or never was: nobody is told which."""


@transaction.atomic
def invite(*, site, role, name, by, email=""):
    """Make an invitation and return it with its link as ``invitation.link``.

    ``by`` is the inviter, None for the command line. The link is mailed where
    there is an address. Raises ValidationError keyed by field, PermissionDenied.
    """
    role, name, email = check_invitation(site=site, role=role, name=name, email=email, by=by)
    secret = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        site=site,
        role=role,
        name=name,
        email=email,
        digest=_digest(secret),
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
    )
    invitation.link = settings.WAGTAILADMIN_BASE_URL + reverse("people_accept", args=[secret])
    record("person.invited", by=by, site=site, target=invitation, details={"role": role.value})
    if email:
        tasks.mail_later(
            to=email,
            subject=_("%s 邀请您加入网站工作") % site.name,
            text=_(
                "%(name)s，您好：\n\n%(site)s 邀请您担任“%(role)s”。请打开下面的链接，设置登录名"
                "和密码。链接只能用一次，%(until)s 前有效。\n\n%(link)s\n"
            )
            % {
                "name": name,
                "site": site.name,
                "role": role.label,
                "until": f"{timezone.localtime(invitation.expires_at):%Y-%m-%d %H:%M}",
                "link": invitation.link,
            },
        )
    return invitation


def check_invitation(*, site, role, name, email, by):
    """The values tidied, or ValidationError keyed by field; PermissionDenied."""
    name, email = " ".join(name.split()), email.strip()
    errors = {}
    if not name:
        errors["name"] = _("请填写姓名。")
    elif len(name) > NAME_LENGTH:
        errors["name"] = _("姓名最多 %d 个字。") % NAME_LENGTH
    if email:
        try:
            validate_email(email)
        except ValidationError:
            errors["email"] = _("电子邮箱的格式不对。")
    if role not in Role.values:
        errors["role"] = _("没有这个角色。")
    if errors:
        raise ValidationError(errors)
    Authority(by).require_give(site, Role(role))
    return Role(role), name, email


@transaction.atomic
def revoke(*, invitation, by):
    """The link works no more; returns the invitation. Raises PermissionDenied, ValidationError."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    Authority(by).require_give(invitation.site, Role(invitation.role))
    if invitation.accepted_at or invitation.revoked_at:
        raise ValidationError(_("这个邀请已经用过或撤销了。"))
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    record("person.invitation_revoked", by=by, site=invitation.site, target=invitation)
    return invitation


def invitations_of(by):
    """The invitations not yet settled that ``by`` may revoke, newest first."""
    rows = Invitation.objects.not_settled().select_related("site", "invited_by")
    mine = Authority(by).memberships().filter(site=OuterRef("site"), role=OuterRef("role"))
    return rows.filter(Exists(mine))


def find(secret):
    """The invitation a link leads to. Raises LinkDead."""
    invitation = (
        Invitation.objects.waiting()
        .select_related("site", "invited_by")
        .filter(digest=_digest(secret))
        .first()
    )
    if invitation is None or not _still_backed(invitation):
        raise LinkDead
    return invitation


@transaction.atomic
def accept_as_new(*, secret, sign_in_name, name, password):
    """Make the account of who opened the link and return it.

    The sign-in name is ``<code of the site>.<sign_in_name>``: whether one is
    taken then tells nothing about other sites. Raises LinkDead, and
    ValidationError keyed by field.
    """
    invitation = _claim(secret)
    user = get_user_model()(first_name=" ".join(name.split()), email=invitation.email)
    errors = {}
    if not SIGN_IN_NAME.match(sign_in_name):
        errors["sign_in_name"] = _("登录名由 2 至 30 个小写字母、数字、连字符组成。")
    if not 0 < len(user.first_name) <= NAME_LENGTH:
        errors["name"] = _("请填写姓名，最多 %d 个字。") % NAME_LENGTH
    user.username = f"{invitation.site.code}.{sign_in_name}"
    try:
        validate_password(password, user)
    except ValidationError as error:
        errors["password"] = error.messages
    if errors:
        raise ValidationError(errors)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise ValidationError({"sign_in_name": _("这个登录名已经有人用了，请换一个。")}) from error
    return _settle(invitation, user)


@transaction.atomic
def accept_as(*, secret, user):
    """``user``, who has an account, takes the role of the link; returns user.

    Raises LinkDead, and ValidationError where the roles exclude each other.
    """
    return _settle(_claim(secret), user)


def _claim(secret):
    """The invitation, held until the transaction ends. Raises LinkDead."""
    invitation = find(secret)
    claimed = Invitation.objects.filter(Invitation.WAITING, pk=invitation.pk).update(
        accepted_at=timezone.now()
    )
    if not claimed:
        raise LinkDead
    return invitation


def _settle(invitation, user):
    try:
        join(user=user, site=invitation.site, role=invitation.role, by=invitation.invited_by)
    except PermissionDenied as error:
        raise ValidationError(_("这个账号不能接受这份邀请。")) from error
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=user)
    record("person.accepted", by=user, site=invitation.site, target=invitation)
    return user


def _still_backed(invitation):
    """Whether who invited may still give that role there."""
    inviter = invitation.invited_by
    return invitation.role in Authority(inviter).roles_to_give(invitation.site)


def _digest(secret):
    return hashlib.sha256(secret.encode()).hexdigest()
