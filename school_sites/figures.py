"""Numbers of sites: counted by the scheduler for all sites at once, never for a visitor."""

from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from .models import Listing, SiteFigure

ARTICLES_YEAR = "articles_year"


def figures_of(site):
    """{name: number} of a school, or of all schools together for the district; one query."""
    if site.is_district:
        sums = SiteFigure.objects.values("name").order_by("name").annotate(total=Sum("value"))
        return dict(sums.values_list("name", "total"))
    return dict(SiteFigure.objects.filter(site=site).values_list("name", "value"))


@transaction.atomic
def write_figures(name, counts):
    """Make ``counts`` ({site id: number}) the figures of that name; other sites have none."""
    have = dict(SiteFigure.objects.filter(name=name).values_list("site_id", "value"))
    changed = [SiteFigure(site_id=site, name=name, value=n) for site, n in counts.items()
               if have.get(site) != n]  # fmt: skip
    SiteFigure.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["site", "name"], update_fields=["value"]
    )
    SiteFigure.objects.filter(name=name, site__in=have.keys() - counts.keys()).delete()


def year_start():
    """The first moment of the current year, local time."""
    return timezone.localtime().replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)


def count_articles():
    """Count this year's articles that visitors see, by site: one query for the install."""
    this_year = Listing.objects.visible().filter(published_at__gte=year_start())
    counts = this_year.order_by().values("site").annotate(number=Count("pk"))
    write_figures(ARTICLES_YEAR, dict(counts.values_list("site", "number")))
