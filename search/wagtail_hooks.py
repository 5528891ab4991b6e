"""Search in the admin: files that cannot be read, the district's words, pins, the report."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from school_sites.setting_views import OnePermissionPolicy, SettingViewSet
from sitehub.accounts.roles import DECIDE

from . import admin_views
from .models import BlockedQuery, Synonyms
from .unread_files import UnreadFilesPanel, UnreadFilesView

# Before any viewset asks for them: the first question fixes Wagtail's fallback.
for model in (Synonyms, BlockedQuery):
    register_permission_policy(model, OnePermissionPolicy(model, DECIDE))


class SynonymsViewSet(SettingViewSet):
    """Lines of words that mean the same."""

    model = Synonyms
    icon = "list-ul"
    url_prefix = "search/synonyms"
    form_fields = ["line"]
    list_display = ["line"]
    list_per_page = 100
    ordering = ["-pk"]  # what was written last stands first
    search_fields = ["line"]


class BlockedQueryViewSet(SettingViewSet):
    """Words that are told to nobody as searched often."""

    model = BlockedQuery
    icon = "no-view"
    url_prefix = "search/blocked"
    form_fields = ["text"]
    list_display = ["text"]


class SearchSettings(ViewSetGroup):
    """The district's words, in one menu."""

    menu_label = _("搜索设置")
    menu_name = "search-settings"
    menu_icon = "search"
    menu_order = 710
    items = (SynonymsViewSet, BlockedQueryViewSet)


@hooks.register("register_admin_viewset")
def search_settings():
    """The group of settings."""
    return SearchSettings()


urlpatterns = [
    path("pins/", admin_views.PinsScreen.as_view(), name="pins"),
    path("pins/<int:pk>/remove/", admin_views.UnpinView.as_view(), name="unpin"),
    path("report/", admin_views.ReportScreen.as_view(), name="report"),
    path("report/export/", admin_views.ExportView.as_view(), name="export"),
]


@hooks.register("register_admin_urls")
def search_urls():
    """The screens under /admin/search/."""
    return [path("search/", include((urlpatterns, "search_admin")))]


class PinsMenuItem(MenuItem):
    """For who says what their site shows first."""

    def is_shown(self, request):
        return admin_views.may_pin(request)


class ReportMenuItem(MenuItem):
    """For who reads what is searched for."""

    def is_shown(self, request):
        return admin_views.may_see_report(request)


@hooks.register("register_admin_menu_item")
def pins_menu_item():
    """置顶结果."""
    return PinsMenuItem(
        _("置顶结果"), reverse_lazy("search_admin:pins"),
        name="search-pins", icon_name="pick", order=720,
    )  # fmt: skip


@hooks.register("register_admin_menu_item")
def report_menu_item():
    """搜索统计."""
    return ReportMenuItem(
        _("搜索统计"), reverse_lazy("search_admin:report"),
        name="search-report", icon_name="search", order=721,
    )  # fmt: skip


@hooks.register("register_admin_urls")
def unread_files_urls():
    """The list of a site's files that search finds by their titles only."""
    return [path("unread-files/", UnreadFilesView.as_view(), name="unread_files")]


@hooks.register("construct_homepage_panels", order=2100)
def unread_files_panel(request, panels):
    """附件读不出, where a site has such files."""
    panel = UnreadFilesPanel.for_request(request)
    if panel is not None:
        panels.append(panel)
