"""Which addresses at a site belong to the platform, so that no column can take them."""

import ipaddress
import re
from functools import cache

from django.conf import settings
from django.urls import get_resolver

from sitehub.audit.origin import remote_address
from themes.variants import PREFIXES

FORM_PREFIX = "/f/"  # forms visitors fill in; they take POST
COUNT_PREFIX = "/_count/"  # browsers tell of views here
# Where a public host takes POST. Everything else there is only read.
FORM_PREFIXES = (
    FORM_PREFIX,
    COUNT_PREFIX,
    "/_util/authenticate_with_password/",
    "/documents/authenticate_with_password/",
)
# Routed by pages, answered before routing, served by the web server, or kept for later.
BESIDE_THE_URLCONF = {"a", "admin", "api", "f", "media", "schools", "search", "static"}
FIRST_COMPONENT = re.compile(r"\^?([\w-]+)/")


@cache
def reserved_at_top():
    """First path components at a public host that are not columns."""
    patterns = (str(one.pattern) for one in get_resolver(settings.PUBLIC_URLCONF).url_patterns)
    found = (FIRST_COMPONENT.match(pattern) for pattern in patterns)
    return BESIDE_THE_URLCONF | {*PREFIXES} | {match[1] for match in found if match}


def client_address(request):
    """The visitor's address; an IPv6 visitor's network, since it has that many addresses."""
    address = remote_address(request)
    if address is None:
        return "unknown"
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
