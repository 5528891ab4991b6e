"""What the district hands down to sites: banners on every page, lines among the notices.

A higher room reads the notices and is registered here. They are kept with the
host table, so a page asks the database nothing for them, and one new generation
of the table makes a change seen by every process on its next request. Times are
compared when a page is shown: what begins or ends by the clock needs no change.
"""

from dataclasses import dataclass
from datetime import datetime

from sitehub.publishing import bump, tag, until

from . import clock, hosts
from .queries import ListItem

MEMO = "handed_down"
PATH = "/district-notices/"
LINES_ON_HOME = 3
BANNERS = 3  # on one page
RANK = 0  # before a site's own articles of the same moment

_reader = None


@dataclass(frozen=True, slots=True)
class HandedDown:
    """One notice or banner. It is shown from ``starts_at`` up to ``ends_at``.

    ``everywhere``, ``kinds`` and ``sites`` (ids) say which schools it is for, whenever
    they were opened; ``on_district`` whether the district's own site shows it, too.
    ``level`` is that of a banner, "" for a notice; ``weight`` puts the graver first.
    """

    number: int
    title: str
    text: str
    level: str
    level_name: str
    weight: int
    starts_at: datetime
    ends_at: datetime
    has_more: bool = False
    everywhere: bool = False
    kinds: frozenset = frozenset()
    sites: frozenset = frozenset()
    on_district: bool = False

    @property
    def is_banner(self):
        return bool(self.level)

    @property
    def path(self):
        return f"{PATH}{self.number}/"

    @property
    def url(self):
        """Where a page leads for more: a banner that is said in full leads nowhere."""
        return self.path if self.has_more or not self.is_banner else ""

    def is_on(self, now):
        """Whether it is shown at that moment."""
        return self.starts_at <= now < self.ends_at

    def reaches(self, site):
        """Whether it is for ``site``. An archived site takes no notices; banners concern it."""
        if site.is_district:
            return self.on_district
        if site.is_archived and not self.is_banner:
            return False
        return self.everywhere or site.kind in self.kinds or site.pk in self.sites


def provide(reader):
    """Register ``reader()``: all HandedDown that are shown now or later, in one query or two."""
    global _reader
    _reader = reader


def changed():
    """Let every process read the notices anew once the current transaction has committed."""
    bump(hosts.GENERATION)


def _all():
    memo = hosts.table().memo
    if MEMO not in memo:
        memo[MEMO] = tuple(_reader()) if _reader is not None else ()
    return memo[MEMO]


def _for(entry):
    return [one for one in _all() if one.reaches(entry.school_site)]


def banners_of(entry, now=None):
    """The banners every page of the site shows now, the gravest first."""
    now = now or clock.now()
    found = [one for one in _for(entry) if one.is_banner and one.is_on(now)]
    return sorted(found, key=lambda one: (-one.weight, -one.number))[:BANNERS]


def known_banners(entry):
    """As ``banners_of``, but never asking the database: for the page of a failing server."""
    return banners_of(entry) if MEMO in hosts.table().memo else []


def notices_of(entry, now=None):
    """The notices for the site now, newest first."""
    now = now or clock.now()
    found = [one for one in _for(entry) if not one.is_banner and one.is_on(now)]
    return sorted(found, key=lambda one: (one.starts_at, one.number), reverse=True)


def find(entry, number):
    """The notice or banner of that number, if it is for the site and shown now; else None."""
    now = clock.now()
    return next((one for one in _for(entry) if one.number == number and one.is_on(now)), None)


def lines_of(entry, limit=LINES_ON_HOME):
    """The newest notices as items of a list: as many as a home page shows, unless told."""
    district = hosts.table().district
    return [
        ListItem(
            title=one.title,
            url=one.path,
            date=one.starts_at,
            summary="",
            cover=None,
            school=district.school_site.short_name if district else "",
            school_url="",
            column="",
            rank=RANK,
            id=one.number,
            article_id=-one.number,  # no article's
            site_id=entry.id,
            updated=one.starts_at,
            from_district=True,
        )
        for one in notices_of(entry)[:limit]
    ]


def on_pages(request):
    """Context processor: the banners, on whatever page of a public host."""
    entry = getattr(request, "site_entry", None)
    return {} if entry is None else {"district_banners": banners_of(entry)}


def declare(response, entry):
    """Say what a page's banners are, and when they or its notices next change by the clock."""
    if not response.get("Content-Type", "").startswith("text/html"):
        return response
    now, found = clock.now(), _for(entry)
    moments = [moment for one in found for moment in (one.starts_at, one.ends_at) if moment > now]
    shown = [one.number for one in found if one.is_banner and one.is_on(now)]
    return tag(until(response, *moments), banner=shown)
