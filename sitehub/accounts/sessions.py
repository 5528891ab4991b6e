"""Sessions in the database, each with its person, so that they can be listed and ended."""

from datetime import timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

SEEN_EVERY = timedelta(minutes=1)
ADDRESS, BROWSER = "_address", "_browser"


class SessionStore(DatabaseStore):
    """Django's, on a model that knows whose session it is. The settings name this module."""

    row = None  # as it was last read or written

    @classmethod
    def get_model_class(cls):
        from .models import UserSession

        return UserSession

    def _get_session_from_db(self):
        self.row = super()._get_session_from_db()
        return self.row

    async def _aget_session_from_db(self):
        self.row = await super()._aget_session_from_db()
        return self.row

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.address = data.get(ADDRESS, "")
        row.browser = data.get(BROWSER, "")
        row.last_seen = timezone.now()
        if self.row is not None and self.row.session_key == row.session_key:
            row.started_at, row.last_seen = self.row.started_at, self.row.last_seen
        self.row = row
        return row


def end_sessions(user, *, but=None):
    """Sign ``user`` out everywhere at once, except in the session with the key ``but``.

    Returns how many were ended.
    """
    return user.sessions.exclude(session_key=but).delete()[0]


def seen(session, now=None):
    """Note that the owner of ``session`` did something; at most once a minute."""
    now = now or timezone.now()
    row = session.row
    if row is not None and now - row.last_seen >= SEEN_EVERY:
        session.get_model_class().objects.filter(pk=row.pk).update(last_seen=now)
        row.last_seen = now


def browser_name(agent):
    """A few words for the User-Agent ``agent``: what a person would call it."""
    return " · ".join(one for one in (_first(BROWSERS, agent), _first(SYSTEMS, agent)) if one)


def _first(table, agent):
    return next((name for mark, name in table if mark in agent), "")


# The first mark found counts: later ones are also in the names of earlier ones.
BROWSERS = (
    ("MicroMessenger", "微信"), ("QQBrowser", "QQ 浏览器"), ("Edg", "Edge"), ("OPR/", "Opera"),
    ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip
