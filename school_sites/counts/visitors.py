"""Which views count: people's, once in a while, without knowing who they are."""

import hashlib
import hmac
import re
import secrets
import threading
import time

from django.core.cache import cache
from django.utils import timezone

# Robots say so. Those that do not are caught by what they leave out: they send no
# beacon after two seconds of looking.
ROBOT = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|preview|scan|monitor|headless"  # Cubot makes telephones
    r"|curl|wget|python|java/|okhttp|go-http|httpclient|libwww|lighthouse",
    re.IGNORECASE,
)
SALT_KEPT_SECONDS = 2 * 86_400
SALT_TRUSTED_SECONDS = 60  # how long a process does not ask the cache for it again
VIEWS_PER_MINUTE = 60  # of one address; a class behind one router reads less
ADDRESSES_REMEMBERED = 10_000

_lock = threading.Lock()
_salt = (None, "", 0.0)  # day, salt, when it was read
_seen, _minute = {}, 0


def is_robot(user_agent):
    """Whether a program says it is one, or says nothing."""
    return not user_agent or ROBOT.search(user_agent) is not None


def key_of(address, user_agent, page_number, *, day=None):
    """A digest of visitor and page. The day's salt is thrown away, and with it the way back."""
    day = day or timezone.localdate()
    text = f"{address}|{user_agent}|{page_number}"
    return hmac.new(_salt_of(day).encode(), text.encode(), hashlib.sha256).hexdigest()[:40]


def is_too_fast(address):
    """Whether ``address`` has sent more than anybody reads, in this process and minute."""
    global _seen, _minute
    minute = int(time.monotonic() // 60)
    with _lock:
        if minute != _minute:
            _seen, _minute = {}, minute
        views = _seen.get(address, 0) + 1
        if views > 1 or len(_seen) < ADDRESSES_REMEMBERED:
            _seen[address] = views
        return views > VIEWS_PER_MINUTE


def _salt_of(day):
    global _salt
    known, salt, read_at = _salt
    if known == day and time.monotonic() - read_at < SALT_TRUSTED_SECONDS:
        return salt
    key = f"sitehub-view-salt:{day:%Y%m%d}"
    cache.add(key, secrets.token_hex(16), timeout=SALT_KEPT_SECONDS)
    # Without the cache a salt of this process's own: a reload may count twice.
    salt = cache.get(key) or salt or secrets.token_hex(16)
    _salt = (day, salt, time.monotonic())
    return salt
