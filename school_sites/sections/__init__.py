"""What is on a site beside articles: people, menus, topics, links, forms.

Each module here gathers plain values for one column layout and one page type, and
registers both. A column shows its section's part (``sections/<layout>.html`` of the
theme) above its articles; a page is rendered by the template its module names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from django.shortcuts import redirect
from django.template.response import TemplateResponse

from school_sites import context as ctx
from school_sites.hosts import ROOT_PATH_LENGTH
from school_sites.tree import below
from sitehub.publishing import tag

MODULES = ("plain",)


@dataclass(frozen=True, slots=True)
class Section:
    """How one column layout and its page type are shown.

    ``column(request, entry, column)`` returns the values of the column's part, a
    dict whose ``section_items`` is empty when there is nothing to show.
    ``page(request, entry, page)`` returns the values of one page; ``template`` is its template.
    ``page_model`` is None where a layout has no page type of its own.
    """

    layout: str
    column: Callable
    page_model: type | None = None
    page: Callable | None = None
    template: str = ""


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


def column_values(request, entry, column):
    """What a column's layout shows beside its articles; {} for layouts that show only those."""
    section = _by_layout.get(column.layout)
    if section is None:
        return {}
    template = f"themes/base/sections/{section.layout}.html"
    return {"section_template": template, **section.column(request, entry, column)}


def pages_of(model, column_path):
    """Live pages of one type in the column at ``column_path``, in the editor's order.

    By the site first: paths alone would lead through the column's articles.
    """
    own = model.objects.filter(root_path=column_path[:ROOT_PATH_LENGTH], live=True)
    return own.filter(below(column_path)).order_by("path")


def serve_page(request, page):
    """Render a leaf page at its own address."""
    entry = page.site_entry
    path = page.site_path(entry)
    if not request.is_preview and request.path != path:
        return redirect(path, permanent=True)
    section = _by_model[type(page)]
    values = section.page(request, entry, page)
    columns = ctx.columns_for(entry)
    description = values.pop("description", "")
    image = values.pop("image", "")
    context = ctx.page_context(
        entry,
        columns=columns,
        breadcrumb=[*ctx.trail(columns, page.path), {"title": page.title, "url": ""}],
        title=page.title,
        path=path,
        description=description,
        page_meta=leaf_meta(page, entry, description, image),
        og_type=page.meta_type,
        image=entry.url(image) if image else "",
        json_ld=values.pop("json_ld", None),
        tree_path=page.path,
    )
    response = TemplateResponse(request, section.template, context | values)
    return tag(response, site=entry.id, page=page.pk or 0)


def leaf_meta(page, entry, description, image):
    """META tags of a page below a column that is no article (rules as for articles)."""
    published = page.first_published_at
    return [
        ("ArticleTitle", page.title),
        ("PubDate", ctx.local_minute(published) if published else ""),
        ("ContentSource", entry.school_site.name),
        ("Description", description),
        ("Image", entry.url(image) if image else ""),
        ("Url", entry.url(page.site_path(entry))),
    ]
