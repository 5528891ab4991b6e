"""What Wagtail's own extension points let us scope."""

from functools import reduce
from operator import or_

from django.db.models import Q
from wagtail import hooks
from wagtail.models import PageViewRestriction

from school_sites.tree import at_or_below

from .policies import ROOT, outermost, register_policies
from .scope import scope_of

GROUP = 400
TOP_OF_THE_CHOOSER = ("wagtailadmin_choose_page", "choose_page")
SEARCH_OF_THE_CHOOSER = ("wagtailadmin_choose_page_search", "choose_page_search")

# Before any viewset asks for them.
register_policies()


@hooks.register("construct_page_chooser_queryset")
def choosable_pages(pages, request):
    """The chooser offers a person's own pages; the district's people also what is public."""
    scope = scope_of(request.user)
    if scope.everything or ROOT in scope.roots:
        return pages
    mine = reduce(or_, map(at_or_below, scope.roots), Q(pk__in=[]))
    if scope.links_to_all:
        return pages.filter(mine | Q(live=True) & _public())
    match = request.resolver_match
    if match.view_name in TOP_OF_THE_CHOOSER and "parent_page_id" not in match.kwargs:
        # All sites' roots, of which SQLite would read every one to compare it with a range.
        mine = Q(path__in=scope.roots)
    return pages.filter(mine)


@hooks.register("construct_page_chooser_queryset")
def states_of_what_was_found(pages, request):
    """What the status of a row needs is read for all rows at once, as in the chooser's list."""
    if request.resolver_match.view_name not in SEARCH_OF_THE_CHOOSER:
        return pages
    return pages.specific().annotate_approved_schedule().prefetch_workflow_states()


def _public():
    """Pages that visitors can read freely: not private, and not below what is.

    By tree path: the search behind the chooser filters by fields of the page only. In
    groups, because SQLite refuses an expression of a thousand parts.
    """
    private = outermost(set(PageViewRestriction.objects.values_list("page__path", flat=True)))
    public = Q()
    for start in range(0, len(private), GROUP):
        public &= ~reduce(or_, map(at_or_below, private[start : start + GROUP]))
    return public
