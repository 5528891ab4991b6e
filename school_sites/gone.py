"""Deleted pages leave a mark, so that search engines and readers learn they are gone for good."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length, Substr
from wagtail.models import Page

from . import hosts
from .models import ColumnPage, GonePage, Listing
from .models.pages import NUMBERED_PATH, STEP
from .websub import feeds_changed

SITE_ROOT_DEPTH = 2
LONGEST_PATH = GonePage._meta.get_field("path").max_length


def note_deletion(page, origin):
    """Remember what a deletion takes away, once, at the first page Django tells of.

    ``origin`` is what was asked to be deleted: the tree deletes a page and all below
    it as one queryset, and every page of it is told of with that same queryset.
    """
    if not (isinstance(origin, QuerySet) and issubclass(origin.model, Page)):
        remember_gone(Page.objects.filter(pk=page.pk))
    elif not getattr(origin, "is_noted", False):
        origin.is_noted = True
        remember_gone(origin)


def remember_gone(pages):
    """Leave a GonePage for each of ``pages`` (a queryset) that was ever published.

    What was only a draft is not remembered. One query, and one statement for 500 pages.
    """
    parents = Page.objects.filter(path=Substr(OuterRef("path"), 1, Length(OuterRef("path")) - STEP))
    # Columns are made live with their site, without a day of publication.
    was_shown = Q(live=True) | Q(first_published_at__isnull=False)
    published = pages.filter(was_shown, depth__gt=SITE_ROOT_DEPTH)
    listings = Listing.objects.filter(article=OuterRef("pk"))
    listed = Exists(listings.filter(Q(listed=True) | Q(listed_changed_at__isnull=False)))
    rows = published.annotate(column=Subquery(parents.values("pk")), was_listed=listed).values_list(
        "pk", "path", "url_path", "column", "content_type__model", "was_listed"
    )
    gone = []
    for pk, tree_path, url_path, column, model, was_listed in rows:
        entry = hosts.entry_for_path(tree_path)
        if entry is None:
            continue
        path = NUMBERED_PATH.format(pk)
        if model == ColumnPage._meta.model_name:
            path = "/" + url_path[len(entry.school_site.root_page.url_path) :]
        if len(path) <= LONGEST_PATH:
            gone.append(
                GonePage(
                    number=pk,
                    site_id=entry.id,
                    path=path,
                    column_number=column,
                    was_listed=was_listed,
                )
            )
    feeds_changed({(one.site_id, one.column_number) for one in gone if one.was_listed})
    GonePage.objects.bulk_create(gone, batch_size=500, ignore_conflicts=True)


def find_gone(entry, path):
    """The page that was deleted from ``path`` of a site, or None. One query."""
    if "\0" in path:  # PostgreSQL refuses to be asked
        return None
    return GonePage.objects.filter(site=entry.id, path=path).order_by("-number").first()
