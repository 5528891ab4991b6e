"""The rule against old passwords."""

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .models import FormerPassword


class NotRecentValidator:
    """Refuses the present password and the last ``count`` before it."""

    def __init__(self, count=5):
        self.count = count

    def validate(self, password, user=None):
        """Raise ValidationError for a password ``user`` has or had lately."""
        if user is None or user.pk is None:
            return
        hashes = [user.password, *self._former(user).values_list("password", flat=True)]
        if any(check_password(password, one) for one in hashes[: self.count]):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def password_changed(self, password, user=None):
        """Keep the hash that was replaced; forget those no longer asked for."""
        former = getattr(user, "_former_password", "")
        if not former:
            return
        FormerPassword.objects.create(user=user, password=former)
        kept = self._former(user).values_list("pk", flat=True)[: self.count - 1]
        FormerPassword.objects.filter(user=user).exclude(pk__in=list(kept)).delete()

    def get_help_text(self):
        return _("不能用最近 %d 次用过的密码。") % self.count

    @staticmethod
    def _former(user):
        return FormerPassword.objects.filter(user=user).order_by("-pk")
