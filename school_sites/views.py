"""Public pages of a site: gather plain values, render the theme's template."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.views import serve as wagtail_serve

from sitehub.publishing import tag, until

from . import context as ctx
from . import pinned, queries, sections
from .attachments import attached_to
from .facts import Facts
from .gathering import related_items
from .linked_data import article_data, column_data
from .models import Listing
from .models.column_choices import ARTICLE_LAYOUTS, ColumnLayout
from .models.pages import STEP
from .pictures import prepare_pictures
from .queries import Cursor, Window
from .sections import documents

RELATED_LIMIT = 5
# Layouts that show articles only, in a way of their own.
STYLES_OF_LAYOUT = {ColumnLayout.WALL: ("album",), ColumnLayout.DOCUMENTS: ("documents",)}
TOP_DEPTH = 3  # tree root, site root, column


@transaction.non_atomic_requests
@require_safe
def serve(request, path=""):
    """Serve a page of the request's site through Wagtail's own door.

    The root page is read anew for each request; nothing else is looked up.
    Public reads open no transaction: on SQLite each would take the write lock.
    """
    entry = request.site_entry
    root_model = entry.school_site.root_page.specific_class
    root = root_model.objects.get(pk=entry.school_site.root_page_id)
    components = [component for component in path.split("/") if component]
    request._wagtail_route_for_request = root.route(request, components)
    return wagtail_serve(request, path)


def column(request, page, *, year=None, cursor=None, category=None):
    """A column's list: newest first, by year, by document category, or after a position."""
    entry = page.site_entry
    site = entry.school_site
    after = position(cursor)
    columns = ctx.columns_for(entry)
    chosen, categories = "", []
    if page.layout == ColumnLayout.DOCUMENTS and page.pk:
        chosen, categories = documents.category_filter(site, page, category)
    elif category is not None:
        raise Http404
    newest = year is None and cursor is None
    takes_pins = newest and not chosen and page.layout in ARTICLE_LAYOUTS
    above = pinned.of(site, page.pk) if takes_pins else pinned.NONE
    # What stands above is left out below: as many more are asked for.
    size = page.page_size + 1 + len(above.items)
    window = Window(limit=size, column_id=page.pk, year=year, after=after, category=chosen)
    # A column that is being written has no number, and a window without one is the whole site.
    dated = not_above(queries.for_site(site, window) if page.pk else [], above.items)
    items = above.items + dated[: page.page_size]
    below = [c for c in columns if c.tree_path[:-STEP] == page.path]
    if not items and below and newest and page.layout in ARTICLE_LAYOUTS:
        return redirect(below[0].url)
    all_years = page.site_path(entry) + (f"category/{category}/" if category else "")
    base = all_years + (f"{year}/" if year else "")
    has_older = len(dated) > page.page_size
    older_url = f"{base}p/{items[-1].cursor}/" if has_older else ""
    narrowed = "，".join(filter(None, [chosen, f"{year} 年" if year else ""]))
    context = column_head(
        request,
        entry,
        page,
        columns=columns,
        title=f"{page.title}（{narrowed}）" if narrowed else page.title,
        path=base if after is None else f"{base}p/{after}/",
        older_url=older_url,
    )
    context |= {
        "column": {
            "title": page.title,
            "description": page.description,
            "kind": page.kind,
            "url": page.site_path(entry),
        },
        "subcolumns": subcolumns(page, columns, below),
        "items": items,
        "layout": page.layout,
        "older_url": older_url,
        "newest_url": base if after is not None else "",
        "years": [
            {"year": one, "url": f"{all_years}{one}/", "current": one == year}
            for one in (years_of(site, page, chosen) if page.pk else [])
        ],
        "year": year,
        "all_years_url": all_years,
        "categories": categories,
        "category": chosen,
        "section_styles": STYLES_OF_LAYOUT.get(page.layout, ()),
    }
    if after is None and category is None:
        context |= sections.column_values(request, entry, page, year)
        context["items"] = not_above(items, context.get("section_items", []))
    response = TemplateResponse(request, "themes/base/pages/column.html", context)
    now = timezone.now()
    until(response, context.get("changes_at"), *(item.facts.changes_at(now) for item in items))
    until(response, *above.moments)
    return tag(response, site=site.pk, column=page.pk or 0)


def position(cursor):
    """The position in a list that an address names; None for its beginning. Raises Http404."""
    if cursor is None:
        return None
    try:
        return Cursor.parse(cursor)
    except ValueError as error:
        raise Http404 from error


def column_head(request, entry, page, *, columns, title, path, older_url):
    """What every page of a column says of itself; ``path`` is where it is shown."""
    site = entry.school_site
    if ctx.is_preview(request):  # a page in the making has no address yet
        path = None
    description = page.description or f"{site.name}{page.title}"
    return ctx.page_context(
        entry,
        columns=columns,
        breadcrumb=_last_without_url(ctx.trail(columns, page.path), page.title),
        title=title,
        path=path,
        description=description,
        page_meta=[
            ("ColumnName", page.title),
            ("ColumnDescription", description),
            ("ColumnKeywords", page.keywords or page.title),
            ("ColumnType", page.column_type),
            ("Description", page.description),
        ],
        json_ld=column_data(entry, title, path),
        feed_path=page.site_path(entry) + "feed/",
        tree_path=page.path,
        next_path=older_url,
    )


def subcolumns(page, columns, below):
    """Links to the columns below a column, or without any to those beside it."""
    if not below and page.depth > TOP_DEPTH:
        below = [c for c in columns if c.tree_path[:-STEP] == page.path[:-STEP]]
    return [{"title": c.title, "url": c.url, "current": c.id == page.pk} for c in below]


def years_of(site, column, category):
    """Calendar years in which a column has articles or what its layout shows, newest first."""
    own = queries.years_of(site, column.pk, category)
    return sorted({*own, *sections.years_of(column)}, reverse=True)


def not_above(items, above):
    """``items`` without the articles that a section shows above them already."""
    shown = {item.article_id for item in above if isinstance(item, queries.ListItem)}
    return [item for item in items if item.article_id not in shown]


def article(request, page):
    """One article at its own address."""
    entry = page.site_entry
    site = entry.school_site
    if not request.is_preview and request.path != page.site_path(entry):
        return redirect(page.site_path(entry), permanent=True)
    columns = ctx.columns_for(entry)
    column_id = next((c.id for c in columns if c.tree_path == page.path[:-STEP]), None)
    listing = Listing.objects.filter(pk=page.pk).first() if page.pk else None
    newer, older = queries.neighbours(site, listing) if listing else (None, None)
    prepare_pictures(page.body, page.cover)
    cover = ctx.cover_of(page.cover) if page.cover_id else None
    path = None if request.is_preview else page.site_path(entry)
    part = sections.parts.part_of(entry, page)
    image = cover.url if cover else part.image
    context = ctx.page_context(
        entry,
        columns=columns,
        breadcrumb=[*ctx.trail(columns, page.path), {"title": "正文", "url": ""}],
        title=page.title,
        path=path,
        description=page.summary,
        page_meta=article_meta(page, entry, image, path),
        og_type="article",
        image=entry.url(image) if image else "",
        json_ld=article_data(page, entry, cover, path) | part.json_ld,
        tree_path=page.path,
        number=None if request.is_preview else page.pk,
    )
    beside = [item.article_id for item in (newer, older) if item is not None]
    related = related_items(site, page, column_id, limit=RELATED_LIMIT, passed_over=beside)
    attached = attached_to(page.body)
    context |= {
        "article": article_values(page, entry, cover=cover, path=path, attached=attached),
        "part": {"template": part.template, **part.values},
        "section_styles": part.styles,
        "body": page.body,
        "is_text": True,
        "attachments": attached.files,
        "newer": newer,
        "older": older,
        "related": related,
    }
    response = TemplateResponse(request, "themes/base/pages/article.html", context)
    now = timezone.now()
    until(response, part.changes_at, validity_end(page, now))
    until(response, *(item.facts.changes_at(now) for item in related))
    return tag(response, site=site.pk, article=page.pk or 0, column=column_id or 0)


def validity_end(page, now):
    """When a valid document becomes an invalid one, or None."""
    return Facts(valid_until=page.valid_until).changes_at(now)


def article_values(page, entry, *, cover, path, attached):
    """The article as its template shows it; ``path`` is None in a preview."""
    return {
        "title": page.title,
        "short_title": page.short_title or page.title,
        "author": page.author,
        "source": page.source or entry.school_site.name,
        "credits": page.credits,
        "published_at": page.published_at,
        "document_date": page.document_date,
        "document_number": page.document_number,
        "category": page.category,
        "valid_until": page.valid_until,
        "has_ended": Facts(valid_until=page.valid_until).has_ended,
        "attachments": attached,
        "form": page.form,
        "summary": page.summary,
        "keywords": page.keyword_list,
        "cover": cover,
        "url": path or "",
    }


def article_meta(page, entry, image, path):
    """META tags of an article page, in the order the rules give them."""
    published = page.published_at
    return [
        ("ArticleTitle", page.title),
        ("PubDate", ctx.local_minute(published) if published else ""),
        ("ContentSource", page.source or entry.school_site.name),
        ("Keywords", ",".join(page.keyword_list)),
        ("Author", page.author),
        ("Description", page.summary),
        ("Image", entry.url(image) if image else ""),
        ("Url", entry.url(path) if path else ""),
    ]


def _last_without_url(lines, title):
    if not lines:
        return [{"title": title, "url": ""}]
    return [*lines[:-1], {"title": lines[-1]["title"], "url": ""}]
