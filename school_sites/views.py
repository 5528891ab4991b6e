"""Public pages of a site: gather plain values, render the theme's template."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe
from wagtail.views import serve as wagtail_serve

from media.pictures import prefetch_pictures
from sitehub.publishing import tag

from . import context as ctx
from . import hosts, queries
from .blocks import images_of
from .models import ColumnKind, Listing
from .models.columns import ColumnLayout
from .queries import Cursor, Window

CAROUSEL_LIMIT = 5
NEWEST_LIMIT = 60  # how far back a home page looks for pictures
NOTICE_LIMIT = 8
BLOCK_LIMIT = 6
BLOCKS_ON_HOME = 6
HEADLINE_LIMIT = 8
RELATED_LIMIT = 5
CARDS_AT_LEAST = 3
NOT_ON_HOME = (ColumnKind.NOTICE, ColumnKind.PROFILE, ColumnKind.OPEN)
TOP_DEPTH = 3  # tree root, site root, column
TOP_COLUMN_PATH_LENGTH = 4 * TOP_DEPTH


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


def school_home(request, page):
    """A school's home page."""
    entry = page.site_entry
    site = entry.school_site
    columns = ctx.columns_for(entry)
    newest = queries.for_site(site, Window(limit=NEWEST_LIMIT))
    notices_url, notices = first_column(site, columns, ColumnKind.NOTICE, NOTICE_LIMIT)
    context = home_context(entry, columns) | {
        "carousel": with_cover(newest, CAROUSEL_LIMIT),
        "headline_list": newest[:HEADLINE_LIMIT],
        "notices": notices,
        "notices_url": notices_url,
        "blocks": column_blocks(site, top_columns(columns), limit=BLOCKS_ON_HOME),
    }
    response = TemplateResponse(request, "themes/base/pages/school_home.html", context)
    return tag(response, site=site.pk)


def top_columns(columns):
    """Columns of the first level of the menu."""
    return [c for c in columns if c.in_menu and len(c.tree_path) == TOP_COLUMN_PATH_LENGTH]


def with_cover(items, limit):
    """The first ``limit`` of ``items`` that have a cover.

    Asking the database for "the newest with a cover" would read every row of a
    site that publishes without pictures.
    """
    return [item for item in items if item.cover is not None][:limit]


def first_column(site, columns, kind, limit):
    """(address, newest items) of the first column of ``kind``; ("", []) without one."""
    column = next((column for column in columns if column.kind == kind), None)
    if column is None:
        return "", []
    return column.url, queries.for_site(site, Window(limit=limit, column_id=column.id))


def column_blocks(site, columns, *, limit):
    """The newest items of the first ``limit`` columns; empty ones are left out.

    Columns that stand still (profile, open affairs) and notices, which have a
    place of their own, are passed over. Two cards in a row of four look broken,
    so a short column is a list.
    """
    blocks = []
    for column in [c for c in columns if c.kind not in NOT_ON_HOME][:limit]:
        items = queries.for_site(site, Window(limit=BLOCK_LIMIT, column_id=column.id))
        if items:
            layout = column.layout if len(items) >= CARDS_AT_LEAST else ColumnLayout.LIST
            blocks.append(
                {"title": column.title, "url": column.url, "layout": layout, "items": items}
            )
    return blocks


def home_context(entry, columns):
    """What school and district home pages have in common."""
    site = entry.school_site
    description = site.motto or f"{site.name}官方网站"
    context = ctx.page_context(
        entry,
        columns=columns,
        breadcrumb=[],
        title=site.name,
        path="/",
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


def column(request, page, *, year=None, cursor=None):
    """A column's list: newest first, by year, or after a position."""
    entry = page.site_entry
    site = entry.school_site
    after = None
    if cursor is not None:
        try:
            after = Cursor.parse(cursor)
        except ValueError as error:
            raise Http404 from error
    columns = ctx.columns_for(entry)
    window = Window(limit=page.page_size + 1, column_id=page.pk, year=year, after=after)
    items = queries.for_site(site, window)
    has_older = len(items) > page.page_size
    items = items[: page.page_size]
    below = [c for c in columns if c.tree_path[:-4] == page.path]
    if not items and below and year is None and cursor is None:
        return redirect(below[0].url)
    parent_path = page.path[:-4]
    beside = [c for c in columns if c.tree_path[:-4] == parent_path and page.depth > TOP_DEPTH]
    base = page.site_path(entry) + (f"{year}/" if year else "")
    older_url = f"{base}p/{items[-1].cursor}/" if has_older else ""
    title = f"{page.title}（{year} 年）" if year else page.title
    context = ctx.page_context(
        entry,
        columns=columns,
        breadcrumb=_last_without_url(ctx.trail(columns, page.path), page.title),
        title=title,
        path=base if after is None else f"{base}p/{after}/",
        description=page.description,
        page_meta=[
            ("ColumnName", page.title),
            ("ColumnDescription", page.description or f"{site.name}{page.title}"),
            ("ColumnKeywords", page.keywords or page.title),
            ("ColumnType", page.column_type),
            ("Description", page.description),
        ],
        json_ld={
            "@context": "https://schema.org",
            "@type": "CollectionPage",
            "name": title,
            "url": entry.url(base),
            "isPartOf": {"@type": "WebSite", "name": site.name, "url": entry.base_url + "/"},
        },
        feed_path=page.site_path(entry) + "feed/",
        tree_path=page.path,
        next_path=older_url,
    )
    context |= {
        "column": {
            "title": page.title,
            "description": page.description,
            "kind": page.kind,
            "url": page.site_path(entry),
        },
        "subcolumns": [
            {"title": c.title, "url": c.url, "current": c.id == page.pk} for c in below or beside
        ],
        "items": items,
        "layout": page.layout,
        "older_url": older_url,
        "newest_url": base if after is not None else "",
        "years": [
            {"year": one, "url": f"{page.site_path(entry)}{one}/", "current": one == year}
            for one in queries.years_of(site, page.pk)
        ],
        "year": year,
    }
    response = TemplateResponse(request, "themes/base/pages/column.html", context)
    return tag(response, site=site.pk, column=page.pk)


def article(request, page):
    """One article at its own address."""
    entry = page.site_entry
    site = entry.school_site
    if not request.is_preview and request.path != page.site_path(entry):
        return redirect(page.site_path(entry), permanent=True)
    columns = ctx.columns_for(entry)
    column_id = next((c.id for c in columns if c.tree_path == page.path[:-4]), None)
    listing = Listing.objects.filter(pk=page.pk).first() if page.pk else None
    newer, older = queries.neighbours(site, listing) if listing else (None, None)
    prepare_pictures(page)
    cover = ctx.cover_of(page.cover) if page.cover_id else None
    context = ctx.page_context(
        entry,
        columns=columns,
        breadcrumb=[*ctx.trail(columns, page.path), {"title": "正文", "url": ""}],
        title=page.title,
        path=page.site_path(entry),
        description=page.summary,
        page_meta=article_meta(page, entry, cover),
        og_type="article",
        image=hosts.base_url(entry.primary_host) + cover.url if cover else "",
        json_ld=article_json_ld(page, entry, cover),
        tree_path=page.path,
    )
    related = []
    if column_id is not None:
        window = Window(limit=RELATED_LIMIT + 3, column_id=column_id)
        shown = {page.pk, newer and newer.article_id, older and older.article_id}
        items = queries.for_site(site, window)
        related = [item for item in items if item.article_id not in shown][:RELATED_LIMIT]
    context |= {
        "article": article_values(page, entry, cover),
        "body": page.body,
        "newer": newer,
        "older": older,
        "related": related,
    }
    response = TemplateResponse(request, "themes/base/pages/article.html", context)
    return tag(response, site=site.pk, article=page.pk or 0, column=column_id or 0)


def article_values(page, entry, cover):
    """The article as its template shows it."""
    return {
        "title": page.title,
        "short_title": page.short_title or page.title,
        "author": page.author,
        "source": page.source or entry.school_site.name,
        "credits": page.credits,
        "published_at": page.published_at,
        "document_date": page.document_date,
        "summary": page.summary,
        "keywords": page.keyword_list,
        "cover": cover,
        "url": page.site_path(entry),
    }


def article_meta(page, entry, cover):
    """META tags of an article page, in the order the rules give them."""
    published = page.published_at
    return [
        ("ArticleTitle", page.title),
        ("PubDate", ctx.local_minute(published) if published else ""),
        ("ContentSource", page.source or entry.school_site.name),
        ("Keywords", ",".join(page.keyword_list)),
        ("Author", page.author),
        ("Description", page.summary),
        ("Image", entry.url(cover.url) if cover else ""),
        ("Url", entry.url(page.site_path(entry))),
    ]


def article_json_ld(page, entry, cover):
    """schema.org NewsArticle of the article."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title,
        "url": entry.url(page.site_path(entry)),
        "inLanguage": "zh-Hans",
        "publisher": {"@type": "EducationalOrganization", "name": entry.school_site.name},
    }
    if page.published_at:
        data["datePublished"] = page.published_at.isoformat()
    if page.last_published_at:
        data["dateModified"] = page.last_published_at.isoformat()
    if page.author:
        data["author"] = {"@type": "Person", "name": page.author}
    if page.summary:
        data["description"] = page.summary
    if cover:
        data["image"] = entry.url(cover.url)
    return data


def prepare_pictures(page):
    """Read the renditions of all pictures of the page in one query instead of one each."""
    prefetch_pictures([*images_of(page.body), page.cover if page.cover_id else None])


def _last_without_url(lines, title):
    if not lines:
        return [{"title": title, "url": ""}]
    return [*lines[:-1], {"title": lines[-1]["title"], "url": ""}]


def not_found(request, exception=None):
    """404 in the site's own dress."""
    entry = getattr(request, "site_entry", None)
    context = {}
    if entry is not None:
        context = ctx.page_context(
            entry,
            columns=ctx.columns_for(entry),
            breadcrumb=[{"title": "页面不存在", "url": ""}],
            title="页面不存在",
            path="/",
        )
    response = render(request, "themes/base/pages/404.html", context, status=404)
    return tag(response, **({"site": entry.id} if entry else {"host": "unknown"}))


@transaction.non_atomic_requests
def members_only(request):
    """A page for signed-in people only; public hosts know no sign-in."""
    return render(request, "themes/base/pages/members_only.html", {}, status=403)


def server_error(request):
    """500 without any query: whatever failed may fail again."""
    return render(request, "themes/base/pages/500.html", {}, status=500)
