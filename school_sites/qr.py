"""QR codes of a site's own pages, so that a page on a screen can be taken along on a phone."""

from io import BytesIO

import segno
from django.db import transaction
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from sitehub.publishing import tag

from .models.pages import NUMBERED_PATH, numbered_page

PIXELS_PER_MODULE = 4
QUIET_ZONE = 4  # modules; a reader needs them to find the code
KEPT_SECONDS = 86_400


@transaction.non_atomic_requests
@require_safe
def page_code(request, number):
    """The address of the numbered page as an SVG; any other text is never drawn."""
    entry = request.site_entry
    if numbered_page(number, entry.school_site.root_page.path) is None:
        raise Http404
    code = segno.make(entry.url(NUMBERED_PATH.format(number)), error="m", micro=False)
    drawing = BytesIO()
    code.save(drawing, kind="svg", scale=PIXELS_PER_MODULE, border=QUIET_ZONE, light="#fff")
    response = HttpResponse(drawing.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return tag(response, site=entry.id, page=number)
