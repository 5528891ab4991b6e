"""The platform screen."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.utils.translation import gettext as _

from .status import overview

SEE_PLATFORM = "school_sites.see_platform"


@permission_required(SEE_PLATFORM, raise_exception=True)
def status(request):
    """How this install is, at a glance."""
    context = overview() | {"header_title": _("平台"), "header_icon": "cogs"}
    return render(request, "platform/status.html", context)
