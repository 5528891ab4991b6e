"""Pictures of a page, read together."""

from media.pictures import prefetch_pictures

from .blocks import images_of


def prepare_pictures(body, *images):
    """Read the renditions of all pictures of ``body`` and of ``images`` in one query.

    Without it each picture on the page costs a query of its own. None among
    ``images`` is passed over.
    """
    prefetch_pictures([*images_of(body), *images])
