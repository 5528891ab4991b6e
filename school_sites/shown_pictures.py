"""Addresses of pictures kept outside Wagtail's tables: covers of listings, logos and banners.

They are the addresses of renditions, and Wagtail deletes a picture's renditions
when its file is replaced, after the picture itself was saved.
"""

from media.models import SiteImage
from media.renditions import order_missing
from media.sizes import CHOSEN, COVER, HOME_BANNER, INNER_BANNER, SLIDES

from .hosts import LOGO_FILTERS, refresh_logo
from .listings import refresh_cover
from .looks import banners


def refresh_picture(image):
    """Point everything that shows ``image`` to the renditions it has now."""
    refresh_cover(image)
    refresh_logo(image)
    banners.refresh(image)


def prepare_cover(listing):
    """Order the sizes in which a home page shows the cover of what was published now."""
    if listing is not None and listing.listed and listing.cover is not None:
        order_missing((listing.cover, size) for size in SLIDES)


def replace_rendition(rendition):
    """Make a deleted rendition anew where it is shown.

    Of a picture deleted as a whole nothing is shown any more: covers, logos and banners
    forget it before its renditions go.
    """
    spec = rendition.filter_spec
    if spec not in CHOSEN | {COVER}:
        return
    rendition.purge_from_cache()  # or the deleted one would be found there
    image = SiteImage.objects.filter(pk=rendition.image_id).first()
    if image is None:
        return
    if spec in (COVER, *LOGO_FILTERS.values(), *HOME_BANNER, *INNER_BANNER):
        refresh_picture(image)
    else:
        order_missing([(image, spec)])
