"""The platform screen."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.utils.translation import gettext as _

from school_sites.admin_screens import header
from sitehub.accounts.roles import SEE_PLATFORM

from .status import overview


@permission_required(SEE_PLATFORM, raise_exception=True)
def status(request):
    """How this install is, at a glance."""
    context = overview() | header(_("平台"), "cogs")
    return render(request, "platform/status.html", context)
