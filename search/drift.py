"""Entries against the pages they stand for, and how they are mended.

Pages are read in chunks by number, so that memory does not grow with the install.
"""

from dataclasses import dataclass

from django.db import transaction
from wagtail.models import Page

from school_sites.tree import at_or_below

from . import engines, entries, texts
from .models import Entry

CHUNK = 100  # pages, whose texts are in memory
MISSING, GONE, TEXT, UNINDEXED = "missing", "gone", "text", "unindexed"


@dataclass(frozen=True, slots=True)
class Drift:
    """One page whose entry is wrong. ``what`` is MISSING, GONE (may not be found), TEXT,
    UNINDEXED (the database's index lacks it), or the fields that are wrong.
    """

    page: int
    title: str
    what: str


def chunks(last=0, root=None):
    """Numbers of the pages beyond ``last`` that may have an entry, in lists of CHUNK.

    Of all sites, or of those at or below the tree path ``root``.
    """
    searched = Page.objects.type(*texts.SEARCHED).order_by("pk")
    if root is not None:
        searched = searched.filter(at_or_below(root))
    while numbers := list(searched.filter(pk__gt=last).values_list("pk", flat=True)[:CHUNK]):
        last = numbers[-1]
        yield numbers


def of_pages(numbers):
    """A Drift for each of the pages ``numbers`` whose entry is wrong. A dozen queries."""
    return [Drift(page.pk, page.title, what) for (page, *_expected), what in _wrong(numbers)]


def _wrong(numbers):
    """[(what ``entries.expected`` said, what is wrong)] of those whose entry is."""
    pages = list(Page.objects.filter(pk__in=numbers).specific())
    known = Entry.objects.filter(page__in=numbers).select_related("text")
    known = {entry.page_id: entry for entry in known}
    unindexed = set(engines.storing().unindexed([entry.pk for entry in known.values()]))
    found = []
    for page, values, text in entries.expected(pages):
        if what := _difference(known.get(page.pk), values, text, unindexed):
            found.append(((page, values, text), what))
    return found


def _difference(entry, values, text, unindexed):
    if values is None:  # not published, or of no site
        return GONE if entry is not None and entry.listed else ""
    if entry is None:
        return MISSING
    if entry.text.digest != text.digest:
        return TEXT
    if entry.pk in unindexed:
        return UNINDEXED
    wrong = [name for name, value in values.items() if getattr(entry, name) != value]
    wrong += [
        name for name in ("path", "files") if getattr(entry.text, name) != getattr(text, name)
    ]
    return ", ".join(wrong)


@transaction.atomic
def mend(numbers):
    """Write the entries of the pages ``numbers`` anew where they are wrong; returns how many.

    Who publishes one of them at the same time waits, or is waited for.
    """
    locked = Page.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    numbers = list(locked.values_list("pk", flat=True))
    wrong = _wrong(numbers)
    unindexed = [page.pk for (page, *_expected), what in wrong if what == UNINDEXED]
    Entry.objects.filter(page__in=unindexed).delete()  # another number: see Entry
    for (page, *_expected), what in wrong:
        if what == GONE:
            entries.hide(page)
    entries.write_expected([expected for expected, what in wrong if what != GONE])
    return len(wrong)
