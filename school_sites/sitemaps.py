"""Sitemaps (sitemaps.org 0.9, with pictures): an index, what stands still, articles by number."""

from itertools import groupby
from operator import itemgetter
from xml.sax.saxutils import escape

from django.db import transaction
from django.db.models import F, FilteredRelation, Q
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from media.storages import public_storage
from sitehub.publishing import tag

from . import queries, sections
from .feeds import absolute
from .models import AlbumPhoto, Form, Listing
from .models.articles import ARTICLE_PATH

# An article's part is its number divided by this: parts never shift, need no
# count, and stay far below the protocol's 50,000 addresses a file.
PART_SIZE = 20_000
PICTURES_OF_ONE_PAGE = 50  # the protocol allows 1,000
# Of one part. Some search engines read 10 MB of a file: a page without pictures needs
# less than 200 bytes, and those for which no room is left are named without them.
PICTURES_BYTES = 6_000_000
END_OF_NUMBERS = 2**63
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
INDEX = f'{DECLARATION}<sitemapindex xmlns="{NAMESPACE}">\n'
URLS = (
    f'{DECLARATION}<urlset xmlns="{NAMESPACE}"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">\n'
)
END = "</urlset>\n"
IMAGE = "<image:image><image:loc>{}</image:loc></image:image>"
CLOSED_TO_ROBOTS = ("/f/", "/_count/", "/_util/", "/search/", "/search.")


def _answer(entry, content):
    response = HttpResponse(content, content_type="application/xml; charset=utf-8")
    return tag(response, site=entry.id)


def _url(address, updated=None, pictures=()):
    """One page of a sitemap."""
    changed = f"<lastmod>{timezone.localtime(updated).isoformat()}</lastmod>" if updated else ""
    shown = "".join(map(IMAGE.format, map(escape, pictures)))
    return f"<url><loc>{escape(address)}</loc>{changed}{shown}</url>\n"


@transaction.non_atomic_requests
@require_safe
def index(request):
    """The sitemap index of the request's site."""
    entry = request.site_entry
    visible = Listing.objects.for_site(entry.school_site).visible()
    parts = visible.order_by().values_list(F("article_id") / PART_SIZE, flat=True).distinct()
    addresses = [entry.url("/sitemap-columns.xml")]
    addresses += [entry.url(f"/sitemap-{part}.xml") for part in sorted(parts)]
    listed = "".join(f"<sitemap><loc>{escape(one)}</loc></sitemap>\n" for one in addresses)
    return _answer(entry, f"{INDEX}{listed}</sitemapindex>\n")


@transaction.non_atomic_requests
@require_safe
def columns(request):
    """Home page, the columns anybody may open, and the pages in them that are no articles."""
    entry = request.site_entry
    public = queries.public_columns_of(entry.school_site)
    paths = ["/", *(column.url for column in public)]
    pages = [_url(iri_to_uri(entry.url(path))) for path in paths]
    pages += [
        _url(entry.url(path), updated)
        for path, updated in sections.public_pages(entry.school_site, public)
    ]
    return _answer(entry, URLS + "".join(pages) + END)


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
    if not listings.exists():
        raise Http404
    return _answer(entry, _part(entry, listings))


def _part(entry, listings):
    """The text of one part, line by line: beside the text itself nothing of it is kept."""
    yield URLS
    rows = listings.values_list("article_id", "updated_at", "cover_url", "form")
    photos, ahead, room = _photos(listings), None, PICTURES_BYTES
    for number, updated, cover, form in rows.iterator():
        pictures = [cover] if cover else []
        if form == Form.ALBUM:
            # Both go by number: an album whose photographs are further ahead has none.
            while ahead is None or ahead[0] < number:
                ahead = next(photos, (END_OF_NUMBERS, []))
            pictures += ahead[1] if ahead[0] == number else []
        page = entry.url(ARTICLE_PATH.format(number))
        plain = _url(page, updated)
        shown = [absolute(entry, one) for one in pictures[:PICTURES_OF_ONE_PAGE]]
        line = _url(page, updated, shown)
        more = len(line) - len(plain)
        yield line if more <= room else plain
        room -= more if more <= room else 0
    yield END


def _photos(listings):
    """(number, addresses) of the albums among ``listings`` by number, in one query.

    The largest size that visitors get of each photograph; the photograph itself, as it was
    accepted, where the job has not made any yet.
    """
    sizes = FilteredRelation(
        "image__renditions", condition=Q(image__renditions__filter_spec__startswith="width-")
    )
    rows = (
        AlbumPhoto.objects.filter(album__listing__in=listings.order_by())
        .annotate(sizes=sizes)
        .order_by("album_id", "sort_order", "pk", F("sizes__width").desc(nulls_last=True))
        .values_list("album_id", "pk", "sizes__file", "image__file")
    )
    storage = public_storage()
    for album, several in groupby(rows.iterator(), key=itemgetter(0)):
        first_of_each = (next(sizes) for _pk, sizes in groupby(several, key=itemgetter(1)))
        yield album, [storage.url(size or itself) for _, _, size, itself in first_of_each]


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
