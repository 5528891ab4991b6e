"""Marks become totals: by the scheduler, every minute."""

import time
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from school_sites.models import ViewDay, ViewMark

RELOAD = timedelta(minutes=30)  # one visitor's views of a page within it are one view

# Only pages that are live, at the site that was said. One statement for all pages.
_REAL = """
    FROM school_sites_viewmark mark
    JOIN wagtailcore_page page ON page.id = mark.page_number AND page.live
    JOIN school_sites_schoolsite site ON site.id = mark.site_number
    JOIN wagtailcore_page root ON root.id = site.root_page_id
    WHERE mark.batch = %s AND substr(page.path, 1, length(root.path)) = root.path
"""
_TOTALS = f"""
    INSERT INTO school_sites_viewcount (page_id, site_id, total)
    SELECT mark.page_number, mark.site_number, count(*) {_REAL}
    GROUP BY mark.page_number, mark.site_number
    ON CONFLICT (page_id) DO UPDATE SET total = school_sites_viewcount.total + excluded.total
"""
_DAYS = f"""
    INSERT INTO school_sites_viewday (page_id, site_id, day, total)
    SELECT mark.page_number, mark.site_number, mark.day, count(*) {_REAL}
    GROUP BY mark.page_number, mark.site_number, mark.day
    ON CONFLICT (page_id, day) DO UPDATE SET total = school_sites_viewday.total + excluded.total
"""


@transaction.atomic
def count_views():
    """Add the waiting marks to the totals, each once, and forget those that have done their work.

    Several may run: a mark belongs to the batch that took it.
    """
    batch = time.time_ns()
    if ViewMark.objects.filter(batch=None).update(batch=batch):
        with connection.cursor() as cursor:
            cursor.execute(_TOTALS, [batch])
            cursor.execute(_DAYS, [batch])
    ViewMark.objects.filter(at__lt=timezone.now() - RELOAD, batch__isnull=False).delete()


def prune_days():
    """Forget the days that are older than VIEW_DAYS_KEPT; the totals stay."""
    first = timezone.localdate() - timedelta(days=settings.VIEW_DAYS_KEPT)
    ViewDay.objects.filter(day__lt=first).delete()
