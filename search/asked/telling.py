"""Which questions and clicks are counted, without knowing whose they are."""

import json
import re

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from school_sites.addresses import client_address
from school_sites.counts.buffer import Buffer
from school_sites.counts.visitors import Pace, is_robot, key_of
from school_sites.plain_text import without_control
from search import analysis
from search.models import SearchMark
from search.models.asked import LONGEST_ASKED

MOST_HITS = 2**31 - 1
LAST_POSITION = 500
LARGEST_BODY = 1_000
PER_MINUTE = 60  # of one address
# A telephone, an identity card, a bank card; whatever stands between the digits.
NUMBER = re.compile(r"\d(?:[\s\-_.,·()]*\d){5}")
PERSONAL = re.compile(r"@|\bwx|微信|qq")
pace = Pace(PER_MINUTE)
buffer = Buffer(SearchMark, "searches")


def storable(text):
    """``text`` as it may be kept: folded, in one line; "" where it may be of a person."""
    folded = " ".join(analysis.fold(without_control(text)).split())
    if not 1 < len(folded) <= LONGEST_ASKED or not analysis.RUN.search(folded):
        return ""
    return "" if NUMBER.search(folded) or PERSONAL.search(folded) else folded


def note_asked(request, text, hits):
    """Count that a visitor of ``request``'s site asked ``text`` and had ``hits``.

    For the page of results, where it shows the first page. One visitor's same question of a day
    is one.
    """
    _note(request, text, hits=min(hits, MOST_HITS))


@transaction.non_atomic_requests
@csrf_exempt  # nobody is signed in here; the origin is asked instead
def tell_click(request):
    """Take in one click: POST of ``{"q": …, "position": …}`` from a page of this very site.

    Always the same empty answer, so that nothing can be learnt from it.
    """
    answer = HttpResponse(status=204 if request.method == "POST" else 405)
    answer["Cache-Control"] = "no-store"
    if request.method == "POST" and request.headers.get("Origin") == request.site_entry.base_url:
        text, position = _read(request)
        if text:
            _note(request, text, position=position)
    return answer


def _read(request):
    """(text, position) of the body; ("", 0) where it is not what our pages send."""
    length = request.headers.get("Content-Length", "")
    if not (length.isdecimal() and len(length) < 5 and int(length) <= LARGEST_BODY):
        return "", 0
    try:
        told = json.loads(request.body)
        text, position = told["q"], told["position"]
    except (ValueError, TypeError, LookupError, RecursionError):
        return "", 0
    is_told = isinstance(text, str) and type(position) is int and 0 < position <= LAST_POSITION
    return (text, position) if is_told else ("", 0)


def _note(request, text, *, hits=0, position=None):
    text = storable(text)
    agent, address = request.headers.get("User-Agent", ""), client_address(request)
    if not text or is_robot(agent) or pace.is_too_fast(address):
        return
    now, site = timezone.now(), request.site_entry.id
    what = f"search|{site}|{position or ''}|{text}"
    buffer.add(
        SearchMark(
            key=key_of(address, agent, what), text=text, site_number=site,
            day=timezone.localdate(now), at=now, hits=hits, position=position,
        )
    )  # fmt: skip
