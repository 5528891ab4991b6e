"""Where browsers ask what to suggest while somebody types."""

from django.db import transaction
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from school_sites.addresses import client_address
from school_sites.counts.visitors import Pace
from school_sites.plain_text import without_control
from sitehub.publishing.unstored import unstored

from .suggestions import LONGEST, suggest

PER_MINUTE = 240  # of one address: a class behind one router types
pace = Pace(PER_MINUTE)


@transaction.non_atomic_requests
@require_safe
def suggestions(request):
    """``{"q": …, "suggestions": […]}`` for ``?q=``: of this site, at the district of all.

    429 with none for an address that asks more than anybody types.
    """
    text = without_control(request.GET.get("q", "")).strip()
    if pace.is_too_fast(client_address(request)):
        return _answer(text, [], status=429)
    site = request.site_entry.school_site
    return _answer(text, suggest(None if site.is_district else site, text))


def _answer(text, found, status=200):
    values = {"q": text[:LONGEST], "suggestions": found}
    plain = {"ensure_ascii": False}
    answer = unstored(JsonResponse(values, status=status, json_dumps_params=plain))
    if status == 429:
        answer["Retry-After"] = "60"
    return answer
