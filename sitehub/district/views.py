"""The district's list of schools."""

from django.template.response import TemplateResponse

from school_sites import context as ctx
from sitehub.publishing import tag

from .finder import SCHOOLS_PATH, school_finder


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
