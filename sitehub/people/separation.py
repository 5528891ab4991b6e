"""System, security and audit are three persons: the last door before the database."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from school_sites.models import SiteGroup
from sitehub.accounts.roles import Role, conflict


def check_separation(roles):
    """Raise ValidationError where no one person may hold all of ``roles``."""
    if held := conflict(roles):
        names = "、".join(sorted(str(Role(role).label) for role in held))
        raise ValidationError(_("同一个人不能兼任：%s。系统、安全、审计须由不同的人负责。") % names)


def refuse_conflicts(instance, pk_set, *, reverse):
    """Before groups are added to a person, or people to a group (``reverse``)."""
    people, groups = (pk_set, {instance.pk}) if reverse else ({instance.pk}, pk_set)
    added = set(SiteGroup.objects.filter(group__in=groups).values_list("role", flat=True))
    if not conflict({*added, *Role}) & added:
        return  # none of the separated ones is given
    for user in get_user_model().objects.select_for_update().filter(pk__in=people).order_by("pk"):
        check_separation(added | roles_anywhere(user))


def roles_anywhere(user):
    """Every role ``user`` holds at any site, in force or not."""
    return set(SiteGroup.objects.filter(group__user=user).values_list("role", flat=True))
