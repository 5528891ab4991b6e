"""Serving a page in another variant: the prefix is taken off before anyone sees the path, and
put before every link of the finished page (decision 0035)."""

import re
from functools import partial
from urllib.parse import urlsplit

from django.http import HttpResponsePermanentRedirect
from django.utils.http import escape_leading_slashes

from themes import rewriting, variants

from . import hosts

# First components of what is the same in every variant: files, counts, the administration.
WITHOUT_VARIANTS = {"static", "media", "documents", "files", "qr", "_count", "admin", "api"}
# Feeds, data, calendars, sitemaps, suggestions: read by programs.
FOR_PROGRAMS = re.compile(r"(?:\.(?:atom|css|ico|ics|json|svg|txt|xml)|/feed/|/search/suggest)\Z")
ABSOLUTE = re.compile(r"https?://")


def has_variants(path):
    """Whether there is a page at ``path`` (without a prefix) for people to read."""
    first = path[1:].partition("/")[0]
    return first not in WITHOUT_VARIANTS and not FOR_PROGRAMS.search(path)


def enter(request):
    """Take the prefix off the request's path; its Variant, or the response that sends it on."""
    variant, path = variants.of_path(request.path)
    if variant is variants.USUAL:
        return variant, None
    request.path = request.path_info = path
    if not has_variants(path):
        return variant, HttpResponsePermanentRedirect(_own_path(request))
    return variant, None


def place_of(request):
    """The path, with its query, that the ways to other variants lead to; "" for no such ways.

    A preview has no address yet, and what programs read has no variants.
    """
    is_preview = getattr(request, "is_dummy", False)
    return _own_path(request) if has_variants(request.path) and not is_preview else ""


def _own_path(request):
    """The path and query; one that begins with // would be the address of another host."""
    return escape_leading_slashes(request.get_full_path())


def link(address, variant):
    """``address`` as a page in ``variant`` links to it: pages of our sites stay in the variant."""
    if address.startswith("/") and not address.startswith("//"):
        path = re.split(r"[?#]", address, maxsplit=1)[0]
        is_plain = variants.of_path(path)[0] is variants.USUAL
        return variant.path(address) if is_plain and has_variants(path) else address
    if ABSOLUTE.match(address):
        return _elsewhere(address, variant)
    return address


def _elsewhere(address, variant):
    """An absolute address; that of another of our sites in its ``variant``, too."""
    try:
        parts = urlsplit(address)
        entry = hosts.table().by_host.get((parts.hostname or "").rstrip("."))
    except ValueError:  # such as http://[: written by hand in a text
        return address
    if entry is None or parts.netloc != urlsplit(entry.base_url).netloc:
        return address
    start = f"{parts.scheme}://{parts.netloc}"
    return start + link(address[len(start) :] or "/", variant)


def finish(response, variant):
    """The finished ``response`` in ``variant``: its links, its words, where it redirects to."""
    if variant is variants.USUAL:
        return response
    if "Location" in response:
        response["Location"] = link(response["Location"], variant)
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return response
    page = rewriting.relinked(response.content.decode(), partial(link, variant=variant))
    if variant.script == variants.TRADITIONAL:
        page = rewriting.in_traditional(page)
    response.content = page.encode()
    if "Content-Length" in response:
        response["Content-Length"] = str(len(response.content))
    return response
