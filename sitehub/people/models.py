"""Invitations: a role at a site, waiting for the person who opens the link."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sitehub.accounts.roles import Role


class InvitationQuerySet(models.QuerySet):
    """Named states of invitations."""

    def waiting(self):
        """Neither accepted nor revoked nor expired."""
        return self.filter(self.model.WAITING, expires_at__gt=timezone.now())

    def not_settled(self):
        """Neither accepted nor revoked; expired ones, too."""
        return self.filter(self.model.WAITING)


class Invitation(models.Model):
    """One link for one person. Only a digest of the link's secret is kept."""

    WAITING = Q(accepted_at=None, revoked_at=None)

    site = models.ForeignKey(
        "school_sites.SchoolSite",
        on_delete=models.CASCADE,
        related_name="invitations",
        verbose_name=_("网站"),
    )
    role = models.CharField(_("角色"), max_length=30, choices=Role.choices)
    name = models.CharField(_("姓名"), max_length=60)
    email = models.EmailField(_("电子邮箱"), blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    # Nobody stands for the command line, so the invitation goes with its inviter.
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("邀请人"),
    )
    created_at = models.DateTimeField(_("邀请时间"), auto_now_add=True)
    expires_at = models.DateTimeField(_("有效期至"))
    accepted_at = models.DateTimeField(_("接受时间"), null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("撤销时间"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("邀请")
        verbose_name_plural = _("邀请")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["site", "role"], name="invitation_site_role")]

    def __str__(self):
        return self.name

    @property
    def is_expired(self):
        return self.expires_at <= timezone.now()
