"""People who sign in, their sessions and the passwords they had."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person who signs in. ``first_name`` holds a Chinese name whole."""

    first_name = models.CharField(_("姓名"), max_length=60, blank=True)
    enabled_at = models.DateTimeField(_("重新启用时间"), null=True, editable=False)
    unused_warned_at = models.DateTimeField(_("提醒长期未用的时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")

    def __str__(self):
        return self.get_full_name() or self.username

    def set_password(self, raw_password):
        """Also keep the hash that is replaced, for the rule against old passwords."""
        self._former_password = self.password
        super().set_password(raw_password)


class UserSession(AbstractBaseSession):
    """A session of Django's, with what its owner should recognise it by."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="sessions",
        verbose_name=_("用户"),
    )
    address = models.CharField(_("网络地址"), max_length=64, blank=True)
    browser = models.CharField(_("浏览器"), max_length=80, blank=True)
    started_at = models.DateTimeField(_("登录时间"), default=timezone.now)
    last_seen = models.DateTimeField(_("最近操作"), db_index=True)

    class Meta:
        verbose_name = _("登录")
        verbose_name_plural = _("登录")

    @classmethod
    def get_session_store_class(cls):
        from .sessions import SessionStore

        return SessionStore


class FormerPassword(models.Model):
    """The hash of a password a person had before."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="former_passwords"
    )
    password = models.CharField(max_length=128)
    replaced_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("曾用密码")
        verbose_name_plural = _("曾用密码")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.user} {self.replaced_at:%Y-%m-%d}"
