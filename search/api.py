"""The one way to ask for articles by words. Engines stand behind it; callers know only this."""

from dataclasses import dataclass
from datetime import datetime

from school_sites.plain_text import without_control

from . import titles

LONGEST_TEXT = 100  # characters; what is beyond is not looked for
MOST_WORDS = 8
PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that was found; ``url`` is its path at its site."""

    title: str
    url: str
    date: datetime
    summary: str
    column: str


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits, best first. ``text`` is what was looked for, after tidying."""

    text: str
    hits: list[Hit]
    total: int
    page: int
    pages: int


def search(scope, text, page=1):
    """Articles of ``scope`` (a SchoolSite) that hold every word of ``text``.

    Words are separated by spaces. ``page`` counts from 1; a page that is not there
    is the nearest one that is. Without words nothing is found. Two queries at most.
    """
    text = " ".join(without_control(text).split())[:LONGEST_TEXT].strip()
    words = text.split()[:MOST_WORDS]
    if not words:
        return Results(text, [], 0, 1, 1)
    total = titles.count(scope, words)
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    start = (page - 1) * PAGE_SIZE
    rows = titles.find(scope, words, start, start + PAGE_SIZE) if total else []
    return Results(text, [Hit(*row) for row in rows], total, page, pages)
