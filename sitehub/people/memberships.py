"""Changes of who works where: one function for each. Content and bylines stay in every case."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from school_sites.models import SiteGroup
from sitehub.accounts.roles import Role
from sitehub.accounts.sessions import end_sessions
from sitehub.accounts.working import groups_in_force, work_with
from sitehub.audit import one_line, record

from .authority import Authority
from .separation import check_separation, roles_anywhere

REASON_LENGTH = 200


@transaction.atomic
def give_role(*, user, site, role, by):
    """``user``, whom ``by`` answers for, holds ``role`` at ``site`` from now on; returns user.

    Raises PermissionDenied, and ValidationError where roles exclude each other
    or the person is oneself.
    """
    user, authority = lock(user, by), Authority(by)
    authority.require(user)
    return join(user=user, site=site, role=role, by=by)


def join(*, user, site, role, by):
    """As ``give_role`` for a person ``by`` need not know: one who accepts an invitation."""
    Authority(by).require_give(site, role)
    if user.is_superuser or user == by:
        raise PermissionDenied
    role = Role(role)
    check_separation({role, *roles_anywhere(user)})
    group = SiteGroup.objects.get(site=site, role=role).group
    if not user.groups.filter(pk=group.pk).exists():
        with one_line():
            user.groups.add(group)
        record("person.role_given", by=by, site=site, target=user, details={"role": role.value})
    return user


@transaction.atomic
def take_role(*, user, site, role, by):
    """``user`` no longer holds ``role`` at ``site``; who loses the last one is signed out at once.

    Returns user. Raises PermissionDenied and ValidationError.
    """
    user, authority = lock(user, by), Authority(by)
    authority.require(user)
    _take(user, site, Role(role), authority)
    _end_if_gone(user)
    return user


@transaction.atomic
def set_roles(*, user, site, roles, by, was=None):
    """At ``site`` hold exactly ``roles`` of those ``by`` gives; others stay. Returns user.

    ``was``: those ``by`` saw. Raises PermissionDenied, and ValidationError where it is
    otherwise by now: a window left open must not give back what somebody has taken.
    """
    user, authority = lock(user, by), Authority(by)
    authority.require(user)
    wanted = {Role(role) for role in roles}
    mine = set(authority.roles_to_give(site))
    if wanted - mine:
        raise PermissionDenied
    now = SiteGroup.objects.filter(group__user=user, site=site).values_list("role", flat=True)
    held = {Role(role) for role in now} & mine
    if was is not None and held != set(was):
        raise ValidationError(_("此人的角色刚才有人改过，没有保存。请再看一遍。"))
    for role in sorted(held - wanted):
        _take(user, site, role, authority)
    for role in sorted(wanted - held):
        join(user=user, site=site, role=role, by=by)
    _end_if_gone(user)
    return user


@transaction.atomic
def disable(*, user, by, reason=""):
    """``user`` cannot sign in from now on and is signed out at once; returns user.

    ``reason`` stands in the audit line.

    Raises PermissionDenied, and ValidationError where the account is not only
    ``by``'s business.
    """
    reason = " ".join(reason.split())
    if len(reason) > REASON_LENGTH:
        raise ValidationError(_("停用的原因最多 %d 个字。") % REASON_LENGTH)
    user = lock(user, by)
    rows = Authority(by).require(user, whole=True)
    if not user.is_active:
        raise ValidationError(_("这个账号已经停用。"))
    user.is_active = False
    with one_line():
        user.save(update_fields=["is_active"])
    end_sessions(user)
    record("person.disabled", by=by, site=place(rows), target=user, details={"reason": reason})
    return user


@transaction.atomic
def enable(*, user, by):
    """``user`` can sign in again; returns user. Raises PermissionDenied, ValidationError."""
    user = lock(user, by)
    rows = Authority(by).require(user, whole=True)
    if user.is_active:
        raise ValidationError(_("这个账号没有停用。"))
    user.is_active = True
    user.enabled_at, user.unused_warned_at = timezone.now(), None
    with one_line():
        user.save(update_fields=["is_active", "enabled_at", "unused_warned_at"])
    record("person.enabled", by=by, site=place(rows), target=user)
    return user


def lock(user, by=None):
    """The person's row, fresh; it and that of ``by`` are held until the transaction ends.

    Raises PermissionDenied where one of them is gone, or ``by`` was disabled since the
    request began; roles ``by`` has lost since then count no more. Without that two
    managers who disable each other at the same moment would both be out.
    """
    pks = {one.pk for one in (user, by) if one is not None}
    people = get_user_model().objects.select_for_update().filter(pk__in=pks).order_by("pk")
    found = {one.pk: one for one in people}
    if len(found) < len(pks) or (by is not None and not found[by.pk].is_active):
        raise PermissionDenied
    if by is not None:
        work_with(by, groups_in_force(by).intersection(by.groups.values_list("pk", flat=True)))
    return found[user.pk]


def _take(user, site, role, authority):
    authority.require_give(site, role)
    group = SiteGroup.objects.get(site=site, role=role).group
    if user.groups.filter(pk=group.pk).exists():
        with one_line():
            user.groups.remove(group)
        record(
            "person.role_taken",
            by=authority.by,
            site=site,
            target=user,
            details={"role": role.value},
        )


def _end_if_gone(user):
    if not SiteGroup.objects.filter(group__user=user).exists():
        end_sessions(user)


def place(rows):
    """The site the audit line of a whole account belongs to: its only one, or none."""
    sites = {row.site for row in rows}
    return sites.pop() if len(sites) == 1 else None
