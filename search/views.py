"""What visitors see of search: the page of a site, the same as JSON and as a feed.

None of it is ever stored: there is no end of questions. Counted for each address, so that
nobody searches for all; where no engine answers, these pages say so and no others notice.
"""

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from school_sites import context as ctx
from school_sites import queries, throttling
from school_sites.addresses import client_address
from sitehub.publishing import tag
from sitehub.publishing.unstored import unstored
from themes.rewriting import safe_json

from . import asking, feeds, open_search, plain_results, showing
from .api import NEWEST, search
from .asked import popular, telling
from .engines import Unavailable

MINUTE = 60
BUSY, TOO_OFTEN = "搜索暂时不可用，请稍后再试。", "搜索太频繁，请稍后再试。"
PAGE_TEMPLATE = "themes/base/pages/search.html"
TOO_OFTEN_TEMPLATE = "themes/base/pages/429.html"


def public_search(refuse, cache="no-store"):
    """A view of a search: reading only, kept by no page store, counted.

    The view takes the request and what is asked, and may raise ``Unavailable``;
    ``refuse(request, asked, status)`` answers instead. ``cache`` is for the visitor's own.
    """

    def decorate(view):
        @transaction.non_atomic_requests
        @require_safe
        def answer(request):
            asked = asking.read(request)
            if asked.text and not _is_within(request):
                response = refuse(request, asked, 429)
                response["Retry-After"] = throttling.seconds_left(MINUTE)
                return unstored(response)
            try:
                response = unstored(view(request, asked))
                response["Cache-Control"] = cache
                return response
            except Unavailable:
                response = refuse(request, asked, 503)
                response["Retry-After"] = MINUTE
                return unstored(response)

        return answer

    return decorate


def _is_within(request):
    most = settings.SEARCHES_PER_MINUTE
    return throttling.count("search", client_address(request), most=most, seconds=MINUTE)


def _find(asked, **changes):
    """(results, columns by number of site, notes) of what is asked, the columns in one query."""
    values = {"filters": asked.filters, "sort": asked.sort, "page": asked.page} | changes
    found = search(asked.scope, asked.text, **values)
    sites = {hit.site.pk: hit.site for hit in found.hits}
    own = asked.entry.school_site
    columns = queries.columns_by_site([*(sites | {own.pk: own}).values()])
    notes = list(asked.notes)
    if found.question.is_cut and asking.TOO_LONG not in notes:
        notes.insert(0, asking.TOO_LONG)
    if asked.text and asked.page > found.page:
        notes.append(f"结果只有 {found.pages} 页，这是第 {found.page} 页。")
    return found, columns, notes


# --- the page


def _refused_page(request, asked, status):
    entry = request.site_entry
    if status == 429:  # without any query
        return render(request, TOO_OFTEN_TEMPLATE, ctx.dress_of(entry), status=429)
    columns = queries.columns_of(entry.school_site)
    context = _page_context(asked, columns, []) | {"unavailable": True}
    return render(request, PAGE_TEMPLATE, context, status=503)


@public_search(_refused_page)
def results(request, asked):
    """What the request's site, or on the district's every site, has for ``?q=``."""
    found, columns, notes = _find(asked)
    context = _page_context(asked, columns[asked.entry.id], notes)
    if not found.hits:
        often = popular.popular(asked.scope)
        context["popular"] = [(text, asked.address(text=text)) for text in often]
    if asked.text and not found.question:
        context["not_asked"] = "excluded" if found.question.excluded else "marks"
    elif asked.text:
        context |= showing.values_of(asked, found, columns)
        context["head"]["search_feed_url"] = context["feed_url"]
        if asked.page == 1 and not asked.filters:
            telling.note_asked(request, asked.text, found.total)
        if not found.hits:
            window = queries.Window(limit=showing.NEWEST)
            context["newest"] = queries.for_site(asked.entry.school_site, window)
    return render(request, PAGE_TEMPLATE, context)


def _page_context(asked, columns, notes):
    title = f"搜索：{asked.text}" if asked.text else "搜索"
    context = ctx.page_context(
        asked.entry,
        columns=columns,
        breadcrumb=[{"title": "搜索", "url": ""}],
        title=title,
        path=None,
        page_meta=[("robots", "noindex")],
    )
    return context | {
        "is_search": True,
        "section_styles": ["search"],
        "search_text": asked.text,
        "search_kept": [pair for pair in asked.parameters() if pair[0] in ("sort", "from")],
        "search_notes": notes,
        "scopes": showing.scopes_of(asked) if asked.text else [],
        "sorts": showing.sorts_of(asked),
    }


# --- the same for programs


def _refused_json(request, asked, status):
    message = TOO_OFTEN if status == 429 else BUSY
    return _json({"error": message}, status)


@public_search(_refused_json)
def json(request, asked):
    """The results as docs/search-api.md describes them."""
    found, columns, notes = _find(asked)
    return _json(plain_results.results(asked, found, columns, notes))


def _json(values, status=200):
    # Escaped as in a page, so that no browser takes it for one.
    text = safe_json(values)
    return HttpResponse(text, content_type="application/json; charset=utf-8", status=status)


def _refused_feed(request, asked, status):
    message = TOO_OFTEN if status == 429 else BUSY
    return HttpResponse(message, content_type="text/plain; charset=utf-8", status=status)


@conditional_page
@public_search(_refused_feed, cache="no-cache")
def atom(request, asked):
    """The newest results as an Atom feed, those with all words only."""
    found, columns, _notes = _find(asked, sort=NEWEST, page=1, size=feeds.FEED_LIMIT)
    return feeds.respond(request, asked, showing.shown(found.hits, columns))


@transaction.non_atomic_requests
@require_safe
def open_search_description(request):
    """How browsers search this site from their own box."""
    entry = request.site_entry
    text = open_search.description(entry)
    response = HttpResponse(text, content_type="application/opensearchdescription+xml")
    return tag(response, site=entry.id)
