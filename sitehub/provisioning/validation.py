"""What is asked of a site before anything is written: tidied, and checked all at once."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from school_sites.models import SchoolSite, SiteHost, SiteKind, SiteStatus

DISTRICT_CODE = "district"
FOOTER_FACTS = (
    "motto", "sponsor", "operator", "address", "phone",
    "icp_number", "police_number", "site_identifier", "watermark",
)  # fmt: skip
FIRST_STATUSES = (SiteStatus.PREPARING, SiteStatus.OPEN)


def draft(code, name, kind, host, short_name, other_hosts, status, facts):
    """The unsaved site and its host names, tidied but not yet checked."""
    if unknown := set(facts) - set(FOOTER_FACTS):
        raise TypeError(f"not facts of a site: {', '.join(sorted(unknown))}")
    code, name, short_name = code.strip(), name.strip(), short_name.strip()
    status = status or SiteStatus.OPEN
    site = SchoolSite(
        code=code, name=name, short_name=short_name or name[:30], kind=kind, status=status,
        opened_at=timezone.now() if status == SiteStatus.OPEN else None, **facts,
    )  # fmt: skip
    return site, tidy_hosts([host, *other_hosts])


def tidy_hosts(hosts):
    """Host names as they are compared and stored."""
    return [host.strip().lower() for host in hosts]


def _words(errors):
    """Messages of one field; Django's own words for "taken" do not read well in Chinese."""
    taken = _("已经有网站用了，请换一个。")
    return [taken if error.code == "unique" else message for error in errors for message in error]


def check_fields(site):
    """Raise ValidationError, keyed by field, for what is wrong in the site's own fields."""
    try:
        site.full_clean(exclude=["wagtail_site", "root_page", "collection"])
    except ValidationError as error:
        words = {field: _words(errors) for field, errors in error.error_dict.items()}
        raise ValidationError(words) from error


def validate(site, hosts):
    """Everything that can be wrong, at once, keyed by the door's field names."""
    errors = {}
    try:
        check_fields(site)
    except ValidationError as error:
        errors |= error.message_dict
    if not site.name:
        errors.pop("short_name", None)  # it would have been made from the name
    is_district = site.kind == SiteKind.DISTRICT
    if (site.code == DISTRICT_CODE) != is_district:
        field = "kind" if is_district else "code"
        errors.pop("__all__", None)  # that there is one district says the same
        errors[field] = [_("代码 district 和类型“区教育信息网”只属于区站。")]
    if site.status not in FIRST_STATUSES:
        errors["status"] = [_("新网站的状态只能是“筹备中”或“已开通”。")]
    errors |= host_errors(site, hosts)
    if errors:
        raise ValidationError(errors)


def host_errors(site, hosts):
    """Errors of host names (the first is the primary), keyed ``host`` and ``other_hosts``."""
    errors = {}
    own = set(site.hosts.values_list("host", flat=True)) if site.pk else set()
    for number, host in enumerate(hosts):
        if host in own:
            continue
        try:
            SiteHost(site=site, host=host).full_clean(exclude=["site"])
        except ValidationError as error:
            key = "host" if number == 0 else "other_hosts"
            words = [word for errors_of in error.error_dict.values() for word in _words(errors_of)]
            messages = [f"{host}：{word}" if host else word for word in words]
            errors.setdefault(key, []).extend(messages)
    if len(set(hosts)) != len(hosts):
        errors.setdefault("other_hosts", []).append(_("域名重复。"))
    return errors
