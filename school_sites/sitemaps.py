"""Sitemaps (sitemaps.org 0.9): an index, the columns, and the articles in parts by number."""

from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from sitehub.publishing import tag

from . import queries
from .models import Listing

# An article's part is its number divided by this: parts never shift, need no
# count, and stay far below the protocol's 50,000 addresses a file.
PART_SIZE = 20_000


def _xml(template, context, entry):
    response = HttpResponse(
        render_to_string(template, context), content_type="application/xml; charset=utf-8"
    )
    return tag(response, site=entry.id)


@transaction.non_atomic_requests
@require_safe
def index(request):
    """The sitemap index of the request's site."""
    entry = request.site_entry
    visible = Listing.objects.for_site(entry.school_site).visible()
    parts = visible.order_by().values_list(F("article_id") / PART_SIZE, flat=True).distinct()
    addresses = [entry.url("/sitemap-columns.xml")]
    addresses += [entry.url(f"/sitemap-{part}.xml") for part in sorted(parts)]
    return _xml("school_sites/sitemap_index.xml", {"addresses": addresses}, entry)


@transaction.non_atomic_requests
@require_safe
def columns(request):
    """Home page and the columns anybody may open."""
    entry = request.site_entry
    addresses = [entry.url("/")]
    addresses += [entry.url(column.url) for column in queries.public_columns_of(entry.school_site)]
    pages = [{"address": iri_to_uri(address)} for address in addresses]
    return _xml("school_sites/sitemap.xml", {"pages": pages}, entry)


@transaction.non_atomic_requests
@require_safe
def articles(request, part):
    """The visible articles whose numbers fall into one part; a part without any is not found."""
    entry = request.site_entry
    start = part * PART_SIZE
    if start > 2**62:
        raise Http404
    listings = (
        Listing.objects.for_site(entry.school_site)
        .visible()
        .filter(article_id__gte=start, article_id__lt=start + PART_SIZE)
        .order_by("article_id")
    )
    pages = [
        {"address": entry.url(listing.path), "updated": listing.updated_at}
        for listing in listings.only("article_id", "updated_at").iterator()
    ]
    if not pages:
        raise Http404
    return _xml("school_sites/sitemap.xml", {"pages": pages}, entry)


@transaction.non_atomic_requests
@require_safe
def robots(request):
    """robots.txt (RFC 9309)."""
    entry = request.site_entry
    lines = ["User-agent: *", "Allow: /", f"Sitemap: {entry.url('/sitemap.xml')}", ""]
    return tag(
        HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"), site=entry.id
    )
