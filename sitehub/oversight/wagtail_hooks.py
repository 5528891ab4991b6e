"""审计 in the admin: addresses and menu."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from sitehub.accounts.roles import READ_AUDIT

from . import reading, views
from .panels import LinesPanel

urlpatterns = [
    path("", views.ListView.as_view(), name="index"),
    path("<int:pk>/", views.EntryView.as_view(), name="entry"),
    path("export/", views.ExportView.as_view(), name="export"),
    path("parts/<int:pk>/", views.PartView.as_view(), name="part"),
]


class AuditMenuItem(MenuItem):
    """Shown to those who may read audit lines."""

    def is_shown(self, request):
        return request.user.has_perm(READ_AUDIT)


@hooks.register("register_admin_urls")
def audit_urls():
    """The screens under /admin/audit/."""
    return [path("audit/", include((urlpatterns, "audit")))]


@hooks.register("construct_homepage_panels", order=2000)
def newest_lines(request, panels):
    """The newest lines, for the auditor."""
    if not request.user.is_superuser and reading.reads_all(request.user):
        panels.append(LinesPanel(request.user))


@hooks.register("register_admin_menu_item")
def audit_menu_item():
    """审计 in the main menu."""
    return AuditMenuItem(
        _("审计"), reverse_lazy("audit:index"), name="audit", icon_name="history", order=800
    )
