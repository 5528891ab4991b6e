"""Open, suspend, reopen and archive a site: one function each."""

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from school_sites.models import (
    ColumnPage,
    SchoolHomePage,
    SchoolSite,
    SiteGroup,
    SiteHost,
    SiteKind,
    SiteStatus,
)
from school_sites.models.columns import COLUMN_TYPE_OF_KIND, DEFAULT_COLUMN_TYPE, ColumnLayout
from sitehub.accounts.roles import DISTRICT_ROLES, RIGHTS, SCHOOL_ROLES, Role
from sitehub.audit import record

from .trees import TREES

OPEN_SCHOOL = "school_sites.open_school"


@transaction.atomic
def open_school(*, code, name, kind, host, by, short_name="", other_hosts=(), status=None, **facts):
    """Open a school's site and return its SchoolSite.

    Makes the root page, the column tree of ``kind``, the Wagtail site, host
    names, collection and groups with exactly the rights they need. ``facts``
    are footer fields of SchoolSite. ``by`` is the acting user, None for the
    command line. Raises ValidationError keyed by field, PermissionDenied.
    """
    return _open(
        home_class=SchoolHomePage,
        roles=SCHOOL_ROLES,
        code=code,
        name=name,
        kind=kind,
        host=host,
        by=by,
        short_name=short_name,
        other_hosts=other_hosts,
        status=status or SiteStatus.OPEN,
        facts=facts,
    )


@transaction.atomic
def open_district(*, home_class, name, host, by, short_name="", other_hosts=(), **facts):
    """Open the district's own site, once per install, and return its SchoolSite.

    ``home_class`` is the district's home page model, which this room does not
    know. Its administrators get their page rights at the root of the whole
    tree, so that no school's groups need to name them.
    """
    site = _open(
        home_class=home_class,
        roles=DISTRICT_ROLES,
        code="district",
        name=name,
        kind=SiteKind.DISTRICT,
        host=host,
        by=by,
        short_name=short_name,
        other_hosts=other_hosts,
        status=SiteStatus.OPEN,
        facts=facts,
    )
    administrators = site.groups.get(role=Role.DISTRICT_ADMINISTRATOR).group
    GroupPagePermission.objects.filter(group=administrators).update(page=_tree_root())
    GroupCollectionPermission.objects.filter(group=administrators).update(
        collection=Collection.get_first_root_node()
    )
    return site


def _open(*, home_class, roles, code, name, kind, host, by, short_name, other_hosts, status, facts):
    _require(by)
    hosts = [host.strip().lower(), *(one.strip().lower() for one in other_hosts)]
    site = SchoolSite(
        code=code.strip(), name=name.strip(), short_name=(short_name or name).strip()[:30],
        kind=kind, status=status, opened_at=timezone.now(), **facts,
    )  # fmt: skip
    _validate(site, hosts)
    root = _tree_root()
    # A slug of its own keeps url_path unique among siblings; visitors never see it.
    site.root_page = root.add_child(
        instance=home_class(title=site.name, slug=site.code, locale_id=root.locale_id)
    )
    site.wagtail_site = Site.objects.create(
        hostname=hosts[0], port=80, site_name=site.name, root_page=site.root_page
    )
    # Fetched anew: collections are kept sorted by name, so paths move with each insert.
    site.collection = Collection.get_first_root_node().add_child(name=f"{site.name}（{site.code}）")
    site.save()
    SiteHost.objects.bulk_create(
        SiteHost(site=site, host=one, is_primary=number == 0) for number, one in enumerate(hosts)
    )
    _add_columns(site.root_page, TREES[kind])
    _add_groups(site, roles)
    record("site.open", by=by, site=site, target=site, details={"hosts": hosts, "kind": kind})
    return site


def _validate(site, hosts):
    """Everything that can be wrong, at once, keyed by the door's field names."""
    errors = {}
    try:
        site.full_clean(exclude=["wagtail_site", "root_page", "collection"])
    except ValidationError as error:
        errors |= error.message_dict
    if site.code == "district" and site.kind != SiteKind.DISTRICT:
        errors["code"] = [_("代码 district 由区站使用。")]
    for number, host in enumerate(hosts):
        try:
            SiteHost(site=site, host=host).full_clean(exclude=["site"])
        except ValidationError as error:
            messages = [f"{host}: {message}" for message in error.messages]
            errors.setdefault("host" if number == 0 else "other_hosts", []).extend(messages)
    if len(set(hosts)) != len(hosts):
        errors.setdefault("other_hosts", []).append(_("域名重复。"))
    if errors:
        raise ValidationError(errors)


def _add_columns(parent, plans):
    for plan in plans:
        page = ColumnPage(
            title=plan.title,
            slug=plan.slug,
            kind=plan.kind,
            column_type=COLUMN_TYPE_OF_KIND.get(plan.kind, DEFAULT_COLUMN_TYPE),
            layout=ColumnLayout.CARDS if plan.cards else ColumnLayout.LIST,
            show_in_menus=True,
            locale_id=parent.locale_id,
        )
        parent.add_child(instance=page)
        _add_columns(page, plan.children)


def _add_groups(site, roles):
    for role in roles:
        group = Group.objects.create(name=f"{site.name}（{site.code}） {Role(role).label}")
        SiteGroup.objects.create(site=site, role=role, group=group)
        rights = RIGHTS[role]
        permissions = _permissions()
        group.permissions.set([permissions[tuple(name.split("."))] for name in rights.model])
        GroupPagePermission.objects.bulk_create(
            GroupPagePermission(
                group=group,
                page_id=site.root_page.page_ptr_id,
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


def _permissions():
    wanted = {name for rights in RIGHTS.values() for name in rights.page}
    wanted |= {codename for rights in RIGHTS.values() for _, codename in rights.collection}
    wanted |= {name.split(".")[1] for rights in RIGHTS.values() for name in rights.model}
    rows = Permission.objects.filter(codename__in=wanted).select_related("content_type")
    return {(row.content_type.app_label, row.codename): row for row in rows}


@transaction.atomic
def suspend(site, *, by):
    """Visitors get a plain 503 notice; nothing is lost. Returns the site."""
    return _change_status(site, SiteStatus.SUSPENDED, allowed=_SUSPENDABLE, by=by)


@transaction.atomic
def reopen(site, *, by):
    """Show a preparing, suspended or archived site again. Returns the site."""
    allowed = (SiteStatus.PREPARING, SiteStatus.SUSPENDED, SiteStatus.ARCHIVED)
    return _change_status(site, SiteStatus.OPEN, allowed=allowed, by=by)


@transaction.atomic
def archive(site, *, by):
    """Keep a closed site readable and marked; it takes nothing new. Returns the site.

    What the district accepted stays on the district's site.
    """
    allowed = (SiteStatus.PREPARING, SiteStatus.OPEN, SiteStatus.SUSPENDED)
    return _change_status(site, SiteStatus.ARCHIVED, allowed=allowed, by=by)


_SUSPENDABLE = (SiteStatus.PREPARING, SiteStatus.OPEN, SiteStatus.ARCHIVED)


def _change_status(site, status, *, allowed, by):
    _require(by)
    if site.is_district:
        raise ValidationError(_("区站不能暂停或归档。"))
    before = site.status
    if before not in allowed:
        raise ValidationError(
            _("“%(name)s”现在是“%(now)s”，不能改为“%(new)s”。")
            % {
                "name": site.name,
                "now": site.get_status_display(),
                "new": SiteStatus(status).label,
            }
        )
    site.status = status
    site.archived_at = timezone.now() if status == SiteStatus.ARCHIVED else None
    site.save(update_fields=["status", "archived_at"])
    record(f"site.{status}", by=by, site=site, target=site, details={"before": before})
    return site


def _require(by):
    if by is not None and not by.has_perm(OPEN_SCHOOL):
        raise PermissionDenied


def _tree_root():
    return Page.objects.get(path="0001")  # by the unique path: there is no index on depth
