"""外观 in Wagtail's admin; imported by ``school_sites.wagtail_hooks``."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from sitehub.accounts.roles import MANAGE_COLUMNS

from . import admin_views

urlpatterns = [
    path("", admin_views.IndexView.as_view(), name="index"),
    path("preview/", admin_views.PreviewView.as_view(), name="preview"),
    path("frame/", admin_views.frame, name="frame"),
    path("<slug:action>/", admin_views.ActView.as_view(), name="act"),
]


@hooks.register("register_admin_urls")
def look_urls():
    """The screens under /admin/look/."""
    return [path("look/", include((urlpatterns, "look")))]


class LookMenuItem(MenuItem):
    """For who looks after the site worked in."""

    def is_shown(self, request):
        # Asked on every screen, so without a query; the screen itself asks of the site's groups.
        return request.working_site is not None and request.user.has_perm(MANAGE_COLUMNS)


@hooks.register("register_admin_menu_item")
def look_menu_item():
    """外观."""
    return LookMenuItem(
        gettext_lazy("外观"), reverse("look:index"), name="look", icon_name="view", order=590
    )
