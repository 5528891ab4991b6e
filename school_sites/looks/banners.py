"""Pictures across the top of a site's pages: drawn when they are chosen, shown without a query.

What people see of a picture in each of its sizes is cut around its focal point.
"""

import logging

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from media.models import SiteImage
from media.sizes import HOME_BANNER, INNER_BANNER
from school_sites import hosts
from school_sites.models import SiteLook
from school_sites.models.looks import PICTURES
from sitehub.publishing import bump
from themes.force import Banner

from .choices import PICTURE

logger = logging.getLogger(__name__)

HOME, INNER = "home", "inner"
SIZES = {HOME: HOME_BANNER, INNER: INNER_BANNER}


def shown(choice, pictures):
    """(banner of the home page, banner of the others) of ``choice``: each a Banner, or None.

    ``pictures`` are those of the site's SiteLook. A header that lies on a picture has one on
    every page.
    """
    home, inner = choice.banner, choice.inner_banner
    if choice.header == PICTURE:
        inner = inner if str(inner) in pictures else home
    return _banner(pictures, home, HOME), _banner(pictures, inner, INNER)


def _banner(pictures, number, place):
    kept = pictures.get(str(number), {}).get(place)
    return Banner(*kept) if kept else None


def draw(site, choice):
    """What SiteLook keeps of the pictures of ``choice``; they are drawn now if need be.

    Raises ValidationError by field: for another site's picture, or one that cannot be read.
    """
    found, errors = {}, {}
    for name, place in _places(choice):
        number = getattr(choice, name)
        image = SiteImage.objects.filter(pk=number, collection=site.collection_id).first()
        if image is None:
            errors[name] = _("只能用本网站图片库里的图片。")
        elif (kept := _drawn(image, [place])) is None:
            errors[name] = _("这张图片读不出来，请另选一张。")
        else:
            found.setdefault(str(number), {}).update(kept)
    if errors:
        raise ValidationError(errors)
    return found


def _places(choice):
    """(field, where its picture stands) of ``choice``."""
    places = [("banner", HOME)] if choice.banner else []
    if choice.inner_banner:
        places.append(("inner_banner", INNER))
    elif choice.header == PICTURE:
        places.append(("banner", INNER))
    return places


def _drawn(image, places):
    """Its addresses and sizes by place; None, with a log line, where it cannot be read."""
    try:
        drawn = {place: image.get_renditions(*SIZES[place]) for place in places}
    except OSError:
        logger.warning("banner picture %s cannot be read", image.pk, exc_info=True)
        return None
    return {
        place: [fact for spec in SIZES[place] for fact in _facts(made[spec])]
        for place, made in drawn.items()
    }


def _facts(rendition):
    return rendition.url, rendition.width, rendition.height


def merged(row, drawn):
    """The pictures of ``row`` with ``drawn`` added."""
    both = row.pictures | drawn
    return {number: row.pictures.get(number, {}) | both[number] for number in both}


def still_named(row):
    """Those of the pictures of ``row`` that one of its choices names."""
    kept = [one for one in (row.in_force, row.draft, row.previous) if one]
    named = {str(one.get(name)) for one in kept for name in PICTURES}
    return {number: sizes for number, sizes in row.pictures.items() if number in named}


def refresh(image):
    """Give the sites that show ``image`` the addresses its sizes have now; none if unreadable."""
    for row in _showing(image.pk):
        number = str(image.pk)
        places = _drawn(image, row.pictures[number])
        if places is None:
            forget(image.pk)
        elif row.pictures[number] != places:
            _write(row, row.pictures | {number: places})


def forget(image_id):
    """Take a picture off the sites that show it."""
    for row in _showing(image_id):
        _write(row, {n: sizes for n, sizes in row.pictures.items() if n != str(image_id)})


def _showing(number):
    return SiteLook.objects.filter(pictures__has_key=str(number)).select_for_update(of=("self",))


def _write(row, pictures):
    row.pictures = pictures
    row.save(update_fields=["pictures"])
    bump(hosts.GENERATION)
