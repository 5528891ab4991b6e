"""Sitemaps (sitemaps.org 0.9, with pictures): an index, what stands still, articles by number."""

from itertools import groupby
from operator import itemgetter

from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from media.models import SiteRendition
from sitehub.publishing import tag

from . import queries, sections
from .feeds import absolute
from .models import AlbumPhoto, Form, Listing
from .models.articles import ARTICLE_PATH

# An article's part is its number divided by this: parts never shift, need no
# count, and stay far below the protocol's 50,000 addresses a file.
PART_SIZE = 20_000
PICTURES_OF_ONE_PAGE = 50  # the protocol allows 1,000, but a file only 50 MB
CLOSED_TO_ROBOTS = ("/f/", "/_count/", "/_util/", "/search/")


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
    """Home page, the columns anybody may open, and the pages in them that are no articles."""
    entry = request.site_entry
    public = queries.public_columns_of(entry.school_site)
    paths = ["/", *(column.url for column in public)]
    pages = [{"address": iri_to_uri(entry.url(path))} for path in paths]
    pages += [
        {"address": entry.url(path), "updated": updated}
        for path, updated in sections.public_pages(entry.school_site, public)
    ]
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
    rows = listings.values_list("article_id", "updated_at", "cover_url", "form")
    photos = None
    pages = []
    for number, updated, cover, form in rows.iterator():
        pictures = [cover] if cover else []
        if form == Form.ALBUM:
            photos = _photos(listings) if photos is None else photos
            pictures += photos.get(number, [])
        pages.append(
            {
                "address": entry.url(ARTICLE_PATH.format(number)),
                "updated": updated,
                "pictures": [absolute(entry, one) for one in pictures[:PICTURES_OF_ONE_PAGE]],
            }
        )
    if not pages:
        raise Http404
    return _xml("school_sites/sitemap.xml", {"pages": pages}, entry)


def _photos(listings):
    """{number: addresses} of the photographs of albums among ``listings``, in one query.

    The largest size that visitors get of each; one that nobody has looked at has none.
    """
    rows = (
        AlbumPhoto.objects.filter(album__listing__in=listings.order_by())
        .filter(image__renditions__filter_spec__startswith="width-")
        .order_by("album_id", "sort_order", "pk", "-image__renditions__width")
        .values_list("album_id", "pk", "image__renditions__file")
    )
    storage = SiteRendition._meta.get_field("file").storage
    found = {}
    for (album, _photo), several in groupby(rows.iterator(), key=itemgetter(0, 1)):
        found.setdefault(album, []).append(storage.url(next(several)[2]))
    return found


@transaction.non_atomic_requests
@require_safe
def robots(request):
    """robots.txt (RFC 9309)."""
    entry = request.site_entry
    closed = [f"Disallow: {path}" for path in CLOSED_TO_ROBOTS]
    lines = ["User-agent: *", "Allow: /", *closed, f"Sitemap: {entry.url('/sitemap.xml')}", ""]
    return tag(
        HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"), site=entry.id
    )
