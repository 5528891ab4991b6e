"""Which sizes of a picture there are, and the job that makes them after an upload.

A visitor's page reads only what exists (pictures.py); nothing here runs in a
visitor's request.
"""

import logging

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.dispatch import Signal
from wagtail.images.models import Filter
from wagtail.tasks import delete_file_from_storage_task

from . import drawing, watermarks
from .models import SiteImage, SiteRendition
from .sites import of_site

logger = logging.getLogger(__name__)

COVER = "fill-800x500|format-webp"  # in lists
LOGO = "max-192x192|format-webp"  # beside the site's name
EDITORS = ("max-165x165", "max-800x600")  # Wagtail's lists and choosers, and its edit screen
BODY_WIDTHS = (480, 800, 1280)
BODY_FORMATS = ("avif", "webp", "jpeg")  # the first that a browser knows is taken

# Sent in the transaction that wrote them, when renditions of an image have new
# addresses. Arguments: image.
renditions_changed = Signal()


def body_spec(width, encoding):
    """Wagtail's notation for one width and format of a picture in a text."""
    return f"width-{width}|format-{encoding}"


def body_widths(image):
    """The widths worth making: up to the first that is not smaller than the picture."""
    smaller = [width for width in BODY_WIDTHS if width < image.width]
    return BODY_WIDTHS[: len(smaller) + 1]


def specs_for(image):
    """Every rendition ``image`` is to have."""
    bodies = [body_spec(width, one) for width in body_widths(image) for one in BODY_FORMATS[::-1]]
    return [*EDITORS, COVER, *bodies]


def mark_for(image, spec):
    """The watermark of ``spec``: pictures in a text carry the site's, all others none."""
    return watermarks.words_for(image.collection.path) if is_marked(spec) else ""


def is_marked(spec):
    """Whether a rendition carries the watermark of its site, if that has one."""
    return spec.startswith("width-")


def make_renditions(image):
    """Make what is missing or out of date, take away what is not wanted; return how many were made.

    Can be run again at any time. Raises OSError if a file cannot be read or written;
    what was made until then stays.
    """
    words = watermarks.words_for(image.collection.path)
    wanted = {(spec, Filter(spec=spec).get_cache_key(image)) for spec in specs_for(image)}
    specs = {spec for spec, _key in wanted}
    current, leftover = set(), []
    for rendition in image.renditions.all():
        key = (rendition.filter_spec, rendition.focal_point_key)
        fresh = rendition.source == image.file.name and rendition.mark == _mark(key[0], words)
        if fresh and key in wanted:
            current.add(key)
        elif key not in wanted and (not fresh or key[0] in specs):
            # For an earlier focal point; or an odd size, which is made again when asked for.
            leftover.append(rendition)
    missing = sorted(wanted - current)
    if missing:
        with drawing.decoded(image) as picture:
            for spec, key in missing:
                mark = _mark(spec, words)
                _keep(image, spec, key, drawing.draw_from(picture, image, spec, mark=mark), mark)
    if missing or leftover:
        _tell(image, leftover)
    return len(missing)


def _mark(spec, words):
    return words if is_marked(spec) else ""


@transaction.atomic
def _tell(image, leftover):
    renditions_changed.send(sender=SiteImage, image=image)
    for rendition in leftover:
        rendition.delete()


@transaction.atomic
def _keep(image, spec, focal_point_key, file, mark):
    """Write the file under a new name, and point the rendition's row to it."""
    rendition = (
        SiteRendition.objects.select_for_update()
        .filter(image=image, filter_spec=spec, focal_point_key=focal_point_key)
        .first()
    )
    if rendition is None:
        rendition = SiteRendition(image=image, filter_spec=spec, focal_point_key=focal_point_key)
    elif rendition.file:
        forget_file(rendition.file)
    rendition.source, rendition.mark = image.file.name, mark
    rendition.file.save(file.name, file, save=False)
    rendition.save()
    rendition.purge_from_cache()


def forget_file(file):
    """Delete a stored file once the transaction is sure to have happened."""
    storage, name = file.storage.deconstruct(), file.name
    transaction.on_commit(lambda: delete_file_from_storage_task.enqueue(storage, name))


def order(image):
    """Have the worker make the renditions of ``image``, once the transaction is through."""
    from .tasks import make_renditions_task

    transaction.on_commit(lambda: make_renditions_task.enqueue(image.pk))


def order_marks(collection_path):
    """Have pictures of a site drawn anew whose watermark is not the site's any more."""
    words = watermarks.words_for(collection_path)
    outdated = SiteRendition.objects.filter(
        ~Q(mark=words), image=OuterRef("pk"), filter_spec__startswith="width-"
    )
    images = SiteImage.objects.filter(of_site(collection_path)).filter(Exists(outdated))
    for image in images.only("pk"):
        order(image)
