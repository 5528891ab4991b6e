"""What Wagtail's own extension points let us scope."""

from django.db.models import Q
from wagtail import hooks
from wagtail.models import PageViewRestriction

from school_sites.tree import at_or_below

from .policies import register_policies
from .scope import scope_of

# Before any viewset asks for them.
register_policies()


@hooks.register("construct_page_chooser_queryset")
def choosable_pages(pages, request):
    """The chooser offers a person's own pages; the district's people also what is public."""
    scope = scope_of(request.user)
    if scope.everything:
        return pages
    mine = Q(pk__in=[])
    for root in scope.roots:
        mine |= at_or_below(root)
    if scope.links_to_all:
        mine |= Q(live=True) & ~_private()
    return pages.filter(mine)


def _private():
    """Pages that visitors cannot read freely, and all that is below them.

    By tree path: the search behind the chooser filters by fields of the page only.
    """
    private, last = Q(pk__in=[]), None
    paths = PageViewRestriction.objects.order_by("page__path").values_list("page__path", flat=True)
    for path in paths:
        if last is None or not path.startswith(last):
            private, last = private | at_or_below(path), path
    return private
