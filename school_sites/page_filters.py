"""The filters beside a list of pages in the admin."""

from django.contrib.auth import get_user_model
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import MultipleUserFilter
from wagtail.admin.views.pages.listing import ExplorableIndexView, GenericPageFilterSet

from .models import SchoolSite


def colleagues(request):
    """The people of the sites whose groups the person is in."""
    sites = SchoolSite.objects.for_user(request.user)
    return get_user_model().objects.filter(groups__site_group__site__in=sites).distinct()


class SitePageFilterSet(GenericPageFilterSet):
    """Wagtail's, without the names of other sites and of their people.

    Its own lists every owner, every editor and every site of the install
    (wagtail/admin/views/pages/listing.py, Wagtail 8.0).
    """

    owner = MultipleUserFilter(label=_("作者"), queryset=colleagues, widget=CheckboxSelectMultiple)
    edited_by = None
    site = None


class SiteIndexView(ExplorableIndexView):
    """Wagtail's list of pages with the filters above."""

    base_filterset_class = SitePageFilterSet
