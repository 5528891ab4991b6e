"""What a new site is built of: its columns, its collection, its groups and their rights."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from school_sites.models import ColumnPage, SchoolSite, SiteGroup
from school_sites.models.column_choices import COLUMN_TYPE_OF_KIND, DEFAULT_COLUMN_TYPE
from sitehub.accounts.roles import DISTRICT_ROLES, RIGHTS, SCHOOL_ROLES, Role


def collection_name(number, name):
    """Name of the collection of a site: a rising number, then the site's name.

    Wagtail keeps collections sorted by name and rewrites the path of every
    later sibling on each insert. With the number first a new one is always the
    last, so opening a school costs the same with five schools and with five
    hundred; the files of no other school are touched.
    """
    return f"{number:05} {name}"


def group_name(name, code, role):
    """Name of the group that holds ``role`` at a site; unique because the code is."""
    return f"{name}（{code}） {Role(role).label}"


def add_collection(site):
    """Make the collection of ``site``; its Wagtail site, which gives the number, exists."""
    # The root is fetched anew: its count of children is out of date after each insert.
    name = collection_name(site.wagtail_site_id, site.name)
    return Collection.get_first_root_node().add_child(name=name)


def add_columns(parent, plans):
    """Make the columns of ``plans`` (see trees.py) below the page ``parent``.

    Through add_child rather than a bulk insert: it keeps Wagtail's log,
    reference index and search index, and is fast enough (tests/bench).
    """
    for plan in plans:
        page = ColumnPage(
            title=plan.title,
            slug=plan.slug,
            kind=plan.kind,
            column_type=COLUMN_TYPE_OF_KIND.get(plan.kind, DEFAULT_COLUMN_TYPE),
            layout=plan.layout,
            show_in_menus=plan.in_menu,
            locale_id=parent.locale_id,
        )
        parent.add_child(instance=page)
        add_columns(page, plan.children)


def add_groups(site, roles):
    """Make a group for each role, with the rights ``accounts.roles`` names and no others."""
    permissions = _permissions(roles)
    for role in roles:
        group = Group.objects.create(name=group_name(site.name, site.code, role))
        SiteGroup.objects.create(site=site, role=role, group=group)
        _grant(site, group, RIGHTS[role], permissions)


def _grant(site, group, rights, permissions):
    page_id, collection_id = _places(site, rights)
    group.permissions.set([permissions[tuple(name.split("."))] for name in rights.model])
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(
            group=group,
            page_id=page_id,
            permission=permissions["wagtailcore", codename],
        )
        for codename in rights.page
    )
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(
            group=group, collection_id=collection_id, permission=permissions[key]
        )
        for key in rights.collection
    )


def settle_groups():
    """Make the groups of every site what the table of roles says; return how many changed.

    Roles that are new get their groups, rights that changed are given and
    taken; who is in a group stays in it. A fixed number of queries where
    nothing differs.
    """
    every = [*SCHOOL_ROLES, *DISTRICT_ROLES]
    permissions = _permissions(every)
    held, changed, groups_of = _held(), 0, {}
    # No prefetch: with a thousand groups SQLite finds its expression too deep.
    for row in SiteGroup.objects.select_related("group"):
        groups_of.setdefault(row.site_id, {})[row.role] = row.group
    for site in SchoolSite.objects.all():
        roles = DISTRICT_ROLES if site.is_district else SCHOOL_ROLES
        groups = groups_of.get(site.pk, {})
        missing = [role for role in roles if role not in groups]
        if missing:
            add_groups(site, missing)
        different = [
            role
            for role in roles
            if role in groups
            and held.get(groups[role].pk, set()) != set(_wanted(site, RIGHTS[role], permissions))
        ]
        for role in different:
            GroupPagePermission.objects.filter(group=groups[role]).delete()
            GroupCollectionPermission.objects.filter(group=groups[role]).delete()
            _grant(site, groups[role], RIGHTS[role], permissions)
        changed += len(missing) + len(different)
    return changed


def _held():
    """What each group has: {group id: {(page or collection id or None, permission id)}}."""
    found = {}
    for model, place in (
        (Group.permissions.through, None),
        (GroupPagePermission, "page_id"),
        (GroupCollectionPermission, "collection_id"),
    ):
        names = ["group_id", "permission_id", *([place] if place else [])]
        for group_id, permission_id, *where in model.objects.values_list(*names):
            found.setdefault(group_id, set()).add((place, *where, permission_id))
    return found


def _wanted(site, rights, permissions):
    page_id, collection_id = _places(site, rights)
    for name in rights.model:
        yield None, permissions[tuple(name.split("."))].pk
    for codename in rights.page:
        yield "page_id", page_id, permissions["wagtailcore", codename].pk
    for key in rights.collection:
        yield "collection_id", collection_id, permissions[key].pk


def _places(site, rights):
    """Ids of the page and the collection a role's rights are held at."""
    if rights.everywhere:
        return tree_root().pk, Collection.get_first_root_node().pk
    return site.root_page_id, site.collection_id


def tree_root():
    """The page above all sites, by its unique path: there is no index on depth."""
    return Page.objects.get(path="0001")


def _permissions(roles):
    """All permissions the roles need, by (app label, codename), in one query."""
    wanted = set()
    for role in roles:
        rights = RIGHTS[role]
        wanted |= set(rights.page) | {codename for _, codename in rights.collection}
        wanted |= {name.split(".")[1] for name in rights.model}
    rows = Permission.objects.filter(codename__in=wanted).select_related("content_type")
    return {(row.content_type.app_label, row.codename): row for row in rows}
