"""报送积分 in the admin: addresses and menu items."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import rule_views, views

urlpatterns = [
    path("", views.LeagueView.as_view(), name="index"),
    path("export/", views.ExportView.as_view(), name="export"),
    path("bulletin/", views.BulletinView.as_view(), name="bulletin"),
    path("rules/", rule_views.RulesView.as_view(), name="rules"),
    path("schools/<int:pk>/", views.SchoolView.as_view(), name="school"),
    path("own/", views.OwnView.as_view(), name="own"),
]


@hooks.register("register_admin_urls")
def counting_urls():
    """The screens under /admin/points/."""
    return [path("points/", include((urlpatterns, "counting")))]


class LeagueMenuItem(MenuItem):
    """For whoever sees every school's numbers."""

    def is_shown(self, request):
        return views.is_district(request.user)


@hooks.register("register_admin_menu_item")
def league_menu_item():
    """报送积分."""
    return LeagueMenuItem(
        _("报送积分"), reverse_lazy("counting:index"), name="points", icon_name="order", order=92
    )


class OwnMenuItem(MenuItem):
    """For people who work in a school."""

    def is_shown(self, request):
        return views.own_school(request) is not None


@hooks.register("register_admin_menu_item")
def own_menu_item():
    """我校积分."""
    return OwnMenuItem(
        _("我校积分"), reverse_lazy("counting:own"), name="own-points", icon_name="order", order=505
    )
