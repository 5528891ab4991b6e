"""The job that makes the sizes of a picture after an upload, and who orders it.

A visitor's page reads only what exists (pictures.py); nothing here runs in a
visitor's request.
"""

import logging

from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.dispatch import Signal
from wagtail.images.models import Filter
from wagtail.tasks import delete_file_from_storage_task

from . import drawing, watermarks
from .models import SiteImage, SiteRendition
from .sites import of_site
from .sizes import CHOSEN, is_marked, specs_for

logger = logging.getLogger(__name__)

ASKED_AGAIN = 6 * 3600  # seconds until a visitor's page asks for a missing size once more

# Sent in the transaction that wrote them, when renditions of an image have new
# addresses. Arguments: image.
renditions_changed = Signal()


def mark_for(image, spec):
    """The watermark of ``spec``: pictures in a text carry the site's, all others none."""
    return watermarks.words_for(image.collection.path) if is_marked(spec) else ""


def make_renditions(image, chosen=()):
    """Make what is missing or out of date, take away what is not wanted; return how many were made.

    ``chosen`` are sizes beside those of every picture; one that was made once is wanted
    again. Can be run again at any time. Raises OSError if a file cannot be read or
    written; what was made until then stays.
    """
    words = watermarks.words_for(image.collection.path)
    renditions = list(image.renditions.all())
    specs = {*specs_for(image), *(CHOSEN & {*chosen, *(one.filter_spec for one in renditions)})}
    wanted = {(spec, _key(image, spec)) for spec in specs}
    current, leftover = set(), []
    for rendition in renditions:
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


def _key(image, spec):
    """What of the focal point the size ``spec`` depends on, as renditions note it."""
    return Filter(spec=spec).get_cache_key(image)


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


def order(image, chosen=()):
    """Have the worker make the renditions of ``image``, once the transaction is through."""
    from .tasks import make_renditions_task

    chosen = sorted(chosen)
    transaction.on_commit(lambda: make_renditions_task.enqueue(image.pk, chosen=chosen))


def order_missing(pairs):
    """Have the worker make those of the (image, size) pairs that do not exist yet."""
    wanted = {}
    for image, spec in pairs:
        wanted.setdefault(image, set()).add(spec)
    if wanted:
        prefetch_related_objects(list(wanted), "renditions")
    for image, specs in wanted.items():
        made = {(one.filter_spec, one.focal_point_key) for one in image.renditions.all()}
        if missing := {spec for spec in specs if (spec, _key(image, spec)) not in made}:
            order(image, missing)


def ask_once(image, spec):
    """Have the worker make a size that a visitor's page did without; asked again after hours.

    What a page shows is ordered when it is published: this mends what was lost since.
    """
    if cache.add(f"rendition-asked:{image.pk}:{spec}", 1, ASKED_AGAIN):
        order(image, {spec})


def order_marks(collection_path):
    """Have pictures of a site drawn anew whose watermark is not the site's any more."""
    words = watermarks.words_for(collection_path)
    outdated = SiteRendition.objects.filter(
        ~Q(mark=words), image=OuterRef("pk"), filter_spec__startswith="width-"
    )
    images = SiteImage.objects.filter(of_site(collection_path)).filter(Exists(outdated))
    for image in images.only("pk"):
        order(image)
