"""Links of an article that lead nowhere, or not where a visitor should be sent.

Only what the install itself knows is looked up; addresses elsewhere are judged by
their form, never fetched while somebody waits for the page.
"""

import ipaddress
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page

from media.models import SiteDocument
from school_sites import hosts

from .findings import MUST, SHOULD, Finding

NUMBERED = re.compile(r"/a/(\d{1,18})/?")
SHOWN_LENGTH = 40


def check_links(reading):
    """Findings about the links, at most two queries."""
    wanted = {link: _looked_up(link) for link in reading.links}
    numbers = {kind: set() for kind in ("page", "document")}
    for kind, number in filter(None, wanted.values()):
        numbers[kind].add(number)
    live = Page.objects.filter(pk__in=numbers["page"], live=True)
    present = SiteDocument.objects.filter(pk__in=numbers["document"])
    there = {
        "page": set(live.values_list("pk", flat=True)),
        "document": set(present.values_list("pk", flat=True)),
    }
    found = []
    for link, what in wanted.items():
        if what is not None and what[1] not in there[what[0]]:
            message = _("链接“%(text)s”指向的页面或文件已经删除或没有发布。")
            found.append(_finding("dead-link", MUST, message, link))
        elif link.kind == "address" and (finding := _judge(link)):
            found.append(finding)
    return found


def _looked_up(link):
    """What of the install the link leads to, as (page or document, number); None for elsewhere."""
    if link.kind == "address":
        number = _own_number(link.target)
        return number and ("page", number)
    if link.kind not in ("page", "document"):
        return None
    # Not a number: nothing has number 0, so that link is dead.
    return link.kind, int(link.target) if link.target.isdecimal() else 0


def _own_number(address):
    """The number of the article an address of this platform leads to, or None."""
    parts = _split(address)
    if parts is None or not parts.hostname or parts.hostname not in hosts.table().by_host:
        return None
    match = NUMBERED.fullmatch(parts.path)
    return int(match[1]) if match else None


def _split(address):
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - reading it refuses a port that is no number
    except ValueError:
        return None
    return parts


def _judge(link):
    """What is wrong with an address, by its form alone; None for nothing."""
    if link.target.startswith(("#", "mailto:", "tel:", "/")):
        return None
    parts = _split(link.target)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        message = _("链接“%(text)s”的网址不完整，访客打不开。")
        return _finding("bad-address", MUST, message, link)
    entry = hosts.table().by_host.get(parts.hostname)
    if entry is not None:
        return _judge_own(link, parts, entry)
    if parts.hostname == settings.ADMIN_HOST or _is_private(parts.hostname):
        message = _("链接“%(text)s”指向管理后台或内部地址，访客打不开。")
        return _finding("private-address", MUST, message, link)
    return None


def _judge_own(link, parts, entry):
    if entry.primary_host != parts.hostname:
        message = _("链接“%(text)s”用的是旧域名，请改用现在的域名。")
        return _finding("old-host", SHOULD, message, link)
    if parts.scheme != settings.PUBLIC_SCHEME:
        message = _("链接“%(text)s”请以 %(scheme)s:// 开头。")
        return _finding("scheme", SHOULD, message, link)
    return None


def _is_private(host):
    if host == "localhost" or host.endswith((".localhost", ".local")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host


def _finding(code, severity, message, link):
    shown = (link.text or link.target)[:SHOWN_LENGTH]
    values = {"text": shown, "scheme": settings.PUBLIC_SCHEME}
    return Finding(code, severity, message % values, link.place)
