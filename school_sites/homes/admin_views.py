"""Admin screens of a home page's arrangement: one question, one button."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.models import Page

from school_sites.admin_screens import header
from school_sites.models import SiteRootPage

from .editing import customise_home, restore_home


@dataclass(frozen=True, slots=True)
class Change:
    """What is asked, what the button says, what does it, and what is said after."""

    title: str
    text: str
    button: str
    run: object
    done: str


CUSTOMISE = Change(
    title=_("自定义首页"),
    text=_(
        "系统会把首页现在的样子变成一组版块，存为草稿。您可以增减、排序、修改，发布后访客才能看到。"
    ),
    button=_("开始自定义"),
    run=customise_home,
    done=_("已生成首页版块的草稿，修改后请发布。"),
)
RESTORE = Change(
    title=_("恢复自动首页"),
    text=_(
        "首页的版块会全部去掉，由系统按栏目和文章自动排列。先存为草稿，发布后生效；以前的版本可以在历史记录中找回。"
    ),
    button=_("恢复自动首页"),
    run=restore_home,
    done=_("已恢复为自动排列的草稿，请发布。"),
)


class HomeChange(View):
    """Ask, then make the draft; who may not edit the home page is refused."""

    change = None

    def dispatch(self, request, page_id):
        self.page = get_object_or_404(Page, pk=page_id).specific
        if not isinstance(self.page, SiteRootPage):
            raise PermissionDenied
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, page_id)

    def get(self, request, page_id):
        edit_url = reverse("wagtailadmin_pages:edit", args=[page_id])
        context = {
            "change": self.change,
            "edit_url": edit_url,
            **header(self.change.title, "home", (edit_url, self.page.get_admin_display_title())),
        }
        return render(request, "school_sites/home_change.html", context)

    def post(self, request, page_id):
        try:
            self.change.run(self.page, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, self.change.done)
        return redirect("wagtailadmin_pages:edit", page_id)
