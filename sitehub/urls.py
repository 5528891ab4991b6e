"""URLs of the admin host. Every name can be reversed here."""

from django.http import Http404
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents.views.serve import authenticate_with_password

from media.views import serve_document, serve_public, serve_signed
from sitehub.accounts import account_page
from sitehub.people import sign_in
from sitehub.people.invite_views import accept


def page_not_here(request, path):
    """Pages are served on their own hosts only."""
    raise Http404


def no_alias(request, pk):
    """Aliases are not used (school_sites.wagtail_hooks.no_aliases)."""
    raise Http404


urlpatterns = [
    path(
        "",
        RedirectView.as_view(pattern_name="wagtailadmin_home", permanent=False),
        name="admin_start",
    ),
    path("admin/account/", account_page.view, name="wagtailadmin_account"),  # shadows Wagtail's
    path("admin/login/", sign_in.view, name="wagtailadmin_login"),  # shadows Wagtail's
    path("admin/invitation/<str:secret>/", accept, name="people_accept"),
    # Wagtail's API makes aliases without asking a hook; this platform has none.
    path("admin/api/main/pages/<int:pk>/action/create_alias/", no_alias, name="alias_not_here"),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d{1,18})/(.*)$", serve_document, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("media/<path:name>", serve_public, name="media_public"),
    path("files/<str:token>/", serve_signed, name="media_signed"),
    # Only so that the name can be reversed here.
    re_path(r"^_page/((?:[\w\-]+/)*)$", page_not_here, name="wagtail_serve"),
]
