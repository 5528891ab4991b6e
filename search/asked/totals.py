"""Marks become counts, by the scheduler; what is old is forgotten."""

import time
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Sum
from django.utils import timezone

from search.models import SearchClick, SearchCount, SearchMark

MARKS_KEPT = timedelta(days=1)  # one visitor's same question of a day is one
RARE, RARE_KEPT = 3, timedelta(days=30)  # asked less often: told to nobody, and soon forgotten

_REAL = """
    FROM search_searchmark mark
    JOIN school_sites_schoolsite site ON site.id = mark.site_number
    WHERE mark.batch = %s AND mark.position IS {}NULL
"""
_COUNTS = f"""
    INSERT INTO search_searchcount (site_id, day, text, hits, total)
    SELECT mark.site_number, mark.day, mark.text, max(mark.hits), count(*) {_REAL.format("")}
    GROUP BY mark.site_number, mark.day, mark.text
    ON CONFLICT (site_id, day, text) DO UPDATE
    SET total = search_searchcount.total + excluded.total, hits = excluded.hits
"""  # noqa: S608 (constants)
_CLICKS = f"""
    INSERT INTO search_searchclick (site_id, day, text, position, total)
    SELECT mark.site_number, mark.day, mark.text, mark.position, count(*) {_REAL.format("NOT ")}
    GROUP BY mark.site_number, mark.day, mark.text, mark.position
    ON CONFLICT (site_id, day, text, position) DO UPDATE
    SET total = search_searchclick.total + excluded.total
"""  # noqa: S608 (constants)


@transaction.atomic
def count_searches():
    """Add the waiting marks to the counts, each once. Several may run, as of views."""
    batch = time.time_ns()
    if SearchMark.objects.filter(batch=None).update(batch=batch):
        with connection.cursor() as cursor:
            cursor.execute(_COUNTS, [batch])
            cursor.execute(_CLICKS, [batch])
    SearchMark.objects.filter(at__lt=timezone.now() - MARKS_KEPT, batch__isnull=False).delete()


@transaction.atomic
def forget_old():
    """Forget what is older than SEARCH_DAYS_KEPT, and what stayed rare for a month."""
    today = timezone.localdate()
    for model in (SearchCount, SearchClick):
        model.objects.filter(day__lt=today - timedelta(days=settings.SEARCH_DAYS_KEPT)).delete()
    rare = (
        SearchCount.objects.values("site", "text")
        .annotate(times=Sum("total"), last=Max("day"))
        .filter(times__lt=RARE, last__lt=today - RARE_KEPT)
    )
    for one in list(rare.values_list("site", "text")):
        for model in (SearchCount, SearchClick):
            model.objects.filter(site=one[0], text=one[1]).delete()
