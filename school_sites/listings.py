"""The one writer of listings.

Wagtail keeps dates and live flags on the page, and publishing restores every
custom field from the revision; what lists need is therefore kept apart, and
written here on publish, unpublish, move, privacy change, and by check_listing.
"""

import logging

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.dispatch import Signal
from django.utils import timezone

from media.sizes import COVER
from school_sites import hosts

from .models import ArticlePage, ColumnPage, Listing, ListingTag, SchoolSite
from .models.pages import STEP
from .restrictions import unrestricted
from .tree import at_or_below
from .websub import feeds_changed

logger = logging.getLogger(__name__)

TAG_LENGTH = ListingTag._meta.get_field("word").max_length
NO_COVER = {"cover_url": "", "cover_width": 0, "cover_height": 0}

# What a listing takes from the article as it is.
COPIED = (
    "summary", "keywords", "document_number", "document_date", "category", "valid_until", "subject",
)  # fmt: skip

# What only some kinds of articles have, as the others write it.
FACTS = {
    "pictures": 0, "starts_at": None, "ends_at": None, "all_day": False, "place": "",
    "duration": "",
}  # fmt: skip

# Sent in the same transaction after an article's listing was written, or filed under
# another column (it may be unlisted then). Arguments: listing, article, created.
listing_written = Signal()
# Sent in the same transaction where articles at or below the page ``under`` came to be
# listed without being published: a restriction was lifted, a column moved from below one.
listings_uncovered = Signal()


def public_articles():
    """Articles that are live, not expired, and under no view restriction."""
    return unrestricted(ArticlePage.objects.filter(live=True, expired=False))


def write_listing(article):
    """Write the listing of ``article`` as it is published now, and return it.

    An article that was never published has none: then None is returned.
    """
    if not article.live:
        return mend_listing(article)
    created = not Listing.objects.filter(pk=article.pk).exists()
    listing = mend_listing(article)
    listing_written.send(sender=Listing, listing=listing, article=article, created=created)
    return listing


def mend_listing(article):
    """As ``write_listing``, telling nobody: nothing was published now."""
    if not article.live:
        _set_listed(Listing.objects.filter(pk=article.pk), False)
        return Listing.objects.filter(pk=article.pk).first()
    entry = hosts.entry_for_path(article.path)
    values = listing_values(article, site_id=entry.id, column_id=column_id_of(article))
    values["listed"] = public_articles().filter(pk=article.pk).exists()
    before = Listing.objects.filter(pk=article.pk).values_list("listed", flat=True).first()
    if before is not None and before != values["listed"]:
        values["listed_changed_at"] = timezone.now()
    listing, _ = Listing.objects.update_or_create(pk=article.pk, defaults=values)
    write_tags(listing, tag_words(article))
    feeds_changed([(listing.site_id, listing.column_id)])
    SchoolSite.objects.filter(pk=entry.id).exclude(
        latest_article_at__gte=listing.published_at
    ).update(latest_article_at=listing.published_at)
    return listing


def tag_words(article):
    """The words an article is found by: its keywords, as long as a tag can be."""
    return {word[:TAG_LENGTH] for word in article.keyword_list}


def write_tags(listing, wanted):
    """Make the tags of ``listing`` the words ``wanted``; unchanged ones cost one query."""
    have = {tag.word: tag for tag in listing.tags.all()}
    if wanted == have.keys() and all(
        (tag.published_at, tag.site_id) == (listing.published_at, listing.site_id)
        for tag in have.values()
    ):
        return
    listing.tags.all().delete()
    ListingTag.objects.bulk_create(
        ListingTag(
            listing=listing,
            site_id=listing.site_id,
            word=word,
            published_at=listing.published_at,
        )
        for word in sorted(wanted)
    )


def listing_values(article, *, site_id, column_id):
    """The columns of a listing that come from the article itself."""
    facts = {**FACTS, **article.specific.listing_facts()}
    cover_image = facts.pop("cover", None) or article.cover
    cover = cover_values(cover_image) if cover_image else NO_COVER
    return {
        "site_id": site_id,
        "column_id": column_id,
        "published_at": article.published_at or timezone.now(),
        "expires_at": article.expire_at,
        "updated_at": article.last_published_at or timezone.now(),
        "title": article.short_title or article.title,
        "form": article.specific_class.form,
        **{name: getattr(article, name) for name in COPIED},
        **facts,
        "cover": cover_image,
        **cover,
    }


def cover_values(image):
    """Make the cover's rendition and return its address and size as a listing keeps them.

    A picture whose file is missing or broken gives no cover and a log line: an
    article must not fail to publish for that.
    """
    try:
        rendition = image.get_rendition(COVER)
    except OSError:
        logger.warning("cover picture %s cannot be read", image.pk, exc_info=True)
        return NO_COVER
    return {
        "cover_url": rendition.url,
        "cover_width": rendition.width,
        "cover_height": rendition.height,
    }


def column_id_of(article):
    """Id of the column ``article`` is filed in, by its tree path."""
    return ColumnPage.objects.values_list("pk", flat=True).get(path=article.path[:-STEP])


def refresh_listed(under):
    """Set ``listed`` anew for every article at or below the page ``under``, in two statements.

    What came to be listed is told of: it may have to be offered to the district.
    """
    below = Listing.objects.filter(at_or_below(under.path, "article__path"))
    public = public_articles().filter(pk=OuterRef("pk"))
    uncovered = _set_listed(below.filter(Exists(public)), True)
    _set_listed(below.filter(~Exists(public)), False)
    if uncovered:
        listings_uncovered.send(sender=Listing, under=under)


def _set_listed(listings, listed):
    """Turn ``listed`` over where it is otherwise, and note when; return how many."""
    changing = listings.filter(listed=not listed)
    if settings.WEBSUB_HUB:
        feeds_changed(set(changing.values_list("site", "column")))
    return changing.update(listed=listed, listed_changed_at=timezone.now())


def move_listing(article):
    """File the listing of ``article`` under its new column, and tell as after publishing.

    An article that is not listed is told of too: what hangs on it must not stay behind.
    """
    Listing.objects.filter(pk=article.pk).update(column_id=column_id_of(article))
    refresh_listed(article)
    listing = Listing.objects.filter(pk=article.pk).first()
    if listing is not None:
        listing_written.send(sender=Listing, listing=listing, article=article, created=False)


def refresh_cover(image):
    """Give every listing that shows ``image`` the address its rendition has now."""
    shown = Listing.objects.filter(cover_id=image.pk)
    if shown.exists():
        shown.update(**cover_values(image))


def forget_cover(image_id):
    """Take a deleted picture off every listing that showed it."""
    Listing.objects.filter(cover_id=image_id).update(cover=None, **NO_COVER)
