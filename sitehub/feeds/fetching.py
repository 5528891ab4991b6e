"""Ask for a feed: conditionally, through the guarded client."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.http import parse_http_date_safe

from sitehub.outside import OutsideClient, OutsideError

from .problems import of_status
from .reading import FeedRead, FeedUnreadable, read_feed

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
MAY_WAIT = (429, 503)
client = OutsideClient()


@dataclass(frozen=True)
class Fetched:
    """What a feed's server said. ``feed`` is None where nothing is new, or where it failed.

    ``problem`` is "" for success; ``wait`` are the seconds the server asked for;
    ``suggestions`` are addresses of feeds that a web page named.
    """

    feed: FeedRead | None = None
    problem: str = ""
    etag: str = ""
    last_modified: str = ""
    wait: int = 0
    suggestions: tuple = ()


def fetch(url, *, etag="", last_modified=""):
    """Ask for the feed at ``url``. Never raises for what the other side does; touches no row."""
    headers = {"Accept": ACCEPT}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    try:
        reply = client.get(url, headers)
    except OutsideError as error:
        return Fetched(problem=error.trouble.value)
    if reply.status == 304:
        return Fetched(etag=etag, last_modified=last_modified)
    if reply.status != 200:
        wait = _seconds(reply.header("Retry-After")) if reply.status in MAY_WAIT else 0
        return Fetched(problem=of_status(reply.status), wait=wait)
    try:
        feed = read_feed(reply.body, url=reply.url, content_type=reply.header("Content-Type"))
    except FeedUnreadable as error:
        return Fetched(problem=error.reason.value, suggestions=tuple(error.suggestions))
    return Fetched(
        feed=feed,
        etag=_header(reply, "ETag", 500),
        last_modified=_header(reply, "Last-Modified", 100),
    )


def _header(reply, name, length):
    """A header to be sent back later; one that would not be the same then is dropped."""
    value = reply.header(name)
    return value if len(value) <= length and value.isascii() and value.isprintable() else ""


def _seconds(value):
    """Retry-After in seconds: a number, or a date."""
    value = value.strip()
    if value.isascii() and value.isdecimal():
        return min(int(value[:9]), 10**8)
    date = parse_http_date_safe(value)
    return max(0, int(date - timezone.now().timestamp())) if date is not None else 0
