"""The start page of people who work for the district."""

from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from school_sites.models import Listing, SchoolSite, SiteStatus
from school_sites.models.articles import ARTICLE_PATH
from school_sites.queries import entry_of
from sitehub.syndication.models import Submission

WAITING_LIMIT = 8
TODAY_LIMIT = 15
STALE_LIMIT = 20


class WaitingPanel(Component):
    """What schools offered and nobody has decided; what a school calls urgent first."""

    name = "waiting"
    template_name = "district/waiting_panel.html"
    order = 100

    def get_context_data(self, parent_context):
        waiting = Submission.objects.waiting()
        newest = waiting.select_related("channel")
        newest = newest.order_by("-is_urgent", "-waiting_since", "-pk")
        return {
            "count": waiting.count(),
            "submissions": list(newest[:WAITING_LIMIT]),
            "desk_url": reverse("syndication:desk"),
        }


class TodayPanel(Component):
    """Articles every school published today."""

    name = "today"
    template_name = "district/today_panel.html"
    order = 110

    def get_context_data(self, parent_context):
        rows = todays_listings().values_list("article_id", "title", "published_at", "site_id")
        lines = ((entry_of(row[3]), row) for row in rows[:TODAY_LIMIT])
        articles = [
            {
                "title": title,
                "date": date,
                "school": entry.school_site.short_name,
                "url": entry.url(ARTICLE_PATH.format(pk)),
            }
            for entry, (pk, title, date, _site) in lines
            if entry is not None  # opened by another process a moment ago
        ]
        return {"articles": articles}


def todays_listings(now=None):
    """Visible listings of schools published today, newest first.

    Sites are narrowed by their latest article first: its index leads to the
    few that published at all, where a condition on dates alone would read
    every listing of the install.
    """
    now = now or timezone.now()
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    sites = SchoolSite.objects.schools().filter(latest_article_at__gte=start)
    listings = Listing.objects.visible(now).filter(site__in=sites, published_at__gte=start)
    return listings.filter(published_at__lte=now).newest_first()


class StalePanel(Component):
    """Open sites that have shown nothing new for a while."""

    name = "stale"
    template_name = "district/stale_panel.html"
    order = 120

    def get_context_data(self, parent_context):
        sites = [
            {"site": site, "url": entry_of(site.pk).url("/") if entry_of(site.pk) else ""}
            for site in stale_sites()[:STALE_LIMIT]
        ]
        return {"sites": sites, "days": settings.STALE_DAYS}


def stale_sites(now=None):
    """Open schools whose latest article, or else opening, is too long ago; longest first."""
    limit = (now or timezone.now()) - timedelta(days=settings.STALE_DAYS)
    silent = Q(latest_article_at=None) & (Q(opened_at__lt=limit) | Q(opened_at=None))
    schools = SchoolSite.objects.schools().filter(status=SiteStatus.OPEN)
    return schools.filter(silent | Q(latest_article_at__lt=limit)).order_by(
        F("latest_article_at").asc(nulls_first=True), "code"
    )
