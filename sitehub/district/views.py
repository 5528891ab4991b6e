"""The district's home page: its own news, what schools contributed, and every school."""

from django.template.response import TemplateResponse

from school_sites import context as ctx
from school_sites import hosts, queries
from school_sites.models import ColumnKind, SiteKind, SiteStatus
from school_sites.models.school_site import SCHOOL_KINDS
from school_sites.queries import Window
from school_sites.views import (
    CAROUSEL_LIMIT,
    HEADLINE_LIMIT,
    NOTICE_LIMIT,
    column_blocks,
    first_url,
    home_context,
)
from sitehub.publishing import tag
from sitehub.syndication.sources import submitted_items, visible_submissions

from .setup import CHANNELS

LATEST_URL = f"/{CHANNELS[0][1]}/"  # where the schools' news goes, unless the district moved it
# Column kinds on the district's home page, in this order (the two main lines first).
HOME_KINDS = (
    ColumnKind.NEWS,
    ColumnKind.SUBJECT,
    ColumnKind.MORAL,
    ColumnKind.ENROLMENT,
    ColumnKind.SAFETY,
    ColumnKind.PARTY,
)


def home(request, page):
    """Render the district's home page."""
    entry = page.site_entry
    site = entry.school_site
    columns = ctx.columns_for(entry)
    pictures = queries.for_site(site, Window(limit=CAROUSEL_LIMIT + 1, with_cover=True))
    headline = pictures[0] if pictures else None
    latest = submitted_items(visible_submissions().newest_first()[:HEADLINE_LIMIT])
    notices = queries.for_site(site, Window(limit=NOTICE_LIMIT, kinds=(ColumnKind.NOTICE,)))
    context = home_context(entry, columns) | {
        "headline": headline,
        "carousel": pictures[1:],
        "latest": latest,
        "latest_url": next((c.url for c in columns if c.url == LATEST_URL), ""),
        "notices": notices,
        "notices_url": first_url(columns, ColumnKind.NOTICE),
        "channels": column_blocks(site, home_columns(columns), limit=len(HOME_KINDS)),
        "schools": school_finder(),
    }
    response = TemplateResponse(request, "themes/base/pages/district_home.html", context)
    return tag(response, site=site.pk, sites="all")


def home_columns(columns):
    """One column of each kind the home page shows: the first that has none below it."""
    parents = {column.tree_path[:-4] for column in columns}
    leaves = [c for c in columns if c.in_menu and c.tree_path not in parents]
    chosen = [next((c for c in leaves if c.kind == kind), None) for kind in HOME_KINDS]
    return [column for column in chosen if column is not None]


def school_finder():
    """Every school visitors can open, by kind, from the host table (no query)."""
    by_kind = {kind: [] for kind, _ in SCHOOL_KINDS}
    for entry in hosts.table().by_id.values():
        school = entry.school_site
        if school.status == SiteStatus.OPEN and not school.is_district:
            by_kind[school.kind].append(
                {
                    "name": school.name,
                    "short_name": school.short_name,
                    "url": entry.base_url + "/",
                }
            )
    return [
        {"kind_label": SiteKind(kind).label, "schools": sorted(schools, key=lambda s: s["name"])}
        for kind, schools in by_kind.items()
        if schools
    ]
