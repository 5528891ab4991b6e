"""Prove that listings say what the tree says, and mend them where they do not.

The tree is the truth: what is published is on the page. Articles are read in
chunks by id, so that memory does not grow with the install.
"""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from media.models import SiteImage
from media.sizes import COVER

from .listings import (
    COPIED,
    FACTS,
    NO_COVER,
    cover_values,
    mend_listing,
    public_articles,
    tag_words,
)
from .models import ArticlePage, ColumnPage, Listing, ListingTag, SchoolSite
from .models.pages import STEP

CHUNK = 500
ROOT_PATH_LENGTH = 2 * STEP
MISSING = "missing"
TAGS = "tags"
PAGE_FIELDS = (
    "pk", "path", "live", "title", "short_title", "cover_id", "content_type_id",
    "publication_date", "first_published_at", "last_published_at", "expire_at", *COPIED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drift:
    """One listing that is not what it should be; ``field`` is MISSING where there is none."""

    article_id: int
    title: str
    field: str
    found: object
    expected: object


def find_drift(chunk=CHUNK):
    """Yield a Drift for each difference, in order of article id.

    Seven queries for each ``chunk`` articles, and a few for each further kind of article
    in it; memory holds one chunk at a time. A cover's rendition that is gone is made
    anew, as its first visitor would have it made.
    """
    sites = dict(SchoolSite.objects.values_list("root_page__path", "pk"))
    last = 0
    while True:
        articles = list(
            ArticlePage.objects.filter(pk__gt=last).order_by("pk").only(*PAGE_FIELDS)[:chunk]
        )
        if not articles:
            return
        last = articles[-1].pk
        yield from _drift_of(articles, sites)


def _drift_of(articles, sites):
    ids = [article.pk for article in articles]
    listings = Listing.objects.in_bulk(ids)
    public = set(public_articles().filter(pk__in=ids).values_list("pk", flat=True))
    parents = {article.path[:-STEP] for article in articles}
    columns = dict(ColumnPage.objects.filter(path__in=parents).values_list("path", "pk"))
    facts = _facts_of(articles)
    covers = _covers_of(articles, facts)
    tags = _tags_of(ids)
    for article in articles:
        listing = listings.get(article.pk)
        if listing is None:
            if article.live:
                yield Drift(article.pk, article.title, MISSING, None, None)
            continue
        expected = _expected(article, public, columns, sites)
        if article.live:
            expected |= _expected_facts(article, facts[article.pk])
        for field, value in (expected | _expected_cover(listing, covers)).items():
            found = getattr(listing, field)
            if found != value:
                yield Drift(article.pk, article.title, field, found, value)
        yield from _tag_drift(article, listing, tags.get(article.pk, []))


def _expected(article, public, columns, sites):
    """Fields whose right value is known from the page.

    Of an article that is not live only its place and that it is not listed:
    its listing keeps what was published last.
    """
    place = {
        "listed": article.pk in public,
        "site_id": sites.get(article.path[:ROOT_PATH_LENGTH]),
        "column_id": columns.get(article.path[:-STEP]),
    }
    if not article.live:
        return place
    dates = {"published_at": article.published_at, "updated_at": article.last_published_at}
    return {
        **place,
        # A page made live without a revision has no dates of its own.
        **{name: date for name, date in dates.items() if date is not None},
        "expires_at": article.expire_at,
        "title": article.short_title or article.title,
        **{name: getattr(article, name) for name in COPIED},
    }


def _facts_of(articles):
    """{article id: (form, facts)}: what the pages of each kind say, read kind by kind."""
    by_type = {}
    for article in articles:
        by_type.setdefault(article.content_type_id, []).append(article)
    facts = {}
    for type_id, group in by_type.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is not ArticlePage:
            ids = [article.pk for article in group]
            pages = model.objects.filter(pk__in=ids).defer("body").select_related("cover")
            group = pages.prefetch_related(*model.listing_prefetch)
        facts |= {page.pk: (page.form, {**FACTS, **page.listing_facts()}) for page in group}
    return facts


def _expected_facts(article, known):
    """Form, facts and the cover's id of a live article."""
    form, facts = known
    expected = {name: value for name, value in facts.items() if name != "cover"}
    cover = facts.get("cover")
    return {**expected, "form": form, "cover_id": cover.pk if cover else article.cover_id}


def _tags_of(ids):
    """{article id: its tags, as (word, site id, date)}."""
    rows = ListingTag.objects.filter(listing__in=ids).order_by("word")
    tags = {}
    for listing_id, *tag in rows.values_list("listing", "word", "site", "published_at"):
        tags.setdefault(listing_id, []).append(tuple(tag))
    return tags


def _tag_drift(article, listing, found):
    """A live article's tags are its keywords; all tags have the listing's site and date."""
    found_words = [word for word, *_ in found]
    words = sorted(tag_words(article)) if article.live else found_words
    right = [(word, listing.site_id, listing.published_at) for word in words]
    if found_words != words:
        yield Drift(article.pk, article.title, TAGS, found_words, words)
    elif found != right:
        yield Drift(article.pk, article.title, TAGS, found, right)


def _covers_of(articles, facts):
    """The covers of ``articles`` by id, with the renditions listings show already read."""
    ids = {one.cover_id for one in articles if one.cover_id}
    ids |= {known["cover"].pk for _form, known in facts.values() if known.get("cover")}
    covers = SiteImage.objects.filter(pk__in=ids)
    return {image.pk: image for image in covers.prefetch_renditions(COVER)}


def _expected_cover(listing, covers):
    """Address and size of the cover ``listing`` names; of another one its page will tell."""
    if listing.cover_id is None:
        return NO_COVER
    cover = covers.get(listing.cover_id)
    return {} if cover is None else cover_values(cover)


@transaction.atomic
def mend(article_id):
    """Write one listing anew from the tree. An article deleted meanwhile is left alone.

    Nothing is offered to the district: the article was not published now.
    """
    article = ArticlePage.objects.filter(pk=article_id).first()
    if article is None:
        return
    listing = mend_listing(article)
    if listing is not None and not article.live:
        _put_in_place(article)


def _put_in_place(article):
    site = SchoolSite.objects.get(root_page__path=article.path[:ROOT_PATH_LENGTH])
    column = ColumnPage.objects.get(path=article.path[:-STEP])
    Listing.objects.filter(pk=article.pk).update(site=site, column=column)
    date = Listing.objects.values_list("published_at", flat=True).get(pk=article.pk)
    ListingTag.objects.filter(listing=article.pk).update(site=site, published_at=date)
