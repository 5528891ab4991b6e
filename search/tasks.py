"""What the worker does for search. Long work is done in parts, so that others have their turn."""

import logging
import time
from contextlib import suppress

from django.conf import settings
from django.core.cache import cache
from django_tasks import task

from school_sites import hosts
from school_sites.models import SchoolSite

from . import drift, outbox
from .admin_index import texts as admin_texts
from .admin_index import writing as admin_index

logger = logging.getLogger(__name__)

SECONDS = 30  # of one part
WALKING, LEASE = "search.walking", 600  # seconds without a part after which another may begin
WALKED = "search.walked"  # the version that all entries are of, and the admin's index


@task()
def tell_elasticsearch():
    """Tell Elasticsearch what is due."""
    outbox.tell()


@task()
def build_index():
    """Fill Elasticsearch's index; the old one, if there is one, serves meanwhile."""
    from . import building

    if not (settings.ELASTICSEARCH_URL and building.is_missing()):
        return
    with suppress(building.Busy):
        if building.build(seconds=SECONDS) is None:
            build_index.enqueue()


@task()
def mend_entries(after=0):
    """Write the entries that are missing, wrong, or of an older analysis; then see to the index.

    What an older analysis made is found until another replaces it.
    """
    end, mended = time.monotonic() + SECONDS, 0
    for numbers in drift.chunks(after):
        mended += drift.mend(numbers)
        cache.set(WALKING, True, LEASE)
        if time.monotonic() > end:
            mend_entries.enqueue(numbers[-1])
            break
    else:
        mend_index.enqueue()
        mend_admin_index.enqueue()
    if mended:
        logger.warning("search: %d entries were not what their pages say, and are mended", mended)


@task()
def mend_site(site, after=0):
    """Write the entries of the site of this number that are missing or say its former name."""
    hosts.table(recheck=True)  # names come from there
    root = SchoolSite.objects.get(pk=site).root_page.specific
    end = time.monotonic() + SECONDS
    admin_index.saved(root)
    for numbers in drift.chunks(after, root.path):
        drift.mend(numbers)
        if time.monotonic() > end:
            mend_site.enqueue(site, numbers[-1])
            break


@task()
def mend_index():
    """Mend what Elasticsearch has wrong."""
    from . import building

    if not settings.ELASTICSEARCH_URL or building.is_missing():
        return
    if wrong := building.mend():
        logger.warning("search: %d entries were wrong in Elasticsearch", len(wrong))


@task()
def mend_admin_index(label="", last=0):
    """Write what the admin's index lacks, has wrong, or has from before an upgrade."""
    end, mended = time.monotonic() + SECONDS, 0
    for _there, wrong, place in admin_index.chunks((label, last)):
        mended += wrong
        cache.set(WALKING, True, LEASE)
        if time.monotonic() > end:
            mend_admin_index.enqueue(*place)
            break
    else:
        cache.set(WALKED, admin_texts.version(), None)
        cache.delete(WALKING)
    if mended:
        logger.warning("search: %d things were not what the admin would find", mended)
