"""What a new site is built of: its columns, its collection, its groups and their rights."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from school_sites.models import ColumnPage, SiteGroup
from school_sites.models.columns import COLUMN_TYPE_OF_KIND, DEFAULT_COLUMN_TYPE
from sitehub.accounts.roles import RIGHTS, Role


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
    group.permissions.set([permissions[tuple(name.split("."))] for name in rights.model])
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(
            group=group,
            page_id=site.root_page_id,
            permission=permissions["wagtailcore", codename],
        )
        for codename in rights.page
    )
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(
            group=group, collection=site.collection, permission=permissions[key]
        )
        for key in rights.collection
    )


def _permissions(roles):
    """All permissions the roles need, by (app label, codename), in one query."""
    wanted = set()
    for role in roles:
        rights = RIGHTS[role]
        wanted |= set(rights.page) | {codename for _, codename in rights.collection}
        wanted |= {name.split(".")[1] for name in rights.model}
    rows = Permission.objects.filter(codename__in=wanted).select_related("content_type")
    return {(row.content_type.app_label, row.codename): row for row in rows}
