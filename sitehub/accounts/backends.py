"""How people's permissions are found."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission

from .working import groups_in_force, permissions_in_force


class WorkingBackend(ModelBackend):
    """Django's own, but only the groups in force give permissions.

    What was given to a person rather than to a group counts for nothing: the
    table of roles says all there is.
    """

    def _get_user_permissions(self, user_obj):
        return Permission.objects.none()

    def _get_group_permissions(self, user_obj):
        return Permission.objects.filter(group__in=groups_in_force(user_obj))

    def get_group_permissions(self, user_obj, obj=None):
        """As Django's; of what is read of a person once anyway."""
        is_plain = user_obj.is_active and not user_obj.is_anonymous and not user_obj.is_superuser
        if not is_plain or obj is not None:
            return super().get_group_permissions(user_obj, obj)
        return set(permissions_in_force(user_obj))
