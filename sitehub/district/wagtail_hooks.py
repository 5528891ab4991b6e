"""The district's start page, and what each role finds in the menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from school_sites.panels import without_stock
from sitehub.accounts.roles import COMMON_MENU, DECIDE, RIGHTS
from sitehub.isolation.working_site import roles_in_force

from .panels import StalePanel, TodayPanel, WaitingPanel


@hooks.register("register_admin_menu_item")
def home_menu_item():
    """The start page; on a phone nobody finds it behind the logo."""
    return MenuItem(
        gettext_lazy("首页"), reverse("wagtailadmin_home"), name="home", icon_name="home", order=10
    )


@hooks.register("construct_main_menu", order=1000)
def keep_what_the_role_uses(request, menu_items):
    """Take every other item out of the menu. Superusers see all."""
    if request.user.is_superuser:
        return
    roles = roles_in_force(request.user)
    kept = {*COMMON_MENU, *(name for role in roles for name in RIGHTS[role].menu)}
    menu_items[:] = [item for item in menu_items if item.name in kept]


@hooks.register("construct_homepage_panels", order=1000)
def district_start_page(request, panels):
    """What waits, what schools published today, and which sites went stale."""
    if not request.user.has_perm(DECIDE):
        return
    if not request.user.is_superuser:
        panels[:] = without_stock(panels)
    panels += [WaitingPanel(), TodayPanel(), StalePanel()]


@hooks.register("construct_homepage_summary_items", order=1000)
def no_counts_of_everything(request, summary_items):
    """Counting all pages and files of the install tells an editor nothing and costs."""
    if not request.user.is_superuser:
        summary_items.clear()
