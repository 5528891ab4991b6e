"""Entries against the pages they stand for, and how they are mended.

Pages are read in chunks by number, so that memory does not grow with the install.
"""

from dataclasses import dataclass

from django.db import transaction
from wagtail.models import Page

from school_sites.tree import at_or_below

from . import engines, entries, texts, vocabulary
from .models import Entry
from .processes import spread

# Pages that are written together, their texts in memory. Of a hundred SQLite's index takes each
# nearly thrice as long; of more, who publishes waits for longer than a second.
CHUNK = 400
SETTLED = 1_500  # entries written, after which the engine puts them in their places
# Of a page; another one says that somebody published, moved or hid it.
STATE = ("path", "title", "live", "expired", "expire_at", "live_revision_id", "url_path")
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
    return [Drift(one.page.pk, one.page.title, one.what) for one in _wrong(numbers)]


def mend_all(progress=lambda total: None, processes=1):
    """Mend the entries of all pages; returns how many were wrong.

    ``progress(total)`` returns an object whose ``update(how many)`` is called.
    """
    bar, mended, lately = progress(Page.objects.type(*texts.SEARCHED).count()), 0, 0
    for looked_at, wrong in spread(_mend_many, chunks(), processes):
        mended, lately = mended + wrong, lately + wrong
        if lately >= SETTLED:
            engines.storing().settle()
            lately = 0
        if bar is not None:
            bar.update(looked_at)
    engines.storing().settle()
    return mended


def _mend_many(numbers):
    with engines.storing().much():
        return len(numbers), mend(numbers)


def mend(numbers):
    """Write the entries of the pages ``numbers`` anew where they are wrong; returns how many.

    They are read, and their words cut, before anybody has to wait; what was published or
    hidden meanwhile is looked at again when nobody can.
    """
    wrong = _wrong(numbers)
    for one in wrong:
        if one.text is not None:
            vocabulary.look_at(one.text.title)
            _ = one.text.tokens
    if wrong:
        _write(wrong)
    return len(wrong)


@transaction.atomic
def _write(wrong):
    numbers = [one.page.pk for one in wrong]
    locked = Page.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    pages = {pk: state for pk, *state in locked.values_list("pk", *STATE)}
    known = entries.known(numbers)
    facts = entries.Facts([one.page for one in wrong])
    again = [one.page.pk for one in wrong if not _is_as_before(one, pages, known, facts)]
    wrong = [one for one in wrong if one.page.pk not in again] + (_wrong(again) if again else [])
    gone = [one.page.pk for one in wrong if one.what == UNINDEXED]
    Entry.objects.filter(page__in=gone).delete()  # another number: see Entry
    for one in wrong:
        if one.what == GONE:
            entries.hide(one.page)
    rows = [(one.page, one.values, one.text) for one in wrong if one.what != GONE]
    entries.write_expected(rows, {page: one for page, one in known.items() if page not in gone})


def _is_as_before(one, pages, known, facts):
    """Whether nobody touched the page or its entry since it was read."""
    is_same = pages.get(one.page.pk) == [getattr(one.page, name) for name in STATE]
    entry = known.get(one.page.pk)
    return is_same and (entry and entry.pk) == one.entry and facts.of(one.page) == one.values


@dataclass(frozen=True, slots=True)
class _Wrong:
    """A page whose entry, of the number ``entry``, is wrong; facts and text as expected."""

    page: Page
    values: dict | None
    text: texts.Text | None
    entry: int | None
    what: str


def _wrong(numbers):
    pages = list(Page.objects.filter(pk__in=numbers).specific())
    known = entries.known(numbers)
    unindexed = set(engines.storing().unindexed([entry.pk for entry in known.values()]))
    found = []
    for page, values, text in entries.expected(pages):
        entry = known.get(page.pk)
        if what := _difference(entry, values, text, unindexed):
            found.append(_Wrong(page, values, text, entry and entry.pk, what))
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
