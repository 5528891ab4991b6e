"""Doors of provisioning in the admin."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import views
from .sites import OPEN_SCHOOL

urlpatterns = [
    path("", views.index, name="index"),
    path("open/", views.open_view, name="open"),
    path("<int:pk>/", views.edit, name="edit"),
    path("<int:pk>/<slug:action>/", views.status, name="status"),
]


class SchoolsMenuItem(MenuItem):
    """Shown to those who may open schools."""

    def is_shown(self, request):
        return request.user.has_perm(OPEN_SCHOOL)


@hooks.register("register_admin_urls")
def school_urls():
    """The screens under /admin/schools/."""
    return [
        path("schools/", include((urlpatterns, "provisioning"))),
        path("site/", views.own, name="own_site"),
    ]


@hooks.register("register_admin_menu_item")
def own_site_menu_item():
    """本站信息, for who looks after a school."""
    return MenuItem(
        _("本站信息"), reverse_lazy("own_site"), name="own-site", icon_name="cog", order=600
    )


@hooks.register("register_admin_menu_item")
def schools_menu_item():
    """学校网站 in the main menu."""
    return SchoolsMenuItem(
        _("学校网站"),
        reverse_lazy("provisioning:index"),
        name="schools",
        icon_name="site",
        order=250,
    )
