"""Open, change, suspend, reopen and archive a site: one function each."""

import logging

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page, Revision, Site

from school_sites import hosts as host_table
from school_sites.models import SchoolHomePage, SchoolSite, SiteHost, SiteKind, SiteStatus
from school_sites.models.school_site import SHOWN_STATUSES
from school_sites.tree import at_or_below
from search import mending
from sitehub.accounts.roles import DISTRICT_ROLES, OPEN_SCHOOL, SCHOOL_ROLES
from sitehub.audit import one_line, record

from .building import (
    add_collection,
    add_columns,
    add_groups,
    collection_name,
    group_name,
    tree_root,
)
from .trees import TREES
from .validation import (
    DISTRICT_CODE,
    FOOTER_FACTS,
    check_fields,
    draft,
    host_errors,
    tidy_hosts,
    validate,
)

logger = logging.getLogger(__name__)

# Sent in the same transaction after a site's status changed. Arguments: site, before.
site_status_changed = Signal()
# What a school's manager may change of the own site.
OWN_FACTS = ("motto", "address", "phone", "watermark")
CHANGEABLE = ("name", "short_name", "kind", *FOOTER_FACTS)


def open_school(*, code, name, kind, host, by, short_name="", other_hosts=(), status=None, **facts):
    """Open a school's site and return its SchoolSite.

    Makes the root page, the column tree of ``kind``, the Wagtail site, host
    names, collection and groups with exactly the rights they need. ``facts``
    are footer fields of SchoolSite. ``by`` is the acting user, None for the
    command line. Raises ValidationError keyed by field, PermissionDenied.
    """
    _require(by)
    site, hosts = draft(code, name, kind, host, short_name, other_hosts, status, facts)
    return _open(site, hosts, home_class=SchoolHomePage, roles=SCHOOL_ROLES, by=by)


def check_school(
    *, code, name, kind, host, by, short_name="", other_hosts=(), status=None, **facts
):
    """Raise what ``open_school`` would raise for the same arguments; change nothing."""
    _require(by)
    site, hosts = draft(code, name, kind, host, short_name, other_hosts, status, facts)
    validate(site, hosts)


def open_district(*, home_class, name, host, by, short_name="", other_hosts=(), **facts):
    """Open the district's own site, once per install, and return its SchoolSite.

    ``home_class`` is the district's home page model, which this room does not
    know. Roles that reach into all schools hold their rights at the root of the
    whole tree, so that no school's groups need to name them.
    """
    _require(by)
    site, hosts = draft(
        DISTRICT_CODE, name, SiteKind.DISTRICT, host, short_name, other_hosts, None, facts
    )
    return _open(site, hosts, home_class=home_class, roles=DISTRICT_ROLES, by=by)


def _open(site, hosts, *, home_class, roles, by):
    validate(site, hosts)
    try:
        with transaction.atomic():
            with one_line():
                _build(site, hosts, home_class=home_class, roles=roles)
            details = {"hosts": hosts, "kind": site.kind, "status": site.status}
            record("site.open", by=by, site=site, target=site, details=details)
            mending.mend_site(site)
    except IntegrityError as error:
        # Checked a moment ago: someone else was faster with a code, name, host or tree path.
        logger.warning("opening %s failed", site.code, exc_info=True)
        raise ValidationError(_("刚才有人同时开通了网站，请再试一次。")) from error
    return site


def _build(site, hosts, *, home_class, roles):
    root = tree_root()
    # A slug of its own keeps url_path unique among siblings; visitors never see it.
    site.root_page = root.add_child(
        instance=home_class(title=site.name, slug=site.code, locale_id=root.locale_id)
    )
    site.wagtail_site = Site.objects.create(
        hostname=hosts[0], port=80, site_name=site.name, root_page=site.root_page
    )
    site.collection = add_collection(site)
    site.save()
    SiteHost.objects.bulk_create(
        SiteHost(site=site, host=one, is_primary=number == 0) for number, one in enumerate(hosts)
    )
    add_columns(site.root_page, TREES[site.kind])
    add_groups(site, roles)


@transaction.atomic
def change_site_facts(site, *, by, **facts):
    """Change names, kind or footer facts of ``site`` and return it.

    ``facts`` are fields in CHANGEABLE; those not given stay. A new kind does
    not touch the columns. A school's manager may change OWN_FACTS of the school.
    Raises ValidationError keyed by field, PermissionDenied.
    """
    if not (set(facts) <= set(OWN_FACTS) and manages(site, by)):
        _require(by)
    if unknown := set(facts) - set(CHANGEABLE):
        raise TypeError(f"not changeable: {', '.join(sorted(unknown))}")
    before = {field: getattr(site, field) for field in facts}
    changed = {f: v.strip() for f, v in facts.items() if v.strip() != before[f]}
    if not changed:
        return site
    if "kind" in changed and SiteKind.DISTRICT in (site.kind, changed["kind"]):
        raise ValidationError({"kind": [_("区站的类型不能改，学校也不能改成区站。")]})
    for field, value in changed.items():
        setattr(site, field, value)
    check_fields(site)
    site.save(update_fields=list(changed))
    if "name" in changed:
        _rename(site, before["name"])
    if not changed.keys().isdisjoint({"name", "short_name"}):
        mending.mend_site(site)
    before = {field: before[field] for field in changed}
    record("site.change", by=by, site=site, target=site, before=before, after=changed)
    return site


@transaction.atomic
def set_logo(site, *, image, by):
    """Show ``image``, a picture of the site's own collection, as its logo; None takes it away.

    The sizes visitors get are made now, not in their requests. Returns the site.
    Raises ValidationError for another site's picture, PermissionDenied.
    """
    if not manages(site, by):
        _require(by)
    if image is not None and image.collection_id != site.collection_id:
        raise ValidationError({"logo": _("只能用本网站图片库里的图片。")})
    site.logo = image
    urls = host_table.logo_urls(image) if image is not None else host_table.NO_LOGO
    for field, url in urls.items():
        setattr(site, field, url)
    site.save(update_fields=["logo", *urls])
    record("site.logo", by=by, site=site, target=site, details={"image": image and image.pk})
    return site


def _rename(site, old_name):
    """Carry a site's new name to what was named after it."""
    site.wagtail_site.site_name = site.name
    site.wagtail_site.save(update_fields=["site_name"])
    # A title the school changed by hand is its own.
    Page.objects.filter(pk=site.root_page_id, title=old_name).update(
        title=site.name, draft_title=site.name
    )
    # The number in front stays, and with it the place in the tree.
    Collection.objects.filter(pk=site.collection_id).update(
        name=collection_name(site.wagtail_site_id, site.name)
    )
    for row in site.groups.select_related("group"):
        row.group.name = group_name(site.name, site.code, row.role)
        row.group.save(update_fields=["name"])


@transaction.atomic
def set_hosts(site, *, primary, others, by):
    """Give ``site`` exactly these host names and return it.

    All but ``primary`` redirect to it. A primary name that is replaced stays
    as one that redirects, so that no printed address dies; it can be removed
    afterwards. Raises ValidationError on ``host`` or ``other_hosts``,
    PermissionDenied.
    """
    _require(by)
    hosts = tidy_hosts([primary, *others])
    before = list(site.hosts.order_by("-is_primary", "host").values_list("host", flat=True))
    old_primary = site.hosts.filter(is_primary=True).values_list("host", flat=True).first()
    if old_primary and old_primary not in hosts:
        hosts.append(old_primary)
    if errors := host_errors(site, hosts):
        raise ValidationError(errors)
    if set(hosts) == set(before) and hosts[0] == old_primary:
        return site
    site.hosts.exclude(host__in=hosts).delete()
    site.hosts.filter(is_primary=True).update(is_primary=False)  # only one may be, at any moment
    for host in hosts:
        SiteHost.objects.update_or_create(
            site=site, host=host, defaults={"is_primary": host == hosts[0]}
        )
    site.wagtail_site.hostname = hosts[0]
    site.wagtail_site.save(update_fields=["hostname"])
    record("site.hosts", by=by, site=site, target=site, before=before, after=hosts)
    return site


@transaction.atomic
def suspend(site, *, by):
    """Visitors get a plain 503 notice; nothing is lost. Returns the site.

    Editors may prepare drafts; nothing is published until it is open again.
    Raises ValidationError where the status does not allow it, PermissionDenied.
    """
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
    _change_status(site, SiteStatus.ARCHIVED, allowed=allowed, by=by)
    _cancel_schedules(site)
    return site


def _cancel_schedules(site):
    """Nothing of an archived site goes live later by itself. The drafts stay."""
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    pages = Page.objects.filter(at_or_below(site.root_page.path))
    ids = pages.filter(pk__in=[int(one) for one in scheduled.values_list("object_id", flat=True)])
    scheduled.filter(object_id__in=[str(pk) for pk in ids.values_list("pk", flat=True)]).update(
        approved_go_live_at=None
    )


_SUSPENDABLE = (SiteStatus.PREPARING, SiteStatus.OPEN, SiteStatus.ARCHIVED)


def _change_status(site, status, *, allowed, by):
    _require(by)
    if site.is_district:
        raise ValidationError(_("区站不能暂停或归档。"))
    # The row is locked and read again: two administrators may press at once.
    site.refresh_from_db(
        fields=["status", "opened_at"], from_queryset=SchoolSite.objects.select_for_update()
    )
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
    if status == SiteStatus.OPEN and site.opened_at is None:
        site.opened_at = timezone.now()
    if (before in SHOWN_STATUSES) != (status in SHOWN_STATUSES):
        site.shown_changed_at = timezone.now()
    site.save(update_fields=["status", "archived_at", "opened_at", "shown_changed_at"])
    transaction.on_commit(host_table.forget)  # this process need not wait to be told by the mark
    states = {"before": {"status": before}, "after": {"status": status}}
    record(f"site.{status}", by=by, site=site, target=site, **states)
    site_status_changed.send(sender=SchoolSite, site=site, before=before)
    return site


def manages(site, by):
    """Whether ``by`` looks after the columns and looks of ``site``; None does not."""
    if by is None:
        return False
    return site.root_page.specific.permissions_for_user(by).manages_columns()


def _require(by):
    if by is not None and not by.has_perm(OPEN_SCHOOL):
        raise PermissionDenied
