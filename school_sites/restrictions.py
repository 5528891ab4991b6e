"""View restrictions: which pages everybody may see.

A restriction hides a page and all that is below it. Wagtail asks them when a page is
opened; lists of pages have to ask here.
"""

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length, Substr
from wagtail.models import PageViewRestriction

from .models.pages import STEP
from .tree import at_or_below


def hidden_paths(site):
    """Tree paths at ``site`` or above it that a restriction hides, in one query."""
    root = site.root_page.path
    here = at_or_below(root, "page__path") | Q(page__path=root[:-STEP])
    return tuple(PageViewRestriction.objects.filter(here).values_list("page__path", flat=True))


def unrestricted(pages):
    """``pages`` that neither a restriction of their own nor one above them hides."""
    return pages.filter(~Exists(_on_the_way()))


def without_own_restriction(pages):
    """``pages`` without those that have a restriction of their own; above them was asked before."""
    return pages.filter(~Exists(PageViewRestriction.objects.filter(page=OuterRef("pk"))))


def open_below(pages, path):
    """Leaf ``pages`` below ``path`` without those that a restriction below ``path`` hides.

    Whoever sees ``path`` has passed what hides it; a column below it may ask for more.
    Columns are found by their site: tree paths alone would lead through its articles.
    """
    columns = _on_the_way().filter(page__columnpage__root_path=OuterRef("root_path"))
    columns = columns.annotate(length=Length("page__path")).filter(length__gt=len(path))
    return without_own_restriction(pages).filter(~Exists(columns))


def _on_the_way():
    """Restrictions of the page that is asked about, and of those above it."""
    on_the_way = Substr(OuterRef("path"), 1, Length("page__path"))
    return PageViewRestriction.objects.filter(page__path=on_the_way)


def hidden_among(paths):
    """Those of ``paths`` that a restriction hides, at them or above them. One query."""
    on_the_way = {path[:end] for path in paths for end in range(STEP, len(path) + 1, STEP)}
    found = PageViewRestriction.objects.filter(page__path__in=on_the_way)
    hiding = tuple(found.values_list("page__path", flat=True))
    return {path for path in paths if path.startswith(hiding)} if hiding else set()
