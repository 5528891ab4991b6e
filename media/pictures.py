"""A picture as a page shows it: addresses of what exists. Nothing is drawn here."""

import re
from dataclasses import dataclass, replace

from django.db.models import prefetch_related_objects
from wagtail.images.models import Filter

from .renditions import ask_once
from .sizes import BODY_FORMATS, BODY_WIDTHS, COVER, body_spec

TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
BODY_SIZES = "(max-width: 48rem) 100vw, 48rem"


@dataclass(frozen=True, slots=True)
class Source:
    """One ``<source>``: a media type, and addresses with their widths."""

    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What a template needs for ``<picture>``: sources, best first, and a fallback."""

    sources: tuple[Source, ...]
    url: str
    width: int
    height: int
    sizes: str = ""


def prefetch_pictures(images):
    """Read the renditions of all ``images`` in one query instead of one each."""
    images = [image for image in images if image is not None]
    if images:
        prefetch_related_objects(images, "renditions")
    return images


def with_renditions(renditions):
    """The picture of ``renditions`` (read with ``image``), as if it had been read with these."""
    image = renditions[0].image
    image._prefetched_objects_cache = {"renditions": renditions}
    return image


def picture_of(image):
    """The Picture of ``image`` in a text: every format and width there is.

    Until the job has made the renditions it is the picture itself, which was
    re-encoded at upload. One query, none if ``prefetch_pictures`` ran before.
    """
    found = {one.filter_spec: one for one in _usable(image)}
    sources = []
    for encoding in BODY_FORMATS:
        specs = (body_spec(width, encoding) for width in BODY_WIDTHS)
        made = [found[spec] for spec in specs if spec in found]
        if made:
            sources.append((encoding, made))
    if not sources:
        return _single(image)
    fallback = sources[-1][1][-1]
    return Picture(
        sources=tuple(Source(TYPES[encoding], _srcset(made)) for encoding, made in sources),
        url=fallback.file.url,
        width=fallback.width,
        height=fallback.height,
        sizes=BODY_SIZES,
    )


def sized(image, spec):
    """The Picture of ``image`` in the one size ``spec`` (sizes.py).

    Where the job has not made that yet, it is asked for, and the picture is shown as it
    was cut before, or in the width of a text that is nearest; the theme fits it into
    its place. One query, none if ``prefetch_pictures`` ran before.
    """
    key = Filter(spec=spec).get_cache_key(image)
    found = {}
    for one in image.renditions.all():
        if one.filter_spec == spec and one.focal_point_key == key:
            return _single(one)
        found[one.filter_spec] = one
    ask_once(image, spec)
    wide_enough = int(re.search(r"\d+", spec)[0])
    widths = sorted(BODY_WIDTHS, key=lambda width: (width < wide_enough, abs(width - wide_enough)))
    instead = (spec, *(body_spec(width, "webp") for width in widths))
    return _single(next((found[one] for one in instead if one in found), image))


def in_sizes(image, specs):
    """The Picture of ``image`` in several sizes of one shape, smallest first, for one ``srcset``.

    What the job has not made yet is asked for, and left out. One query, none if
    ``prefetch_pictures`` ran before.
    """
    usable = {one.filter_spec: one for one in _usable(image)}
    for spec in specs:
        if spec not in usable:
            ask_once(image, spec)
    # A small picture is as wide in two sizes.
    made = {one.width: one for spec in specs if (one := usable.get(spec))}
    if not made:
        return sized(image, specs[0])
    widths = list(made.values())
    return replace(_single(widths[0]), sources=(Source(TYPES["webp"], _srcset(widths)),))


def _usable(image):
    """Renditions for the focal point as it is now.

    Of a picture that was replaced, the old ones are shown until the job is done.
    """
    focal = Filter(spec=COVER).get_cache_key(image)
    return [one for one in image.renditions.all() if one.focal_point_key in ("", focal)]


def _single(file_of):
    return Picture((), file_of.file.url, file_of.width, file_of.height)


def _srcset(renditions):
    return ", ".join(f"{one.file.url} {one.width}w" for one in renditions)
