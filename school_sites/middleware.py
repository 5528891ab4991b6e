"""The gate: which site a request is for, decided once, from the host table."""

import copy

from django.conf import settings
from django.http import Http404, HttpResponsePermanentRedirect
from django.http.request import split_domain_port
from django.shortcuts import render

from themes import force, variants

from . import handed_down, hosts, variant_pages
from .addresses import FORM_PREFIXES
from .looks import shown as looks
from .models import SiteStatus

RETRY_AFTER_SECONDS = "3600"
READING = ("GET", "HEAD")


class SiteMiddleware:
    """Set ``request.site_entry`` and ``request.school_site``, or answer at once.

    Unknown host: the platform's 404. A host that is not primary: permanent
    redirect with path and query kept. Suspended or preparing: a 503 notice.
    The prefix of a variant is taken off the path, and put before the links of the answer.
    Anything but reading, away from the routes of forms: 405.
    The admin host gets the admin's URLs; ``/admin/`` elsewhere redirects there.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        host = split_domain_port(request._get_raw_host())[0].rstrip(".").lower()
        request.site_entry = request.school_site = None
        request.is_admin_host = host == settings.ADMIN_HOST
        if request.is_admin_host:
            request._wagtail_site = None  # there is no default site
            hosts.table(recheck=True)
            return self.get_response(request)
        request.urlconf = settings.PUBLIC_URLCONF
        entry = hosts.table(recheck=True).by_host.get(host)
        if entry is None:
            return self._unknown_host(request)
        if request.path == "/admin" or request.path.startswith("/admin/"):
            return HttpResponsePermanentRedirect(settings.WAGTAILADMIN_BASE_URL + "/admin/")
        if host != entry.primary_host:
            return HttpResponsePermanentRedirect(entry.url(request.get_full_path()))
        self._enter(request, entry)
        variant, elsewhere = variant_pages.enter(request)
        if elsewhere is not None:
            return elsewhere
        with (
            variants.using(variant, variant_pages.place_of(request)),
            force.using(looks.look_of(entry, variant.mode)),
        ):
            response = looks.declare(self._answer(request, entry), entry)
            return variant_pages.finish(response, variant)

    def _answer(self, request, entry):
        is_preview = getattr(request, "is_dummy", False)
        is_sheet = request.path.startswith(looks.PREFIX)  # the notice is dressed, too
        if not (entry.school_site.is_shown or is_preview or is_sheet):
            return self._not_shown(request, entry)
        if request.method not in READING and not request.path.startswith(FORM_PREFIXES):
            # Asked here, before Django's check against forgery answers in English.
            from .error_pages import only_reading

            return only_reading(request)
        return handed_down.declare(self.get_response(request), entry)

    @staticmethod
    def process_exception(request, exception):
        """Show the site's own 404 also where DEBUG would show Django's."""
        if isinstance(exception, Http404) and request.site_entry is not None:
            from .error_pages import not_found

            return not_found(request, exception)
        return None

    @staticmethod
    def _enter(request, entry):
        request.site_entry = entry
        request.answer_exception = SiteMiddleware.process_exception
        request.school_site = entry.school_site
        # A copy: Wagtail caches the specific root page on the instance, and the
        # table's own instance lives longer than the page does.
        request._wagtail_site = copy.copy(entry.school_site.wagtail_site)

    @staticmethod
    def _unknown_host(request):
        from sitehub.publishing import tag

        return tag(render(request, "themes/base/pages/404.html", {}, status=404), host="unknown")

    @staticmethod
    def _not_shown(request, entry):
        from .context import district_values

        site = entry.school_site
        context = {
            "site_name": site.name,
            "kind": site.kind,
            "preparing": site.status == SiteStatus.PREPARING,
            "district": {} if site.is_district else district_values(),
        }
        response = render(request, "themes/base/pages/notice_503.html", context, status=503)
        response["Retry-After"] = RETRY_AFTER_SECONDS
        response["Cache-Control"] = "no-store"
        return response
