"""How much of each school's work the district took."""

from django.db.models import Count

from school_sites.figures import write_figures, year_start

from .models import Submission

ACCEPTED_YEAR = "accepted_year"


def count_accepted():
    """Count this year's articles that the district shows, by school: one query for the install."""
    taken = Submission.objects.visible().filter(
        site__isnull=False, first_published_at__gte=year_start()
    )
    counts = taken.order_by().values("site").annotate(number=Count("pk"))
    write_figures(ACCEPTED_YEAR, dict(counts.values_list("site", "number")))
