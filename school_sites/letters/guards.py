"""What keeps robots and forgers from the forms of public hosts, which set no cookie."""

import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing

from school_sites import throttling
from school_sites.addresses import client_address
from school_sites.double_submit import digest_of_form

SALT = "school_sites.letters.form"
TOKEN_FIELD = "token"  # noqa: S105
HONEYPOT_FIELD = "website"
TOO_OFTEN = "提交太频繁，请稍后再试。"
STATE_FORM = 0  # the page number in the token of the form that asks for a code


@dataclass(frozen=True, slots=True)
class Token:
    """What a form carries: which page it is of, when it was opened, and which form it is."""

    number: int
    opened_at: int
    nonce: str

    def __str__(self):
        return signing.dumps([self.number, self.opened_at, self.nonce], salt=SALT)


def new_token(number):
    """A token for a form opened now."""
    return Token(number, int(time.time()), secrets.token_urlsafe(12))


def read_token(text, number):
    """The token of a form of page ``number``, or None if we did not make it."""
    try:
        token = Token(*signing.loads(text or "", salt=SALT))
    except (signing.BadSignature, TypeError):
        return None
    return token if token.number == number else None


def trouble_with(token):
    """``(problem, token)``: what to tell the sender ("" for nothing), and the token from here on.

    The time between opening and sending tells robots. Sent too fast, the same
    token is good a moment later; one that is too old is replaced.
    """
    shortest, longest = settings.LETTER_FILL_SECONDS
    age = time.time() - token.opened_at
    if age < shortest:
        return f"提交得太快了，请等 {shortest} 秒再提交。", token
    if age > longest:
        return "这一页打开太久了，请核对后再提交一次。", new_token(token.number)
    return "", token


def comes_from_here(request):
    """Whether a POST comes from a page of this very host, as far as the browser tells."""
    source = request.headers.get("Origin") or request.headers.get("Referer")
    try:
        return source is None or urlsplit(source).netloc == request.get_host()
    except ValueError:  # no address at all, such as "http://["
        return False


def count(limit, request, site):
    """Count one more of ``limit`` from this visitor; return whether that is within it."""
    return throttling.count(_name(limit, site), client_address(request), **_limit(limit))


def count_site(site):
    """Count one more letter at ``site``; return whether it is within the limit."""
    return throttling.count(_name("site", site), "", **_limit("site"))


def is_within(limit, request, site):
    """Whether this visitor has not used up ``limit``; counts nothing."""
    return throttling.is_within(_name(limit, site), client_address(request), **_limit(limit))


def _name(limit, site):
    return f"letters:{limit}:{site.pk}"


def _limit(limit):
    most, seconds = settings.LETTER_LIMITS[limit]
    return {"most": most, "seconds": seconds}


def sending_of(token, request):
    """A digest of this very filled-in form: of its token and of all that was typed."""
    return digest_of_form(request, token.nonce, passed_over=TOKEN_FIELD)
