"""The platform screen in the admin and its menu."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import views


class PlatformMenuItem(MenuItem):
    """Shown to those who may see the screen."""

    def is_shown(self, request):
        return request.user.has_perm(views.SEE_PLATFORM)


@hooks.register("register_admin_urls")
def platform_urls():
    return [path("platform/", views.status, name="platform_status")]


@hooks.register("register_admin_menu_item")
def platform_menu_item():
    return PlatformMenuItem(
        _("平台"), reverse("platform_status"), name="platform", icon_name="cogs", order=9000
    )
