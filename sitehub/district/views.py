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
    home_context,
)
from sitehub.publishing import tag
from sitehub.syndication.sources import submitted_items, visible_submissions

CHANNELS_ON_HOME = 6


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
        "notices": notices,
        "channels": column_blocks(site, leaf_columns(columns), limit=CHANNELS_ON_HOME),
        "schools": school_finder(),
    }
    response = TemplateResponse(request, "themes/base/pages/district_home.html", context)
    return tag(response, site=site.pk, sites="all")


def leaf_columns(columns):
    """Columns in the menu that have none below them: where articles are filed."""
    parents = {column.tree_path[:-4] for column in columns if column.in_menu}
    return [c for c in columns if c.in_menu and c.tree_path not in parents]


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
