"""Pages that say why there is no page, in the site's own dress where there is a site."""

import logging

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.csrf import csrf_failure as django_csrf_failure

from sitehub.publishing import tag
from themes import variants

from . import context as ctx
from .gone import find_gone

logger = logging.getLogger(__name__)

TEMPLATES = "themes/base/pages/"


def in_dress(request, template, title, status, **values):
    """A page that is about no page of the site, in the site's own dress."""
    entry = request.site_entry
    columns = ctx.columns_for(entry)
    context = ctx.page_context(
        entry,
        columns=columns,
        breadcrumb=[{"title": title, "url": ""}],
        title=title,
        path=None,
        page_meta=[("robots", "noindex")],
    )
    if (column_number := values.pop("column_number", None)) is not None:
        values["column"] = next((one for one in columns if one.id == column_number), None)
    # The ways to other variants lead to the home page: what was asked for is not repeated.
    with variants.using(variants.current(), "/"):
        response = render(request, TEMPLATES + template, context | values, status=status)
    return tag(response, site=entry.id)


def only_reading(request):
    """405 for whoever sends something to a page that is only read."""
    response = in_dress(request, "405.html", "这里只能浏览", 405)
    response["Allow"] = "GET, HEAD"
    response["Cache-Control"] = "no-store"
    return response


def not_found(request, exception=None):
    """410 for what was published and deleted, 404 for all else, in the site's own dress.

    What was only taken down may come back: that is 404.
    """
    entry = getattr(request, "site_entry", None)
    if entry is None:
        response = render(request, TEMPLATES + "404.html", {}, status=404)
        return tag(response, host="unknown")
    gone = find_gone(entry, request.path)
    if gone is None:
        return in_dress(request, "404.html", "页面不存在", 404)
    response = in_dress(request, "410.html", "该内容已删除", 410, column_number=gone.column_number)
    return tag(response, article=gone.number)


@transaction.non_atomic_requests
def members_only(request):
    """A page for signed-in people only; public hosts know no sign-in."""
    return in_dress(request, "members_only.html", "本页内容不公开", 403)


def forbidden(request, exception=None):
    """403 in the site's own dress."""
    return in_dress(request, "403.html", "不能访问", 403)


def csrf_failure(request, reason=""):
    """A form not filled in on its own page, or too long ago. The admin host has Django's page."""
    if getattr(request, "site_entry", None) is None:
        return django_csrf_failure(request, reason)
    response = in_dress(request, "403.html", "没有提交成功", 403, stale_form=True)
    response["Cache-Control"] = "no-store"
    return response


def server_error(request):
    """500 without any query: whatever failed may fail again.

    In the site's dress, from what the process knows of it; plain if even that fails.
    """
    entry = getattr(request, "site_entry", None)
    if entry is not None:
        try:
            page = render_to_string(TEMPLATES + "500_in_dress.html", ctx.dress_of(entry))
            return HttpResponse(page, status=500)
        except Exception:
            # Anything: this is the last line, and a plain page is better than none.
            logger.exception("the dress of %s cannot be rendered", entry.primary_host)
    return HttpResponse(render_to_string(TEMPLATES + "500.html"), status=500)
