"""Until the second factor is given, only the screens about it are open."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from .second_factor import is_open

OPEN = {
    "second_factor",
    "second_factor_setup",
    "second_factor_codes",
    "otp_webauthn:credential-registration-begin",
    "otp_webauthn:credential-registration-complete",
    "otp_webauthn:credential-authentication-begin",
    "otp_webauthn:credential-authentication-complete",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}


class SecondFactorMiddleware:
    """Sends who has not given it to the screen that asks for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Let the request pass (None), or send to the screen."""
        if not request.is_admin_host or not request.user.is_authenticated:
            return None
        if request.resolver_match.view_name in OPEN or is_open(request):
            return None
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            raise PermissionDenied
        path = request.get_full_path() if request.method == "GET" else ""
        return redirect(f"{reverse('second_factor')}?{urlencode({'next': path})}")
