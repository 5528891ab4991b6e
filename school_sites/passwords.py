"""Passwords of private pages and files, asked on the public host of their own site."""

from django.http import Http404
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail import views as page_views
from wagtail.documents.views import serve as document_views
from wagtail.models import Page

from .tree import at_or_below

HOME = "/"


def page_password(request, page_view_restriction_id, page_id):
    """Take the password of a page of this site."""
    root_path = request.site_entry.school_site.root_page.path
    if not Page.objects.filter(at_or_below(root_path), pk=page_id).exists():
        raise Http404
    stay_at_this_site(request)
    return page_views.authenticate_with_password(request, page_view_restriction_id, page_id)


def document_password(request, restriction_id):
    """Take the password of a collection of files."""
    stay_at_this_site(request)
    return document_views.authenticate_with_password(request, restriction_id)


def stay_at_this_site(request):
    """Replace a foreign ``return_url`` by the home page.

    Wagtail 8.0 would lead to LOGIN_REDIRECT_URL, the admin, which has no address here.
    """
    wanted = request.POST.get("return_url")
    if wanted and not url_has_allowed_host_and_scheme(
        wanted, request.get_host(), request.is_secure()
    ):
        request.POST = request.POST.copy()
        request.POST["return_url"] = HOME
