"""The list of people: searched, narrowed, in pages; a fixed number of queries."""

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q

from sitehub.accounts.roles import Role

from .unused import ends_on, soon_disabled

PAGE_SIZE = 50


def people_for_list(authority, *, q="", role="", state=""):
    """The people ``authority`` answers for, by name.

    ``state`` is "active", "unused" (disabled soon) or "disabled"; ``q`` looks in names
    and addresses, for the district's staff in names of schools, too.
    """
    users = authority.people().order_by("first_name", "username")
    visible = authority.memberships().filter(group__user=OuterRef("pk"))
    if q := q.strip():
        named = Q(first_name__icontains=q) | Q(username__icontains=q) | Q(email__icontains=q)
        if authority.is_district_wide:
            at = Q(site__name__icontains=q) | Q(site__code=q)
            named |= Q(Exists(visible.filter(at)))
        users = users.filter(named)
    if role:
        users = users.filter(Exists(visible.filter(role=role)))
    if state == "unused":
        users = soon_disabled(users)
    elif state:
        users = users.filter(is_active=state == "active")
    return users


def ends_shown(authority, users):
    """{user id: the day} for those of ``users`` who will be disabled soon: one query."""
    found = authority.people().filter(pk__in=[user.pk for user in users])
    return {user.pk: ends_on(user) for user in soon_disabled(found)}


def roles_shown(authority, users):
    """{user id: [(site name, role label), …]} as far as ``authority`` may see: one query.

    A person's roles at other schools are nobody's business.
    """
    through = get_user_model().groups.through
    rows = through.objects.filter(
        user__in=[user.pk for user in users],
        group__in=authority.memberships().values("group"),
    ).order_by("group__site_group__site__name", "group__site_group__pk")
    found = {}
    for user_id, name, role in rows.values_list(
        "user_id", "group__site_group__site__name", "group__site_group__role"
    ):
        found.setdefault(user_id, []).append((name, Role(role).label))
    return found
