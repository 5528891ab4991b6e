"""Jobs on the queue: renditions. Tried again with growing pauses while a storage is down."""

import logging
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from .models import SiteImage

logger = logging.getLogger(__name__)

PAUSES = (30, 120, 600, 3600, 6 * 3600)  # seconds before each further try


# Nobody sits and waits for these, as people do for an import or a letter.
@task(priority=-10)
def make_renditions_task(image_id, tries=0, chosen=()):
    """Make the renditions of a picture, ``chosen`` sizes among them. One that is gone needs none.

    After the last try the error is the job's, and the platform screen shows it.
    """
    from .renditions import make_renditions

    image = SiteImage.objects.select_related("collection").filter(pk=image_id).first()
    if image is None:
        return
    try:
        make_renditions(image, chosen)
    except FileNotFoundError:
        logger.error("picture %s has no file; see manage.py check_media", image_id)
        raise
    except OSError:
        if tries >= len(PAUSES):
            raise
        logger.warning("renditions of picture %s: storage failed, try again", image_id)
        later = timezone.now() + timedelta(seconds=PAUSES[tries])
        make_renditions_task.using(run_after=later).enqueue(image_id, tries + 1, list(chosen))


@task()
def order_marks_task(collection_path):
    """Look which pictures of a site carry an old watermark, and have them drawn anew."""
    from .renditions import order_marks

    order_marks(collection_path)
