"""Albums: photographs in a grid, each a link to its large picture."""

from django.db.models import prefetch_related_objects

from media.sizes import COVER, body_spec, body_widths
from school_sites import context as ctx
from school_sites.models import Form

from .parts import Part, register_part

# Sizes that lists and texts use as well: nothing is drawn for albums alone.
TILE = COVER
IN_DATA = 10  # pictures named in the page's data for machines


def album_part(entry, page):
    """The photographs of an album."""
    photos = list(page.photos.all())
    prefetch_related_objects(photos, "image__renditions")
    shown = [photo_values(photo) for photo in photos]
    large = [entry.url(photo["large"].url) for photo in shown[:IN_DATA]]
    return Part(
        template="themes/base/components/album.html",
        values={"photos": shown, "title": page.title},
        json_ld={"image": large} if large else {},
        styles=("album",),
        image=shown[0]["large"].url if shown else "",
    )


def large_spec(image):
    """The widest size that texts have of ``image``; a small picture has no wide one."""
    return body_spec(body_widths(image)[-1], "webp")


def photo_values(photo):
    """One photograph as the theme shows it."""
    return {
        "tile": ctx.cover_of(photo.image, TILE),
        "large": ctx.cover_of(photo.image, large_spec(photo.image)),
        "caption": photo.caption,
        "alt": photo.alt_text or photo.caption,
    }


register_part(Form.ALBUM, album_part)
