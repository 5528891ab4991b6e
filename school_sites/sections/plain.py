"""Plain pages: a column of them opens with the first; the others stand beside it."""

from school_sites.attachments import attached_to
from school_sites.linked_data import leaf_data
from school_sites.models import ColumnLayout, PlainPage
from school_sites.pictures import prepare_pictures

from . import Section, pages_of, register


def column_values(request, entry, column):
    """The column's first page, whole, and links to all of them."""
    first = pages_of(PlainPage, column.path).first()
    if first is None:
        return {"section_items": []}
    prepare_pictures(first.body)
    pages = siblings(column.path, first.pk)
    return {"section_items": pages, "siblings": pages, "plain": plain_values(first)}


def page_values(request, entry, page):
    """One plain page, with links to those beside it."""
    prepare_pictures(page.body)
    return {
        "plain": plain_values(page),
        "is_text": True,
        "attachments": attached_to(page.body).files,
        "siblings": siblings(page.column_path, page.pk),
        "description": page.summary,
        "json_ld": leaf_data(entry, page, "WebPage", description=page.summary),
    }


def plain_values(page):
    """A plain page as templates show it; without a body its summary stands for it."""
    return {"title": page.title, "body": page.body, "summary": page.summary}


def siblings(column_path, current):
    """Links to the plain pages of a column, in the editor's order."""
    return [
        {"title": page.title, "url": page.site_path(), "current": page.pk == current}
        for page in pages_of(PlainPage, column_path).only("title")
    ]


register(
    Section(
        layout=ColumnLayout.PAGES,
        column=column_values,
        page_model=PlainPage,
        page=page_values,
        template="themes/base/pages/plain.html",
    )
)
