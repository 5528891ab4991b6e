"""A feed as it came -> its entries: plain text, absolute links, dates that can be believed.

RSS and Atom are read by feedparser, JSON Feed by ``json_feed``. What an entry says is
never trusted to be HTML: title and summary become plain text.
"""

import html
import json
import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from urllib.parse import urljoin, urlsplit

import feedparser
import nh3
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from lxml import html as lxml_html

from school_sites.plain_text import without_control

from .characters import text_of
from .dates import date_of

MAX_ENTRIES = 100
LONGEST_HTML = 100_000  # of one field; an entry may carry a whole book
TITLE_LENGTH, SUMMARY_LENGTH, LINK_LENGTH = 255, 300, 2000
DECLARATION = re.compile(r"\A\s*<\?xml.*?\?>", re.DOTALL)
# Everything between the brackets of a document type is about entities.
DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
BLANK = re.compile(r"[\s\u200b\ufeff\u3000]+")


class Unreadable(models.TextChoices):
    """Why a document gave no entries; the labels are what screens show."""

    NO_FEED = "no-feed", _("这个网址的内容不是 RSS、Atom 或 JSON Feed。")
    BAD_JSON = "bad-json", _("JSON Feed 的格式不对，读不出条目。")


class FeedUnreadable(Exception):
    """The document is no feed; ``suggestions`` are addresses of feeds it names."""

    def __init__(self, reason, suggestions=()):
        self.reason = Unreadable(reason)
        self.suggestions = list(suggestions)
        super().__init__(str(self.reason.label))


@dataclass(frozen=True)
class Entry:
    """One entry. ``guid`` "" and ``date`` None where the feed names none (or none to believe)."""

    guid: str
    link: str
    title: str
    summary: str
    date: datetime | None

    @property
    def print(self):
        """Changes when what visitors see of it changes."""
        return digest(self.title, self.summary, self.link)


@dataclass(frozen=True)
class FeedRead:
    """A feed's title and its entries, in the feed's order, at most MAX_ENTRIES."""

    title: str
    entries: list


def digest(*parts):
    """A short stand-in for long texts, for keys and comparisons."""
    return sha256("\0".join(parts).encode()).hexdigest()


def read_feed(body, *, url, content_type="", now=None):
    """Read the document ``body`` (bytes) that came from ``url``; FeedUnreadable for no feed.

    Entries without a title and without a summary, or without a link that can be
    opened, are left out.
    """
    text = text_of(body, content_type)
    if text.lstrip()[:1] == "{":
        title, found = _json_feed(text, url)
    else:
        title, found = _xml_feed(text, url)
    entries = [_entry(one, url, now) for one in found[:MAX_ENTRIES]]
    return FeedRead(plain(title, TITLE_LENGTH), [one for one in entries if one is not None])


def plain(value, length):
    """``value`` (perhaps HTML, perhaps twice escaped) as one line of plain text."""
    if not isinstance(value, str):
        return ""
    text = value[:LONGEST_HTML]
    if "<" in text or "&" in text:
        text = nh3.clean(text, tags=set(), clean_content_tags={"script", "style"})
        text = html.unescape(html.unescape(text))
    if "<" in text:
        # Escaped twice: what came out is HTML again. Tags go, a lonely "<" stays.
        text = html.unescape(nh3.clean(text, tags=set(), clean_content_tags={"script", "style"}))
    text = BLANK.sub(" ", without_control(text)).strip()
    return Truncator(text).chars(length, truncate="…")


def link_of(value, base):
    """``value`` as an absolute http or https address, or "" where it is none."""
    if not isinstance(value, str) or not value.strip():
        return ""
    try:
        link = urljoin(base, "".join(value.split()))
        parts = urlsplit(link)
        plain_web = parts.scheme in ("http", "https") and parts.hostname and not parts.username
    except ValueError:
        return ""
    if not plain_web or len(link) > LINK_LENGTH or without_control(link) != link:
        return ""
    return link


def _entry(raw, base, now):
    link = link_of(raw["link"], raw.get("base") or base)
    title = plain(raw["title"], TITLE_LENGTH)
    summary = plain(raw["summary"], SUMMARY_LENGTH)
    title = title or Truncator(summary).chars(60, truncate="…")
    if not link or not title:
        return None
    guid = raw["guid"] if isinstance(raw["guid"], (str, int)) else ""
    date = date_of(raw["date"], now=now)
    return Entry(without_control(str(guid)).strip(), link, title, summary, date)


def _xml_feed(text, url):
    # feedparser is given bytes, never an address: it would go and ask for it itself.
    source = DOCTYPE.sub("", DECLARATION.sub("", text, count=1), count=1)
    parsed = feedparser.parse(
        BytesIO(source.encode("utf-8")),
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-location": url,
        },
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.version and not parsed.entries:
        raise FeedUnreadable(Unreadable.NO_FEED, _feeds_named(text, url))
    return parsed.feed.get("title", ""), [_of_feedparser(one) for one in parsed.entries]


def _of_feedparser(entry):
    content = entry.get("content") or [{}]
    link = entry.get("link", "")
    guid = entry.get("id", "")
    if not link and entry.get("guidislink", False):
        link = guid
    named = ("published", "updated", "created")
    # As a plain dict: feedparser's own answers "updated" with "published", and warns.
    dates = [(dict.get(entry, name, ""), dict.get(entry, f"{name}_parsed")) for name in named]
    return {
        "guid": guid,
        "link": link,
        "title": entry.get("title", ""),
        "summary": entry.get("summary") or content[0].get("value", ""),
        "date": next((one for one in dates if one[0] or one[1]), ("", None)),
        "base": (content[0].get("base") or entry.get("title_detail", {}).get("base", "")),
    }


def _json_feed(text, url):
    try:
        feed = json.loads(text)
        items = feed["items"]
        version = feed["version"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise FeedUnreadable(Unreadable.BAD_JSON) from None
    if "jsonfeed.org" not in str(version) or not isinstance(items, list):
        raise FeedUnreadable(Unreadable.BAD_JSON)
    return feed.get("title", ""), [_of_json(one) for one in items if isinstance(one, dict)]


def _of_json(item):
    texts = ("summary", "content_text", "content_html")
    date = item.get("date_published") or item.get("date_modified") or ""
    return {
        "guid": item.get("id", ""),
        "link": item.get("url") or item.get("external_url") or "",
        "title": item.get("title", ""),
        "summary": next((item[name] for name in texts if item.get(name)), ""),
        "date": (date, None),
    }


def _feeds_named(text, url):
    """Addresses of the feeds that a web page names in its head."""
    if "<html" not in text[:5000].lower():
        return []
    try:
        page = lxml_html.fromstring(text[:LONGEST_HTML].encode(), parser=lxml_html.HTMLParser(
            encoding="utf-8"))  # fmt: skip
    except (ValueError, lxml_html.etree.ParserError):
        return []
    kinds = {"application/rss+xml", "application/atom+xml", "application/feed+json"}
    links = [one.get("href") for one in page.iter("link") if one.get("type", "").lower() in kinds]
    return list(dict.fromkeys(filter(None, (link_of(one, url) for one in links))))[:5]
