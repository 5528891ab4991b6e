"""The small picture of a site in a browser's tab."""

from django.db import transaction
from django.http import HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from sitehub.publishing import tag

KEPT_SECONDS = 86_400
PLATFORM_ICON = "themes/base/icon.svg"


@transaction.non_atomic_requests
@require_safe
def favicon(request):
    """To the site's logo as a small picture, or to the platform's, for those that read no page."""
    entry = request.site_entry
    response = HttpResponseRedirect(entry.school_site.icon_url or static(PLATFORM_ICON))
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return tag(response, site=entry.id)
