"""The choice of the site one works in, for people of several."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sitehub.accounts.roles import Role
from sitehub.isolation.working_site import choose_site, memberships


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request):
    """List the person's sites with the roles there; POST ``site`` chooses one."""
    found = memberships(request.user)
    if request.method == "POST":
        chosen = next((one for one in found if str(one.pk) == request.POST.get("site")), None)
        if chosen is None:
            raise Http404
        choose_site(request, chosen)
        return redirect(safe_url(request, request.POST.get("next", "")))
    context = {
        "sites": [
            (site, [Role(row.role).label for row in rows], site == request.working_site)
            for site, rows in found.items()
        ],
        "next": safe_url(request, request.GET.get("next", "")),
        "header_title": _("选择要工作的单位"),
        "header_icon": "home",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("首页")},
            {"url": "", "label": _("选择要工作的单位")},
        ],
    }
    return render(request, "people/working_site.html", context)


def safe_url(request, url):
    """``url`` if it is one of the admin's own, else the start page."""
    if url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure()):
        return url
    return reverse("wagtailadmin_home")
