"""Screens of the second factor: giving it, and setting it up."""

from base64 import b32encode

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp import login as otp_login
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential
from django_otp_webauthn.views import (
    CompleteCredentialAuthenticationView,
    CompleteCredentialRegistrationView,
)

from sitehub.audit import record

from . import second_factor as factor
from .working_site_views import safe_url

CODES = "recovery_codes"  # session key: made and not yet shown
# What is asked before it is done: (question, what follows).
ASKED = {
    "app": (
        lazy("删除验证应用？"),
        lazy("手机上的验证应用不能再用来登录，可以再设置一次。"),
    ),
    "passkey": (
        lazy("删除通行密钥？"),
        lazy("这个通行密钥不能再用来登录，可以再添加一次。"),
    ),
    "codes": (
        lazy("生成新的恢复码？"),
        lazy("原来没有用过的恢复码马上作废，记下的要换成新的。"),
    ),
}


@login_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def give(request):
    """Ask for a code or a passkey; who has neither sets one up."""
    target = safe_url(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.user.is_verified():
        return redirect(target)
    if not factor.has_one(request.user):
        return redirect("second_factor_setup")
    error = ""
    if request.method == "POST":
        device = factor.verify(request.user, request.POST.get("code", "")[:40])
        facts = {"by": request.user, "site": request.working_site, "target": request.user}
        if device is not None:
            otp_login(request, device)
            if isinstance(device, StaticDevice):
                record("signin.recovery_code", **facts)
            return redirect(target)
        record("signin.code_failure", **facts)
        error = _("验证码不对，或刚刚用过。连续输错要等一会儿才能再试。")
    context = {
        "next": target,
        "error": error,
        "has_app": TOTPDevice.objects.filter(user=request.user, confirmed=True).exists(),
        "has_passkey": WebAuthnCredential.objects.filter(user=request.user).exists(),
    }
    return render(request, "people/second_factor.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request):
    """What is set up; POST ``action`` adds or removes."""
    user = request.user
    if not user.is_verified() and factor.has_one(user):
        return redirect("second_factor")
    if request.method == "POST":
        answer = _ask(request) or _change(request)
        if answer is not None:
            return answer
    begun = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    context = {
        "must": factor.must_have(user),
        "app": TOTPDevice.objects.filter(user=user, confirmed=True).first(),
        "passkeys": WebAuthnCredential.objects.filter(user=user).order_by("pk"),
        "codes_left": StaticToken.objects.filter(device__user=user).count(),
        "begun": begun,
        "secret": begun and b32encode(begun.bin_key).decode().rstrip("="),
        "picture": begun and segno.make(begun.config_url, error="m").svg_data_uri(scale=5),
        "is_open": factor.is_open(request),
    }
    return render(request, "people/second_factor_setup.html", context)


def _ask(request):
    """The question before something is lost; None where there is none, or it was answered."""
    action = request.POST.get("action")
    if action not in ASKED or request.POST.get("sure"):
        return None
    question, follows = ASKED[action]
    context = {"action": action, "pk": request.POST.get("pk", ""), "question": question,
               "follows": follows}  # fmt: skip
    return render(request, "people/second_factor_sure.html", context)


def _change(request):
    user, action = request.user, request.POST.get("action")
    if action == "begin":
        factor.begin_app(user)
    elif action == "confirm":
        device = factor.confirm_app(user, request.POST.get("code", "").replace(" ", ""))
        if device is None:
            messages.error(request, _("验证码不对。请等应用显示下一个，再输一次。"))
            return redirect("second_factor_setup")
        otp_login(request, device)
        return _show_codes(request)
    elif action == "codes" and factor.has_one(user):
        return _show_codes(request)
    elif action in ("app", "passkey"):
        pk = request.POST.get("pk", "")
        try:
            factor.remove(user=user, kind=action, pk=pk if pk.isdecimal() and len(pk) < 19 else 0)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    return redirect("second_factor_setup")


def _show_codes(request):
    request.session[CODES] = factor.new_recovery_codes(request.user)
    return redirect("second_factor_codes")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def codes(request):
    """The recovery codes just made, once."""
    return render(request, "people/recovery_codes.html", {"codes": request.session.pop(CODES, [])})


class RegisterPasskey(CompleteCredentialRegistrationView):
    """django-otp-webauthn's, with its audit line."""

    def post(self, *args, **kwargs):
        answer = super().post(*args, **kwargs)
        record(
            "person.second_factor_added",
            by=self.request.user,
            target=self.request.user,
            details={"kind": "passkey"},
        )
        return answer


class GivePasskey(CompleteCredentialAuthenticationView):
    """django-otp-webauthn's, with an audit line where the passkey is refused."""

    def handle_exception(self, exc):
        answer = super().handle_exception(exc)
        user = self.request.user
        if user.is_authenticated:
            record(
                "signin.code_failure", by=user, site=self.request.working_site, target=user,
                details={"kind": "passkey"},
            )  # fmt: skip
        return answer
