"""What is on a site beside articles: people, menus, topics, links, forms.

Each module here gathers plain values for one column layout and one page type, and
registers both. A column shows its section's part (``sections/<layout>.html`` of the
theme) above its articles; a page is rendered by the template its module names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from operator import itemgetter

from django.shortcuts import redirect
from django.template.response import TemplateResponse

from media.renditions import order_missing
from school_sites import context as ctx
from school_sites.hosts import ROOT_PATH_LENGTH
from school_sites.models.pages import NUMBERED_PATH, STEP
from school_sites.restrictions import open_below, without_own_restriction
from school_sites.tree import below
from sitehub.publishing import tag, until

from . import parts as parts

MODULES = (
    "plain", "people", "menu", "links", "topics", "forms", "albums", "videos", "events",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """How one column layout and its page type are shown.

    ``column(request, entry, column)`` returns the values of the column's part, a
    dict whose ``section_items`` is empty when there is nothing to show.
    ``page(request, entry, page)`` returns the values of one page; ``template`` is its template.
    A page type whose ``part`` names addresses below its number is given them as further
    arguments; the values' ``path`` is then what is really shown, ``next_path`` what follows.
    ``page_model`` is None where a layout has no page type of its own.
    ``styles`` names its stylesheets below ``themes/base/sections/``; pages without
    a section do not load them.
    ``empty`` is said of a column with neither section items nor articles.
    A section that goes by years gives ``years(column)``, the calendar years that
    have something, and ``year(request, entry, column, year)``, the values of one.
    ``pictures(page)`` names the pictures a page needs as (image, size) pairs.
    """

    layout: str
    column: Callable
    page_model: type | None = None
    page: Callable | None = None
    template: str = ""
    styles: tuple[str, ...] = ("plain",)
    empty: str = "这里还没有内容"
    years: Callable | None = None
    year: Callable | None = None
    pictures: Callable | None = None


_by_layout: dict[str, Section] = {}
_by_model: dict[type, Section] = {}


def register(section):
    """Add a section; called by the modules named here and from higher rooms' ready()."""
    _by_layout[section.layout] = section
    if section.page_model is not None:
        _by_model[section.page_model] = section


def load():
    """Import the modules of this folder, which register themselves; called once from ready()."""
    for name in MODULES:
        import_module(f"{__name__}.{name}")


def column_values(request, entry, column, year=None):
    """What a column's layout shows beside its articles; {} for layouts that show only those."""
    section = _by_layout.get(column.layout)
    if section is None:
        return {}
    if year is None:
        values, name = section.column(request, entry, column), section.layout
    elif section.year is not None:
        values, name = section.year(request, entry, column, year), f"{section.layout}_year"
    else:
        return {}
    template = f"themes/base/sections/{name}.html"
    return {
        "section_template": template,
        "section_styles": section.styles,
        "empty_title": section.empty,
        **values,
    }


def years_of(column):
    """Calendar years in which a column has something beside articles, newest first."""
    section = _by_layout.get(column.layout)
    return section.years(column) if section is not None and section.years else []


def prepare(page):
    """Order the pictures a leaf page needs when it is published, not when it is first seen."""
    section = _by_model.get(type(page))
    if section is not None and section.pictures is not None:
        order_missing(section.pictures(page))


def pages_of(model, column_path):
    """Public pages of one type in the column at ``column_path``, in the editor's order.

    By the site first: paths alone would lead through the column's articles. The
    column's own restrictions were asked when the visitor entered it.
    """
    own = model.objects.filter(root_path=column_path[:ROOT_PATH_LENGTH], live=True)
    return open_below(own.filter(below(column_path)), column_path).order_by("path")


def public_pages(site, columns):
    """(path, changed) of the live pages in ``columns``, those anybody may open, in one query.

    ``columns`` are of ``queries.public_columns_of``. A page with a restriction of its own is
    left out.
    """
    several = [
        without_own_restriction(model.objects.filter(root_path=site.root_page.path, live=True))
        .order_by()
        .values_list("pk", "path", "last_published_at")
        for model in _by_model
    ]
    if not several:
        return []
    rows = several[0].union(*several[1:], all=True) if several[1:] else several[0]
    public = {column.tree_path for column in columns}
    return [
        (NUMBERED_PATH.format(pk), published)
        for pk, path, published in sorted(rows, key=itemgetter(0))
        if path[:-STEP] in public
    ]


def serve_page(request, page, **part):
    """Render a leaf page, or a ``part`` of it, at its own address."""
    entry = page.site_entry
    path = page.site_path(entry)
    if not request.is_preview and not part and request.path != path:
        return redirect(path, permanent=True)
    section = _by_model[type(page)]
    values = section.page(request, entry, page, **part)
    columns = ctx.columns_for(entry)
    column = next((c for c in columns if c.tree_path == page.column_path), None)
    description = values.pop("description", "")
    image = values.pop("image", "")
    data = values.pop("json_ld", None)
    changes_at = values.pop("changes_at", None)
    if request.is_preview:  # a page in the making has no address yet
        path = data = None
    context = ctx.page_context(
        entry,
        columns=columns,
        breadcrumb=[*ctx.trail(columns, page.path), {"title": page.title, "url": ""}],
        title=page.title,
        path=values.pop("path", path),
        description=description,
        page_meta=leaf_meta(page, entry, description, image, path),
        og_type=page.meta_type,
        image=entry.url(image) if image else "",
        json_ld=data,
        tree_path=page.path,
        next_path=values.pop("next_path", ""),
        number=None if request.is_preview else page.pk,
    )
    context["column"] = {"title": column.title, "url": column.url} if column else None
    context["section_styles"] = section.styles
    marks = {"column": column.id if column else 0, **values.pop("tags", {})}
    response = TemplateResponse(request, section.template, context | values)
    until(response, changes_at)
    return tag(response, site=entry.id, page=page.pk or 0, **marks)


def leaf_meta(page, entry, description, image, path):
    """META tags of a page below a column that is no article (rules as for articles).

    ``path`` is None in a preview.
    """
    published = page.first_published_at
    return [
        ("ArticleTitle", page.title),
        ("PubDate", ctx.local_minute(published) if published else ""),
        ("ContentSource", entry.school_site.name),
        ("Description", description),
        ("Image", entry.url(image) if image else ""),
        ("Url", entry.url(path) if path else ""),
    ]
