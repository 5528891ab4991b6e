"""Where browsers tell of a view, and where they ask for the count."""

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from school_sites.addresses import client_address
from school_sites.models import ViewCount, ViewMark
from school_sites.models.pages import MAX_NUMBER

from .buffer import buffer
from .visitors import is_robot, is_too_fast, key_of

MOST_DIGITS = 19
SHOWN_SECONDS = 60  # totals are added up once a minute


@transaction.non_atomic_requests
@csrf_exempt  # nobody is signed in here; the origin is asked instead
def tell(request):
    """Take in one view: POST of the page's number, from a page of this very site.

    Always the same empty answer, so that nothing can be learnt from it.
    """
    entry = request.site_entry
    answer = HttpResponse(status=204 if request.method == "POST" else 405)
    answer["Cache-Control"] = "no-store"
    if request.method != "POST" or request.headers.get("Origin") != entry.base_url:
        return answer
    number = _number(request)
    user_agent = request.headers.get("User-Agent", "")
    address = client_address(request)
    if number is None or is_robot(user_agent) or is_too_fast(address):
        return answer
    now = timezone.now()
    buffer.add(
        ViewMark(
            key=key_of(address, user_agent, number),
            page_number=number,
            site_number=entry.id,
            day=timezone.localdate(now),
            at=now,
        )
    )
    return answer


@transaction.non_atomic_requests
@require_safe
def count(request, number):
    """How often a page of this site was opened: ``{"views": 12}``. One query, by primary key."""
    totals = ViewCount.objects.filter(site=request.site_entry.id)
    total = None
    if number <= MAX_NUMBER:
        total = totals.filter(pk=number).values_list("total", flat=True).first()
    response = JsonResponse({"views": total or 0})
    response["Cache-Control"] = f"public, max-age={SHOWN_SECONDS}"
    return response


def _number(request):
    if request.headers.get("Content-Length", "") not in map(str, range(1, MOST_DIGITS + 1)):
        return None
    text = request.body
    if not (text.isdigit() and int(text) <= MAX_NUMBER):
        return None
    return int(text)
