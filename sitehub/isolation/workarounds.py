"""Where a view of Wagtail shows other sites and no extension point helps: ours in its place.

Each names the place upstream and the version it was read in. After an upgrade of
Wagtail, look whether it is still needed; ``make isolation`` says whether it still helps.
"""

from django.contrib.auth.models import Group
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.admin.views.chooser import (
    BrowseView,
    PageTitleColumn,
    ParentPageColumn,
    SearchView,
)
from wagtail.admin.views.page_privacy import SetPrivacyView
from wagtail.models import Page, PageViewRestriction

from school_sites import hosts
from school_sites.tree import at_or_below

from .scope import scope_of


class PrivacyForm(PageViewRestrictionForm):
    """Wagtail 8.0.1, admin/forms/view_restrictions.py: lists every group of the install.

    Its template needs the field, also where ``private_page_options`` does not
    offer groups, so it stays, empty.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = Group.objects.none()


class PrivacyView(SetPrivacyView):
    """Wagtail 8.0.1, admin/views/page_privacy.py, with our form."""

    form_class = PrivacyForm


set_privacy = require_admin_access(PrivacyView.as_view())


def restrictions_of(site):
    """The tree paths of what is private at a school, as its people's lists need them.

    Wagtail 8.0.1 (admin/templatetags/wagtailadmin_tags.py, test_page_is_public) reads
    those of the whole install and compares every row of a list with each of them; it
    takes what it finds on the request. Nobody is shown pages of another school here.
    """
    private = PageViewRestriction.objects.order_by()
    entry = hosts.table().by_id.get(site.pk)
    if entry is not None:
        private = private.filter(at_or_below(entry.school_site.root_page.path, "page__path"))
    return private.values_list("page__path", flat=True)


# --- the page chooser -----------------------------------------------------------
class _TitleColumn(PageTitleColumn):
    """A page's name; of a page that is not the person's, the published one."""

    def __init__(self, *args, scope, **kwargs):
        super().__init__(*args, **kwargs)
        self.scope = scope
        self._rows = None

    def get_cell_context_data(self, instance, parent_context):
        rows = parent_context["table"].data
        if rows is not self._rows:
            _find_parents(rows)
            self._rows = rows
        return super().get_cell_context_data(instance, parent_context)

    def get_value(self, instance):
        _hide_draft_title(instance, self.scope)
        return super().get_value(instance)


def _find_parents(rows):
    """The pages above all ``rows`` at once; Wagtail asks for each row's, to see who may read it."""
    Page.objects.annotate_parent_page(rows)
    for page in rows:
        page._cached_parent_obj = page._parent_page


class _ParentColumn(ParentPageColumn):
    """As _TitleColumn, for the page above."""

    def __init__(self, *args, scope, **kwargs):
        super().__init__(*args, **kwargs)
        self.scope = scope

    def get_value(self, instance):
        parent = super().get_value(instance)
        _hide_draft_title(parent, self.scope)
        return parent


def _hide_draft_title(page, scope):
    if page is not None and not scope.has_path(page.path):
        page.draft_title = page.title


class PublishedTitles:
    """Wagtail 8.0.1, admin/views/chooser.py: shows draft titles of whatever is offered.

    District staff are offered public pages of schools (``choosable_pages``), whose
    drafts are not theirs to read.
    """

    @property
    def columns(self):
        scope = scope_of(self.request.user)
        return [self._of_scope(column, scope) for column in super().columns]

    def _of_scope(self, column, scope):
        if isinstance(column, PageTitleColumn):
            multiple = {"is_multiple_choice": column.is_multiple_choice}
            return _TitleColumn("title", label=column.label, scope=scope, **multiple)
        if isinstance(column, ParentPageColumn):
            return _ParentColumn("parent", label=column.label, scope=scope)
        return column


class BrowsePages(PublishedTitles, BrowseView):
    """The chooser's list; what the status of a row needs is read for all rows at once."""

    def filter_object_list(self, pages):
        pages = super().filter_object_list(pages)
        return pages.annotate_approved_schedule().prefetch_workflow_states()


class SearchPages(PublishedTitles, SearchView):
    """The chooser's search."""


choose_page = require_admin_access(BrowsePages.as_view())
choose_page_search = require_admin_access(SearchPages.as_view())
