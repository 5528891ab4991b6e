"""The search page of a site."""

from urllib.parse import urlencode

from django.db import transaction
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from school_sites import context as ctx

from .api import search

PATH = "/search/"


@transaction.non_atomic_requests
@require_safe
def results(request):
    """What the request's site has for ``?q=``. Never stored: there is no end of questions."""
    entry = request.site_entry
    found = search(entry.school_site, request.GET.get("q", ""), _page_number(request))
    title = f"搜索：{found.text}" if found.text else "搜索"
    context = ctx.page_context(
        entry,
        columns=ctx.columns_for(entry),
        breadcrumb=[{"title": "搜索", "url": ""}],
        title=title,
        path=None,
        page_meta=[("robots", "noindex")],
    )
    context |= {
        "is_search": True,
        "search_text": found.text,
        "hits": found.hits,
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
        "previous_url": _url(found.text, found.page - 1) if found.page > 1 else "",
        "next_url": _url(found.text, found.page + 1) if found.page < found.pages else "",
    }
    response = TemplateResponse(request, "themes/base/pages/search.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _page_number(request):
    text = request.GET.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def _url(text, page):
    return f"{PATH}?{urlencode({'q': text, 'page': page})}"
