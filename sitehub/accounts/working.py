"""Which of a person's groups are in force: those of the site the person works in."""

from django.contrib.auth.models import Group

_CACHE = "_groups_in_force"
_HELD = "_groups_by_permission"


def work_with(user, group_ids):
    """From now on, as long as this user object lives, only these groups give rights."""
    setattr(user, _CACHE, frozenset(group_ids))


def groups_in_force(user):
    """Ids of the groups that give ``user`` rights now, read once per user object.

    All of them, unless ``work_with`` chose: in jobs and commands a person has
    every right they hold anywhere.
    """
    if user is None or not user.is_authenticated:
        return frozenset()
    if not hasattr(user, _CACHE):
        work_with(user, user.groups.values_list("pk", flat=True))
    return getattr(user, _CACHE)


def permissions_in_force(user):
    """{"app.codename": ids of the groups in force that hold it}, read once per user object."""
    if not hasattr(user, _HELD):
        held = {}
        groups = Group.permissions.through.objects.filter(group__in=groups_in_force(user))
        names = ("permission__content_type__app_label", "permission__codename", "group_id")
        for app_label, codename, group_id in groups.values_list(*names):
            held.setdefault(f"{app_label}.{codename}", set()).add(group_id)
        setattr(user, _HELD, held)
    return getattr(user, _HELD)


def groups_holding(user, permission):
    """Ids of the groups in force of ``user`` that hold ``permission``."""
    return frozenset(permissions_in_force(user).get(permission, ()))
