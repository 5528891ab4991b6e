"""Which entries of a feed are known: by id, then by link, then by title and day."""

from collections import Counter
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils import timezone

from school_sites.models import Listing

from .models import FeedItem, FeedSource
from .reading import digest


class Keys:
    """The keys of one entry among the others of its feed; "" for one it cannot be known by.

    A link that several entries share, or that is only a home page, tells nothing. The
    day is asked for, because next week's menu has the title of this week's.
    """

    def __init__(self, entry, links):
        shared = links[entry.link] > 1 or urlsplit(entry.link)[2:5] in (("", "", ""), ("/", "", ""))
        self.guid = digest("id", entry.guid) if entry.guid else ""
        self.link = "" if shared else digest("link", entry.link.partition("://")[2])
        self.title = ""
        if entry.date is not None or not (self.guid or self.link):
            self.title = digest("title", entry.title, day_of(entry))


def day_of(entry):
    """The entry's day here, as text; "" without a date."""
    return timezone.localtime(entry.date).date().isoformat() if entry.date else ""


class Match:
    """``known`` are (entry, keys, FeedItem) met before; ``new`` are (entry, keys)."""

    def __init__(self, source, entries):
        links = Counter(entry.link for entry in entries)
        keyed = [(entry, Keys(entry, links)) for entry in entries]
        items = known_items(source, [keys for _entry, keys in keyed])
        self.known, self._taken = [], set()
        rest = self._claim(
            keyed,
            {one.guid_key: one for one in items if one.source_id == source.pk},
            lambda keys: keys.guid,
        )
        rest = self._claim(rest, {one.link_key: one for one in items}, lambda keys: keys.link)
        rest = self._claim(rest, {one.title_key: one for one in items}, lambda keys: keys.title)
        self.new = _first_of_each(rest)

    def _claim(self, keyed, by_key, key_of):
        """Match what can be; return the rest. An item that is taken answers to no other entry."""
        rest = []
        for entry, keys in keyed:
            item = by_key.get(key_of(keys)) if key_of(keys) else None
            if item is None:
                rest.append((entry, keys))
            elif item.pk not in self._taken:
                self._taken.add(item.pk)
                self.known.append((entry, keys, item))
        return rest


def known_items(source, keys):
    """Items of the school of ``source`` that have one of ``keys``, in one query."""
    named = {
        f"{name}_key__in": {getattr(one, name) for one in keys} - {""}
        for name in ("guid", "link", "title")
    }
    wanted = Q()
    for lookup, values in named.items():
        wanted |= Q(**{lookup: values})
    school = FeedSource.objects.of_school(source).values("pk")
    return list(FeedItem.objects.filter(wanted, source__in=school).select_related("submission"))


def _first_of_each(keyed):
    """One of those that are the same among themselves."""
    seen, first = set(), []
    for entry, keys in keyed:
        own = {key for key in (keys.guid, keys.link, keys.title) if key}
        if not own & seen:
            first.append((entry, keys))
        seen |= own
    return first


def published_here(site, entries):
    """Those of ``entries`` that the school's own ``site`` has published: same title, same day."""
    if site is None:
        return set()
    titles = {entry.title for entry in entries}
    rows = Listing.objects.for_site(site).filter(Q(title__in=titles) | Q(article__title__in=titles))
    here = set()
    for title, long_title, date in rows.values_list("title", "article__title", "published_at"):
        day = timezone.localtime(date).date().isoformat()
        here |= {(title, day), (long_title, day)}
    return {entry for entry in entries if (entry.title, day_of(entry)) in here}
