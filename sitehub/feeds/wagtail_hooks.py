"""Doors of the schools outside in the admin."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from sitehub.accounts.roles import OPEN_SCHOOL

from . import views

urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("<int:pk>/", views.edit, name="edit"),
    path("<int:pk>/try/", views.try_now, name="try"),
    path("<int:pk>/switch/<slug:state>/", views.switch, name="switch"),
]


class FeedsMenuItem(MenuItem):
    """Shown to those who may change the settings of submissions."""

    def is_shown(self, request):
        return request.user.has_perm(OPEN_SCHOOL)


@hooks.register("register_admin_urls")
def feed_urls():
    """The screens beside the other settings of submissions."""
    return [path("submission-settings/outside/", include((urlpatterns, "feeds")))]


@hooks.register("register_admin_menu_item")
def feeds_menu_item():
    """站外学校 in the main menu."""
    return FeedsMenuItem(
        _("站外学校"), reverse_lazy("feeds:index"),
        name="feeds", icon_name="link-external", order=260,
    )  # fmt: skip
