"""The door: failed attempts are counted, and every refusal says the same."""

import math
from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.account import LoginView

from school_sites.addresses import client_address
from sitehub.accounts.idle import ENDED
from sitehub.accounts.sessions import ADDRESS, BROWSER, browser_name
from sitehub.audit import record
from sitehub.isolation.working_site import SESSION_KEY, memberships


def attempt_address(request):
    """The address failed attempts are counted for, as one that every database stores."""
    address = client_address(request).partition("/")[0]
    return "0.0.0.0" if address == "unknown" else address  # noqa: S104 (nothing is bound)


class SignInForm(LoginForm):
    """Name and password. What is wrong with them is not told.

    Unknown name, wrong password and disabled account get one message and take
    the time of one password check; after AXES_FAILURE_LIMIT of them the name is
    locked for the address, whether there is such a person or not.
    """

    remember = None  # who does nothing is signed out in any case
    error_messages = {
        **LoginForm.error_messages,
        "invalid_login": gettext_lazy("登录名或密码不对，请再试。"),
    }

    def clean(self):
        key = f"sign-in:{client_address(self.request)}"
        if cache.get(key, 0) >= settings.SIGN_IN_FAILURES_PER_ADDRESS:
            raise self._locked(settings.AXES_COOLOFF_TIME)
        try:
            return super().clean()
        except ValidationError:
            count = cache.get(key, 0) + 1
            cache.set(key, count, settings.AXES_COOLOFF_TIME.total_seconds())
            if count == settings.SIGN_IN_FAILURES_PER_ADDRESS:  # later ones are not even looked at
                record("signin.address_locked", by=None)
            raise

    def get_invalid_login_error(self):
        if getattr(self.request, "axes_locked_out", False):
            return self._locked(self._rest())
        return super().get_invalid_login_error()

    def _rest(self):
        """How long the lock still lasts."""
        latest = (
            AccessAttempt.objects.filter(
                username=self.cleaned_data.get("username"),
                ip_address=attempt_address(self.request),
            )
            .order_by("-attempt_time")
            .values_list("attempt_time", flat=True)
            .first()
        )
        return (latest or timezone.now()) + settings.AXES_COOLOFF_TIME - timezone.now()

    @staticmethod
    def _locked(rest):
        minutes = max(1, math.ceil(rest / timedelta(minutes=1)))
        return ValidationError(
            _("输错的次数太多，已暂时锁定，请过 %d 分钟再试，或请管理员解除锁定。") % minutes,
            code="locked",
        )


def locked_response(request, response, credentials):
    """The page the form made, with its message; only the status says it, too."""
    response.status_code = 429
    return response


class SignInView(LoginView):
    """Wagtail's, with our form; people of several sites choose one next."""

    def get_form_class(self):
        return SignInForm

    def get_success_url(self):
        url = super().get_success_url()
        user = self.request.user
        if SESSION_KEY not in self.request.session and len(memberships(user)) > 1:
            return f"{reverse('working_site')}?{urlencode({'next': url})}"
        return url

    def get_context_data(self, **kwargs):
        ended = self.request.session.pop(ENDED, False)
        return super().get_context_data(idle_minutes=ended and settings.IDLE_MINUTES, **kwargs)


view = SignInView.as_view()


def note_sign_in(request, user):
    """Keep in the session what its owner recognises it by; the account is in use again."""
    request.session[ADDRESS] = client_address(request)
    request.session[BROWSER] = browser_name(request.headers.get("User-Agent", ""))
    if user.unused_warned_at is not None:
        user.unused_warned_at = None
        user.save(update_fields=["unused_warned_at"])
