"""Pictures of a page, read together."""

from django.db.models import prefetch_related_objects

from .blocks import images_of


def prepare_pictures(body, *images):
    """Read the renditions of all pictures of ``body`` and of ``images`` in one query.

    Without it each picture on the page costs a query of its own. None among
    ``images`` is passed over.
    """
    found = [*images_of(body), *(image for image in images if image is not None)]
    if found:
        prefetch_related_objects(found, "renditions")
