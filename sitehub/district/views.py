"""The district's home page: its own news, what schools contributed, and every school."""

from django.template.response import TemplateResponse

from school_sites import context as ctx
from school_sites import home_layout as layout
from school_sites import hosts, queries
from school_sites.home import (
    NEWEST_LIMIT,
    NOTICE_LIMIT,
    column_blocks,
    first_column,
    home_context,
)
from school_sites.models import ColumnKind, SiteKind, SiteStatus
from school_sites.models.school_site import SCHOOL_KINDS
from school_sites.queries import Window
from sitehub.publishing import tag
from sitehub.syndication.sources import submitted_items, visible_submissions

from .setup import CHANNELS

LATEST_URL = f"/{CHANNELS[0][1]}/"  # where the schools' news goes, unless the district moved it
LATEST_TITLE = "学校动态"
LATEST_SHOWN = layout.CARDS[0] + layout.NEWS_LINES
SCHOOLS_PATH = "/schools/"
SCHOOLS_ON_HOME = 60  # beyond these the home page links to the list, and stays small
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
    notices_url, notices = first_column(site, columns, ColumnKind.NOTICE, NOTICE_LIMIT)
    own = queries.own_items(site, Window(limit=NEWEST_LIMIT))
    submitted = submitted_items(visible_submissions().newest_first()[:NEWEST_LIMIT])
    newest = sorted(own + submitted, key=lambda item: item.key, reverse=True)
    newest = layout.without(newest, notices)
    headline = (layout.with_cover(newest, 1) or newest)[:1]
    carousel = layout.slides(layout.without(newest, headline))
    latest = layout.without(submitted, headline, carousel)
    latest_url = next((c.url for c in columns if c.url == LATEST_URL), "")
    blocks = column_blocks(site, home_columns(columns), limit=len(HOME_KINDS))
    schools = school_finder()
    few = sum(len(group["schools"]) for group in schools) <= SCHOOLS_ON_HOME
    context = home_context(entry, columns, preview=ctx.is_preview(request)) | {
        "headline": headline[0] if headline else None,
        "carousel": carousel,
        "notices": notices,
        "notices_url": notices_url,
        "sections": [
            *layout.news_section(latest, title=LATEST_TITLE, url=latest_url),
            *layout.arrange(blocks, shown=[*headline, *carousel, *latest[:LATEST_SHOWN]]),
        ],
        "schools": schools if few else [],
        "school_kinds": [] if few else schools,
        "schools_url": SCHOOLS_PATH,
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
    """Every school visitors can open, by kind: built once per host table, not per request."""
    table = hosts.table()
    if "school_finder" not in table.memo:
        table.memo["school_finder"] = _school_finder(table)
    return table.memo["school_finder"]


def _school_finder(table):
    by_kind = {kind: [] for kind, _ in SCHOOL_KINDS}
    for entry in table.by_id.values():
        school = entry.school_site
        if school.status == SiteStatus.OPEN and not school.is_district:
            line = {
                "name": school.name,
                "short_name": school.short_name,
                "url": entry.base_url + "/",
            }
            by_kind[school.kind].append(line)
    return [
        {
            "kind": kind,
            "kind_label": SiteKind(kind).label,
            "schools": sorted(schools, key=lambda school: school["name"]),
        }
        for kind, schools in by_kind.items()
        if schools
    ]


def school_list(request, page):
    """Every school of the district, by kind, with a box to find one."""
    entry = page.site_entry
    title = "学校网站"
    context = ctx.page_context(
        entry,
        columns=ctx.columns_for(entry),
        breadcrumb=[{"title": title, "url": ""}],
        title=title,
        path=SCHOOLS_PATH,
        page_meta=[
            ("ColumnName", title),
            ("ColumnDescription", f"{entry.school_site.name}{title}"),
            ("ColumnKeywords", title),
            ("ColumnType", "机构职能"),
        ],
    )
    context |= {"schools": school_finder()}
    response = TemplateResponse(request, "themes/base/pages/schools.html", context)
    return tag(response, site=entry.id, sites="all")
