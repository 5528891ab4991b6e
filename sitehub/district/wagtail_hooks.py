"""The district's start page, and what each role finds in the menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from school_sites.panels import without_stock
from sitehub.syndication.transitions import DECIDE

from .panels import StalePanel, TodayPanel, WaitingPanel

# Names of the menu items a person finds. Each line is for whoever holds the
# permission; None is for everybody. Items still ask their own permission.
MENU = {
    None: {
        "home",
        "explorer",
        "images",
        "documents",
        "my-submissions",
        "letters",
        "hub-help",
    },
    DECIDE: {"desk"},
    "school_sites.open_school": {"schools", "submission-settings"},
    "school_sites.see_platform": {"platform"},
}


@hooks.register("register_admin_menu_item")
def home_menu_item():
    """The start page; on a phone nobody finds it behind the logo."""
    return MenuItem(
        gettext_lazy("首页"), reverse("wagtailadmin_home"), name="home", icon_name="home", order=10
    )


@hooks.register("construct_main_menu", order=1000)
def keep_what_the_role_uses(request, menu_items):
    """Take every other item out of the menu. Superusers see all."""
    user = request.user
    if user.is_superuser:
        return
    kept = set()
    for permission, names in MENU.items():
        if permission is None or user.has_perm(permission):
            kept |= names
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
