"""Reviews in the admin: addresses, menu, start page, and the editor's buttons."""

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from school_sites import reviewing
from school_sites.models.pages import SitePage
from sitehub.accounts.roles import RIGHTS
from sitehub.isolation.working_site import roles_in_force

from . import engine
from .models import ReviewState
from .panels import ReturnedPanel, WaitingPanel
from .rights import holds_steps, may_take


@hooks.register("register_admin_urls")
def review_urls():
    """The screens under /admin/reviews/."""
    return [path("reviews/", include("sitehub.reviews.urls"))]


@hooks.register("register_admin_menu_item")
def reviews_menu_item():
    """审核."""
    return MenuItem(
        gettext_lazy("审核"), reverse("reviews:index"),
        name="reviews", icon_name="clipboard-list", order=80,
    )  # fmt: skip


@hooks.register("construct_homepage_panels", order=2000)
def review_panels(request, panels):
    """What waits, for who reviews; what came back, for who writes."""
    user = request.user
    if holds_steps(user):
        panels.append(WaitingPanel(user))
    if any("add_page" in RIGHTS[role].page for role in roles_in_force(user)):
        panels.append(ReturnedPanel(user))


@hooks.register("before_edit_page")
def say_where_it_stands(request, page):
    """Who opens a draft is told that it waits for a review, or why it came back."""
    if request.method != "GET" or getattr(page, "is_structure", True):
        return
    state = ReviewState.objects.filter(page_id=page.pk).order_by("-pk").first()
    if state is None:
        return
    step = state.get_step_display()
    if state.is_waiting:
        messages.info(request, _("已提交，正在等候%s。现在修改，要从第一步重新审核。") % step)
    elif state.is_returned and page.has_unpublished_changes:
        values = {"step": step, "who": state.decided_by_name, "reason": state.comment}
        messages.warning(request, _("%(step)s退回（%(who)s）：%(reason)s") % values)


@hooks.register("before_publish_page", order=-100)
def nothing_unreviewed(request, page):
    """Wagtail's forms publish past the page's own ``publish`` (admin/views/pages/edit.py)."""
    if not getattr(page, "is_structure", True):
        reviewing.require_passed(page, page.latest_revision)


class UrgentMenuItem(ActionMenuItem):
    """紧急发布, beside the editor's other actions."""

    name = "action-publish-urgently"
    label = gettext_lazy("紧急发布…")
    icon_name = "warning"
    order = 70

    def is_shown(self, context):
        if context["view"] != "edit" or context["locked_for_user"]:
            return False
        tester = self.get_user_page_permissions_tester(context)
        return getattr(tester, "can_publish_urgently", bool)()

    def get_url(self, parent_context):
        return reverse("reviews:urgent", args=[parent_context["page"].pk])


@hooks.register("register_page_action_menu_item")
def urgent_menu_item():
    """The way past the reviews, for who may take it."""
    return UrgentMenuItem()


@hooks.register("construct_page_action_menu")
def submit_content_only(menu_items, request, context):
    """A column made below one that asks for review is not itself reviewed."""
    page = context.get("page")
    if getattr(page, "is_structure", False):
        menu_items[:] = [item for item in menu_items if item.name != "action-submit"]


@hooks.register("register_page_header_buttons")
def buttons_in_header(page, user, view_name, next_url=None):
    """去审核 and 审核登记表, in the menu beside the title."""
    if page.pk is None or view_name != "edit" or not isinstance(page, SitePage):
        return
    if page.is_structure:
        return
    waiting = engine.waiting_step(page)
    if waiting is not None and may_take(user, waiting.step, waiting.site_id):
        url = reverse("reviews:review", args=[waiting.pk])
        yield Button(_("去审核"), url=url, icon_name="clipboard-list", priority=15)
    if waiting is not None or ReviewState.objects.filter(page_id=page.pk).exists():
        url = reverse("reviews:sheet", args=[page.pk])
        yield Button(_("审核登记表"), url=url, icon_name="doc-full", priority=23)


@hooks.register("insert_global_admin_css")
def admin_css():
    """Looks of the reviews' screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("reviews/admin.css"))
