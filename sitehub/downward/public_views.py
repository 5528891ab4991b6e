"""Notices of the district at a school's own host, in the school's dress."""

from django.db import transaction
from django.http import Http404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from school_sites import context as ctx
from school_sites import handed_down
from sitehub.publishing import tag

from .models import DistrictNotice
from .shown import articles_of

TITLE = "区里通知"
TEMPLATES = "themes/base/pages/"


@transaction.non_atomic_requests
@require_safe
def listing(request):
    """The notices for the request's site that are in force; the district's own has none."""
    entry = request.site_entry
    if entry.school_site.is_district:
        raise Http404
    items = handed_down.lines_of(entry, limit=None)
    context = _context(entry, TITLE, handed_down.PATH, [{"title": TITLE, "url": ""}])
    response = TemplateResponse(
        request, TEMPLATES + "district_notices.html", context | {"items": items}
    )
    return tag(response, site=entry.id, notice=[item.id for item in items])


@transaction.non_atomic_requests
@require_safe
def notice(request, number):
    """One notice or banner, where it is for the request's site and in force."""
    entry = request.site_entry
    found = handed_down.find(entry, number)
    if found is None:
        raise Http404
    # What is kept with the host table is a moment old; a notice withdrawn in it is gone.
    row = DistrictNotice.objects.not_over().filter(pk=number).first()
    if row is None:
        raise Http404
    above = [] if entry.school_site.is_district else [{"title": TITLE, "url": handed_down.PATH}]
    context = _context(entry, row.title, found.path, [*above, {"title": "正文", "url": ""}])
    context["is_text"] = True
    context["notice"] = {
        "title": row.title,
        "text": row.text,
        "date": row.show_from,
        "until": row.show_until,
        "sender": ctx.district_values()["name"],
        "article": articles_of([row.article_id]).get(row.article_id),
    }
    response = TemplateResponse(request, TEMPLATES + "district_notice.html", context)
    return tag(response, site=entry.id, notice=number, article=row.article_id or 0)


def _context(entry, title, path, breadcrumb):
    """The same text stands at hundreds of hosts for a while: no search engine should keep it."""
    return ctx.page_context(
        entry,
        columns=ctx.columns_for(entry),
        breadcrumb=breadcrumb,
        title=title,
        path=path,
        page_meta=[("robots", "noindex")],
    )
