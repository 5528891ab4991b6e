"""The platform screen."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sitehub.accounts.roles import SEE_PLATFORM

from .status import overview


@permission_required(SEE_PLATFORM, raise_exception=True)
def status(request):
    """How this install is, at a glance."""
    title = _("平台")
    context = overview() | {
        "header_title": title,
        "header_icon": "cogs",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("首页")},
            {"url": "", "label": title},
        ],
    }
    return render(request, "platform/status.html", context)
