"""Personal data is kept no longer than needed."""

import logging

from school_sites.models import Letter

from .states import HandledMeanwhile, delete_personal_data

logger = logging.getLogger(__name__)


def erase_old_letters(now=None):
    """Erase personal data of letters settled LETTER_KEEP_DAYS ago; return how many.

    Each in a transaction of its own. Crosses sites, as only the scheduler does.
    """
    count = 0
    for letter in Letter.objects.to_erase(now).order_by("pk").iterator():
        try:
            delete_personal_data(letter, version=letter.version, by=None)
        except HandledMeanwhile:
            continue  # touched by a person right now; the next night asks again
        count += 1
    if count:
        logger.info("erased the personal data of %d letters", count)
    return count
