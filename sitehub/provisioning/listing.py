"""The district administrator's list of sites: searched, narrowed, ordered."""

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from school_sites.models import SchoolSite, SiteHost, SiteKind

PAGE_SIZE = 50


def sites_for_list(*, q="", kind="", status="", order=""):
    """SchoolSites for the list, hosts ready; the district's own site comes first."""
    sites = SchoolSite.objects.prefetch_related("hosts")
    if q := q.strip():
        host = SiteHost.objects.filter(site=OuterRef("pk"), host__icontains=q)
        named = Q(name__icontains=q) | Q(short_name__icontains=q) | Q(code__icontains=q)
        sites = sites.filter(named | Exists(host))
    if kind:
        sites = sites.filter(kind=kind)
    if status:
        sites = sites.filter(status=status)
    district_first = Case(When(kind=SiteKind.DISTRICT, then=Value(0)), default=Value(1))
    return sites.order_by(district_first, *_ORDERS.get(order, ()), "code")


# A school that never published is the stalest of all.
_ORDERS = {
    "latest_article_at": (F("latest_article_at").asc(nulls_first=True),),
    "-latest_article_at": (F("latest_article_at").desc(nulls_last=True),),
}
