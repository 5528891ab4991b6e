"""Places in the admin: addresses, the menu, the start page, the desk of submissions."""

from django.urls import include, path, reverse
from django.utils.translation import gettext, gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from sitehub.accounts.roles import DECIDE
from sitehub.syndication.models import Decision

from .panels import VanishedPanel


@hooks.register("register_admin_urls")
def placement_urls():
    """The desk of places and its preview."""
    return [path("", include("sitehub.placements.urls"))]


class PlacesMenuItem(MenuItem):
    """The places, for people who may decide submissions."""

    def is_shown(self, request):
        return request.user.has_perm(DECIDE)


@hooks.register("register_admin_menu_item")
def placements_menu_item():
    """推荐位."""
    return PlacesMenuItem(
        gettext_lazy("推荐位"), reverse("placements:index"),
        name="placements", icon_name="pick", order=92,
    )  # fmt: skip


@hooks.register("submission_item_links")
def link_of_submission(submission):
    """From the screen of an accepted submission to a place for it."""
    if submission.decision != Decision.ACCEPTED:
        return []
    return [(f"{reverse('placements:add')}?source=s{submission.pk}", gettext("放到推荐位"))]


@hooks.register("construct_homepage_panels", order=2000)
def vanished_panel(request, panels):
    """What vanished, for people who may decide."""
    if request.user.has_perm(DECIDE):
        panels.append(VanishedPanel())
