"""Accounts nobody uses: a warning, then they are disabled. Old traces of sign-ins go, too."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from school_sites.models import SiteGroup
from sitehub.accounts.models import UserSession
from sitehub.accounts.roles import Role
from sitehub.accounts.sessions import SessionStore, end_sessions
from sitehub.audit import one_line, record

from .memberships import place
from .tasks import mail_later

DAY = timedelta(days=1)
NOTICE_DAYS = 30  # so long before the end managers see it coming


def check_unused(now=None):
    """Warn and disable, each account in a transaction of its own; returns (warned, disabled)."""
    now = now or timezone.now()
    limit = now - settings.UNUSED_DAYS * DAY
    warned = [warn(user, now) for user in _unused_since(limit + settings.UNUSED_WARNING_DAYS * DAY)
              .filter(unused_warned_at=None)]  # fmt: skip
    # Nobody is disabled without having been warned in time.
    due = _unused_since(limit).filter(
        unused_warned_at__lte=now - settings.UNUSED_WARNING_DAYS * DAY
    )
    disabled = [disable_unused(user) for user in due]
    return sum(warned), sum(disabled)


def _unused_since(moment):
    """Active accounts last used before ``moment``.

    Superusers are the command line's business.
    """
    return _not_used_since(moment, get_user_model().objects.all())


def _not_used_since(moment, people):
    users = people.filter(is_active=True, is_superuser=False)
    used = Greatest(
        Coalesce("last_login", "date_joined"), Coalesce("enabled_at", "date_joined"), "date_joined"
    )
    return users.annotate(used_at=used).filter(used_at__lt=moment)


def soon_disabled(people, now=None):
    """Those of ``people`` (a queryset) whom ``check_unused`` will disable within 30 days.

    Who has no e-mail address learns of it from their manager only. ``used_at`` is when
    they were last there.
    """
    now = now or timezone.now()
    guards = SiteGroup.objects.filter(role=Role.SECURITY_ADMINISTRATOR).values("group")
    moment = now - (settings.UNUSED_DAYS - NOTICE_DAYS) * DAY
    kept = people.model.groups.through.objects.filter(user=OuterRef("pk"), group__in=guards)
    return _not_used_since(moment, people).exclude(Exists(kept))


def ends_on(user, now=None):
    """The day from which one of ``soon_disabled`` can be disabled, warned in time."""
    now = now or timezone.now()
    warning = (user.unused_warned_at or now) + settings.UNUSED_WARNING_DAYS * DAY
    return timezone.localdate(max(user.used_at + settings.UNUSED_DAYS * DAY, warning))


@transaction.atomic
def warn(user, now):
    """Tell ``user`` by mail, where there is an address; True if this run did."""
    rows = get_user_model().objects.filter(pk=user.pk, unused_warned_at=None)
    if not rows.update(unused_warned_at=now):
        return False
    if user.email:
        mail_later(
            to=user.email,
            subject=_("您的账号很久没有使用"),
            text=_(
                "%(name)s，您好：\n\n您的账号 %(login)s 很久没有登录，%(days)d 天后将自动停用。"
                "要继续使用，请登录一次：\n\n%(link)s\n"
            )
            % {
                "name": user,
                "login": user.username,
                "days": settings.UNUSED_WARNING_DAYS,
                "link": f"{settings.WAGTAILADMIN_BASE_URL}/admin/",
            },
        )
    return True


@transaction.atomic
def disable_unused(user):
    """Disable ``user`` unless used meanwhile; True if this run did.

    Security administrators are only warned: without them nobody could enable anybody.
    """
    user = get_user_model().objects.select_for_update().get(pk=user.pk)
    if not user.is_active or user.unused_warned_at is None:
        return False
    rows = list(SiteGroup.objects.filter(group__user=user).select_related("site"))
    if any(row.role == Role.SECURITY_ADMINISTRATOR for row in rows):
        return False
    user.is_active = False
    with one_line():
        user.save(update_fields=["is_active"])
    end_sessions(user)
    record("person.disabled", by=None, site=place(rows), target=user, details={"reason": "unused"})
    return True


def forget_old_traces():
    """Delete sessions that ended and failed attempts that no longer count."""
    SessionStore.clear_expired()
    idle = timezone.now() - timedelta(minutes=settings.IDLE_MINUTES)
    UserSession.objects.filter(last_seen__lt=idle, user__isnull=False).delete()
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - DAY).delete()
