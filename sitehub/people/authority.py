"""Who may give which role, and whose account is whose business. Only asks, changes nothing."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from school_sites.models import SiteGroup
from sitehub.accounts.roles import DISTRICT_ROLES, RIGHTS, SCHOOL_ROLES, Role
from sitehub.accounts.working import groups_in_force


class Authority:
    """What ``by`` may do about people, read from the table of roles and the groups in force.

    ``by`` None is the command line, which like a superuser may do everything
    but what nobody may.
    """

    def __init__(self, by):
        self.by = by
        self.is_platform = by is None or (by.is_active and by.is_superuser)

    @cached_property
    def _held(self):
        rows = SiteGroup.objects.filter(group__user=self.by, group__in=groups_in_force(self.by))
        return [(row.site_id, Role(row.role)) for row in rows] if self.by.is_active else []

    @property
    def is_district_wide(self):
        """Whether ``by`` answers for the district's accounts."""
        return self.is_platform or any(role in DISTRICT_ROLES for role in self._givers.values())

    @cached_property
    def _givers(self):
        """The role by which ``by`` gives roles, for each site it is held at."""
        return {site_id: role for site_id, role in self._held if RIGHTS[role].gives}

    @property
    def site_ids(self):
        """Ids of the sites at which ``by`` holds a role that gives roles."""
        return list(self._givers)

    @property
    def roles_anywhere(self):
        """The roles ``by`` may give at one site or another, in the table's order."""
        if self.is_platform:
            return tuple(Role)
        given = {one for role in self._givers.values() for one in RIGHTS[role].gives}
        return tuple(role for role in Role if role in given)

    def roles_to_give(self, site):
        """The roles ``by`` may give and take at ``site``, in the table's order."""
        fitting = DISTRICT_ROLES if site.is_district else SCHOOL_ROLES
        if self.is_platform:
            return tuple(fitting)
        given = set()
        for site_id, role in self._givers.items():
            if site_id == site.pk or role in DISTRICT_ROLES:
                given.update(RIGHTS[role].gives)
        return tuple(role for role in fitting if role in given)

    def memberships(self):
        """The SiteGroups ``by`` answers for."""
        rows = SiteGroup.objects.all()
        if self.is_platform:
            return rows
        own = [site_id for site_id, role in self._givers.items() if role in SCHOOL_ROLES]
        wide = {
            one
            for role in self._givers.values()
            if role in DISTRICT_ROLES
            for one in RIGHTS[role].gives
        }
        return rows.filter(Q(site__in=own) | Q(role__in=wide))

    def people(self):
        """The people ``by`` answers for; superusers are on no screen."""
        users = get_user_model().objects.filter(is_superuser=False)
        if self.is_platform:
            return users
        through = get_user_model().groups.through
        mine = through.objects.filter(
            user=OuterRef("pk"), group__in=self.memberships().values("group")
        )
        return users.filter(Exists(mine))

    def why_not_touch(self, user, rows):
        """Why ``by`` may not change the account ``user`` at all, or "".

        ``rows`` are all SiteGroups of the person.
        """
        if user == self.by:
            return _("不能更改自己的角色和账号状态，请找另一位管理员。")
        if not self.is_district_wide and any(row.role in DISTRICT_ROLES for row in rows):
            return _("这是区里的账号，由安全管理员管理。")
        return ""

    def why_not_whole(self, user, rows):
        """Why ``by`` may not disable, unlock or reset the whole account, or ""."""
        if reason := self.why_not_touch(user, rows):
            return reason
        if not self.is_district_wide and any(row.site_id not in self._givers for row in rows):
            return _("此人还在其他单位任职，只能取消在本校的角色。")
        return ""

    def require_give(self, site, role):
        """Raise PermissionDenied unless ``by`` may give ``role`` at ``site``."""
        if role not in self.roles_to_give(site):
            raise PermissionDenied

    def require(self, user, *, whole=False):
        """The person's SiteGroups, if ``by`` may change the account.

        Raises PermissionDenied for a person who is not ``by``'s business, and
        ValidationError, for people, where it is but this may not be done.
        """
        if not self.people().filter(pk=user.pk).exists():
            raise PermissionDenied
        rows = list(SiteGroup.objects.filter(group__user=user).select_related("site"))
        reason = (self.why_not_whole if whole else self.why_not_touch)(user, rows)
        if reason:
            raise ValidationError(reason)
        return rows
