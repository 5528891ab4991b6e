"""Pages that say why there is no page, in the site's own dress where there is a site."""

from django.db import transaction
from django.shortcuts import render

from sitehub.publishing import tag

from . import context as ctx


def in_dress(request, template, title, status):
    """A page that is about no page of the site, in the site's own dress."""
    entry = request.site_entry
    context = ctx.page_context(
        entry,
        columns=ctx.columns_for(entry),
        breadcrumb=[{"title": title, "url": ""}],
        title=title,
        path=None,
    )
    response = render(request, template, context, status=status)
    return tag(response, site=entry.id)


def only_reading(request):
    """405 for whoever sends something to a page that is only read."""
    response = in_dress(request, "themes/base/pages/405.html", "这里只能浏览", 405)
    response["Allow"] = "GET, HEAD"
    response["Cache-Control"] = "no-store"
    return response


def not_found(request, exception=None):
    """404 in the site's own dress."""
    template, title = "themes/base/pages/404.html", "页面不存在"
    if getattr(request, "site_entry", None) is not None:
        return in_dress(request, template, title, 404)
    return tag(render(request, template, {}, status=404), host="unknown")


@transaction.non_atomic_requests
def members_only(request):
    """A page for signed-in people only; public hosts know no sign-in."""
    return render(request, "themes/base/pages/members_only.html", {}, status=403)


def server_error(request):
    """500 without any query: whatever failed may fail again."""
    return render(request, "themes/base/pages/500.html", {}, status=500)
