"""What was found, as pages and programs show it."""

from dataclasses import dataclass, field
from datetime import datetime

from school_sites import hosts

from . import highlight
from .models import Entry

_marks = []  # who says where a page was featured


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found. ``title`` and ``passage`` are [(piece, is_marked)].

    ``url`` is absolute; ``date`` aware; ``files`` are those the words stand in, each
    ``{title, url, kind, passage}``; ``featured`` says where the district shows it.
    """

    page: int
    url: str
    title: list
    passage: list
    date: datetime
    type: str
    site: object
    column_id: int
    files: list
    featured: list = field(default_factory=list)
    is_loose: bool = False  # has some of the words only, or what may have been meant
    is_pinned: bool = False  # the site puts it first


def register_marks(marks):
    """``marks(page numbers)`` returns {number: [where it was featured]}, in one query."""
    if marks not in _marks:
        _marks.append(marks)


def hits_of(numbers, question, added, first):
    """Hits of the entries ``numbers`` that everyone may see, in that order.

    ``added`` are those that have some of the words only, ``first`` those the site puts first.
    """
    rows = {
        entry.pk: entry
        # Asked again: an engine of its own may be a moment behind.
        for entry in Entry.objects.visible().filter(pk__in=numbers).select_related("text")
    }  # fmt: skip
    entries = [rows[number] for number in numbers if number in rows]
    featured = _featured([entry.page_id for entry in entries])
    return [
        _hit(entry, question, featured.get(entry.page_id, []), entry.pk in added, entry.pk in first)
        for entry in entries
    ]


def _featured(pages):
    found = {}
    for marks in _marks:
        for page, where in marks(pages).items():
            found.setdefault(page, []).extend(where)
    return found


def _hit(entry, question, featured, is_loose, is_pinned):
    text, site = entry.text, hosts.table().by_id[entry.site_id]
    own_end = min((file["start"] for file in text.files), default=len(text.body) + 1) - 1
    own = text.body[:own_end]
    passage, _start = highlight.passage(own, question)
    return Hit(
        page=entry.page_id,
        url=site.url(text.path),
        title=highlight.marked(text.title, question),
        passage=passage or [(own[: highlight.LENGTH].replace("\n", " "), False)],
        date=entry.published_at,
        type=entry.type,
        site=site.school_site,
        column_id=entry.column_id,
        files=_files(text, question),
        featured=featured,
        is_loose=is_loose and not is_pinned,
        is_pinned=is_pinned,
    )


def _files(text, question):
    """The files of an entry that the words stand in, or whose name has them."""
    found = []
    for file in text.files:
        passage, _start = highlight.passage(text.body[file["start"] : file["end"]], question)
        title = highlight.marked(file["title"], question)
        if passage or any(is_mark for _piece, is_mark in title):
            found.append({**file, "title": title, "passage": passage})
    return found
