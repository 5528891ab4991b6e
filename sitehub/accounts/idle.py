"""Who does nothing for a while is signed out."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from .sessions import seen

# What an open window asks by itself. The editor saves by itself, too, but only what a
# person has just written, so that counts.
BY_ITSELF = {
    "wagtailadmin_editing_sessions:ping",
    "wagtailadmin_editing_sessions:release",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}
ENDED = "idle_ended"  # session key: tell it at the door


class IdleMiddleware:
    """Signs out after IDLE_MINUTES; notes what a person does, at most once a minute."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Let the request pass (None), or send to the door."""
        if not request.is_admin_host or not request.user.is_authenticated:
            return None
        row = getattr(request.session, "row", None)
        limit = timedelta(minutes=settings.IDLE_MINUTES)
        if row is not None and timezone.now() - row.last_seen > limit:
            return self._end(request)
        if request.resolver_match.view_name not in BY_ITSELF:
            seen(request.session)
        return None

    @staticmethod
    def _end(request):
        logout(request)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            raise PermissionDenied
        request.session[ENDED] = True
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "")
