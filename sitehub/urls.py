"""URLs of the admin host. Every name can be reversed here."""

from django.http import Http404
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django_otp_webauthn import views as webauthn
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents.views.serve import authenticate_with_password

from media.views import serve_document, serve_public, serve_signed
from school_sites.looks import shown as looks
from sitehub.accounts import account_page
from sitehub.isolation import workarounds
from sitehub.people import second_factor_views, sign_in
from sitehub.people.invite_views import accept
from sitehub.people.password_reset import ConfirmView


def page_not_here(request, path):
    """Pages are served on their own hosts only."""
    raise Http404


def no_alias(request, pk):
    """Aliases are not used (school_sites.wagtail_hooks.no_aliases)."""
    raise Http404


# django-otp-webauthn's own list has its script's messages, too; the script here is ours.
passkeys = [
    path(
        "registration/begin/",
        webauthn.BeginCredentialRegistrationView.as_view(),
        name="credential-registration-begin",
    ),
    path(
        "registration/complete/",
        second_factor_views.RegisterPasskey.as_view(),
        name="credential-registration-complete",
    ),
    path(
        "authentication/begin/",
        webauthn.BeginCredentialAuthenticationView.as_view(),
        name="credential-authentication-begin",
    ),
    path(
        "authentication/complete/",
        second_factor_views.GivePasskey.as_view(),
        name="credential-authentication-complete",
    ),
]
urlpatterns = [
    path(
        "",
        RedirectView.as_view(pattern_name="wagtailadmin_home", permanent=False),
        name="admin_start",
    ),
    path("admin/account/", account_page.view, name="wagtailadmin_account"),  # shadows Wagtail's
    path("admin/pages/<int:page_id>/privacy/", workarounds.set_privacy, name="page_privacy"),
    path("admin/choose-page/", workarounds.choose_page, name="choose_page"),
    path(
        "admin/choose-page/<int:parent_page_id>/", workarounds.choose_page, name="choose_page_child"
    ),
    path("admin/choose-page/search/", workarounds.choose_page_search, name="choose_page_search"),
    path("admin/login/", sign_in.view, name="wagtailadmin_login"),  # shadows Wagtail's
    path(
        "admin/password_reset/confirm/<uidb64>/<token>/",
        ConfirmView.as_view(),
        name="wagtailadmin_password_reset_confirm",  # shadows Wagtail's
    ),
    path("admin/second-factor/", second_factor_views.give, name="second_factor"),
    path("admin/second-factor/setup/", second_factor_views.setup, name="second_factor_setup"),
    path("admin/second-factor/codes/", second_factor_views.codes, name="second_factor_codes"),
    path("admin/second-factor/passkey/", include((passkeys, "otp_webauthn"))),
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
    # For previews, which are pages of a site shown here.
    path("look-<str:digest>.css", looks.sheet, name="look_sheet"),
    path("media/<path:name>", serve_public, name="media_public"),
    path("files/<str:token>/", serve_signed, name="media_signed"),
    # Only so that the name can be reversed here.
    re_path(r"^_page/((?:[\w\-]+/)*)$", page_not_here, name="wagtail_serve"),
]
