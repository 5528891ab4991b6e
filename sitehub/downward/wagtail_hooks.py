"""Notices in the admin: addresses, menu items, start page."""

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .panels import ReceivedPanel


@hooks.register("register_admin_urls")
def notice_urls():
    """The screens of the district and of the schools."""
    return [path("", include("sitehub.downward.urls"))]


@hooks.register("register_admin_menu_item")
def sending_menu_item():
    """发给学校, for the district."""
    return MenuItem(
        gettext_lazy("发给学校"), reverse("downward:index"),
        name="district-notices", icon_name="mail", order=95,
    )  # fmt: skip


class ReceivedMenuItem(MenuItem):
    """What the district sent, for people who work in a school."""

    def is_shown(self, request):
        site = request.working_site
        return site is not None and not site.is_district


@hooks.register("register_admin_menu_item")
def received_menu_item():
    """区里通知, for schools."""
    return ReceivedMenuItem(
        gettext_lazy("区里通知"), reverse("downward:received"),
        name="received-notices", icon_name="mail", order=85,
    )  # fmt: skip


@hooks.register("construct_homepage_panels", order=2000)
def received_panel(request, panels):
    """What the district sent, for whoever works in a school."""
    site = getattr(request, "working_site", None)
    if site is not None and not site.is_district:
        panels.append(ReceivedPanel(site))


@hooks.register("insert_global_admin_css")
def admin_css():
    """Looks of the notices' screens and of the panel."""
    return format_html('<link rel="stylesheet" href="{}">', static("downward/admin.css"))
