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

_salt = (None, "", 0.0)  # day, salt, when it was read


def is_robot(user_agent):
    """Whether a program says it is one, or says nothing."""
    return not user_agent or ROBOT.search(user_agent) is not None


def key_of(address, user_agent, what, *, day=None):
    """A digest of a visitor and ``what`` was seen, such as the number of a page.

    The salt of the day is thrown away, and with it the way back.
    """
    day = day or timezone.localdate()
    text = f"{address}|{user_agent}|{what}"
    return hmac.new(_salt_of(day).encode(), text.encode(), hashlib.sha256).hexdigest()[:40]


class Pace:
    """How often each address does something, in this process and minute."""

    def __init__(self, most):
        self.most = most
        self._seen, self._minute, self._lock = {}, 0, threading.Lock()

    def is_too_fast(self, address):
        """Note it once more; whether ``address`` has done it more often than anybody does."""
        minute = int(time.monotonic() // 60)
        with self._lock:
            if minute != self._minute:
                self._seen, self._minute = {}, minute
            times = self._seen.get(address, 0) + 1
            if times > 1 or len(self._seen) < ADDRESSES_REMEMBERED:
                self._seen[address] = times
            return times > self.most


_views = Pace(VIEWS_PER_MINUTE)
is_too_fast = _views.is_too_fast


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
