"""Home pages: gather plain values, render the theme's template."""

from django.template.response import TemplateResponse

from sitehub.publishing import tag

from . import context as ctx
from . import home_layout as layout
from . import queries
from .models import ColumnKind, SiteKind
from .models.pages import STEP
from .queries import Window

NEWEST_LIMIT = 60  # how far back a home page looks for pictures
NOTICE_LIMIT = layout.NOTICES[0]
BLOCK_LIMIT = layout.LINES
BLOCKS_ON_HOME = 8
NOT_ON_HOME = (ColumnKind.NOTICE, ColumnKind.PROFILE, ColumnKind.OPEN)
TOP_COLUMN_PATH_LENGTH = 3 * STEP  # tree root, site root, column

HEADLINES = "校园头条"
HEADLINES_OF = {SiteKind.KINDERGARTEN: "园所头条", SiteKind.OTHER: "单位头条"}


def school_home(request, page):
    """A school's home page."""
    entry = page.site_entry
    site = entry.school_site
    columns = ctx.columns_for(entry)
    newest = queries.for_site(site, Window(limit=NEWEST_LIMIT))
    notices_url, notices = first_column(site, columns, ColumnKind.NOTICE, NOTICE_LIMIT)
    top = layout.top_of_school(newest, notices, title=HEADLINES_OF.get(site.kind, HEADLINES))
    shown = [*top["carousel"], *top["headlines"]["featured"], *top["headlines"]["lines"]]
    blocks = column_blocks(site, top_columns(columns), limit=BLOCKS_ON_HOME)
    context = home_context(entry, columns, preview=ctx.is_preview(request)) | top
    context |= {"notices_url": notices_url, "sections": layout.arrange(blocks, shown=shown)}
    response = TemplateResponse(request, "themes/base/pages/school_home.html", context)
    return tag(response, site=site.pk)


def top_columns(columns):
    """Columns of the first level of the menu."""
    return [c for c in columns if c.in_menu and len(c.tree_path) == TOP_COLUMN_PATH_LENGTH]


def first_column(site, columns, kind, limit):
    """(address, newest items) of the first column of ``kind``; ("", []) without one."""
    column = next((column for column in columns if column.kind == kind), None)
    if column is None:
        return "", []
    return column.url, queries.for_site(site, Window(limit=limit, column_id=column.id))


def column_blocks(site, columns, *, limit):
    """The newest items of the first ``limit`` columns; empty ones are left out.

    Columns that stand still (profile, open affairs) and notices, which have a
    place of their own, are passed over.
    """
    blocks = []
    for column in [c for c in columns if c.kind not in NOT_ON_HOME][:limit]:
        items = queries.for_site(site, Window(limit=BLOCK_LIMIT, column_id=column.id))
        if items:
            blocks.append(
                {"title": column.title, "url": column.url, "layout": column.layout, "items": items}
            )
    return blocks


def home_context(entry, columns, *, preview=False):
    """What school and district home pages have in common."""
    site = entry.school_site
    description = site.motto or f"{site.name}官方网站"
    context = ctx.page_context(
        entry,
        columns=columns,
        breadcrumb=[],
        title=site.name,
        path=None if preview else "/",
        description=description,
        page_meta=[("ColumnType", ctx.COLUMN_TYPE_HOME), ("Description", description)],
        json_ld={
            "@context": "https://schema.org",
            "@type": "EducationalOrganization",
            "name": site.name,
            "url": entry.base_url + "/",
            **({"address": site.address} if site.address else {}),
            **({"telephone": site.phone} if site.phone else {}),
        },
    )
    context["breadcrumb"] = []
    return context
