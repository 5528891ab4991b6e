"""Doors of 人员 in the admin, and the site worked in at the top of the menu."""

from django.urls import include, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from sitehub.accounts.roles import MANAGE_PEOPLE

from . import invite_views, panels, session_views, views, working_site_views
from .authority import Authority

urlpatterns = [
    path("", views.index, name="index"),
    path("invite/", invite_views.invite_one, name="invite"),
    path("invited/", invite_views.invited, name="invited"),
    path("invited/download/", invite_views.download, name="download"),
    path("invitations/", invite_views.invitations, name="invitations"),
    path("invitations/<int:pk>/revoke/", invite_views.revoke_one, name="revoke"),
    path("bulk/", invite_views.invite_many, name="bulk"),
    path("bulk/template/", invite_views.template, name="template"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/password-link/", views.show_password_link, name="password_link"),
    path("<int:pk>/<slug:action>/", views.act, name="act"),
]


class PeopleMenuItem(MenuItem):
    """Shown to those who may manage people."""

    def is_shown(self, request):
        return request.user.has_perm(MANAGE_PEOPLE)


class WorkingSiteMenuItem(MenuItem):
    """The name of the site worked in; leads to the choice. For people of several sites."""

    def is_shown(self, request):
        return len(getattr(request, "working_sites", ())) > 1

    def render_component(self, request):
        component = super().render_component(request)
        component.label = request.working_site.short_name
        return component


@hooks.register("register_admin_urls")
def people_urls():
    """The screens under /admin/people/, and the choice of a site."""
    return [
        path("people/", include((urlpatterns, "people"))),
        path("account/sessions/", session_views.sessions, name="account_sessions"),
        path("working-site/", working_site_views.choose, name="working_site"),
    ]


@hooks.register("construct_homepage_panels", order=2000)
def unused_panel(request, shown):
    """Whose account ends soon, for who answers for it."""
    if request.user.has_perm(MANAGE_PEOPLE):
        shown.append(panels.UnusedPanel(request.user))


@hooks.register("register_admin_menu_item")
def people_menu_item():
    return PeopleMenuItem(
        _("人员"), reverse("people:index"), name="people", icon_name="group", order=800
    )


@hooks.register("register_admin_menu_item")
def working_site_menu_item():
    return WorkingSiteMenuItem(
        _("所在单位"), reverse("working_site"), name="working-site", icon_name="home", order=1
    )


@hooks.register("construct_homepage_panels", order=2000)
def accounts_panel(request, shown):
    """Accounts and invitations, for who answers for the district's and writes nothing."""
    user = request.user
    if user.is_superuser or not user.has_perm(MANAGE_PEOPLE):
        return
    if Authority(user).is_district_wide:
        shown.append(panels.AccountsPanel(user))


@hooks.register("register_account_menu_item")
def sessions_account_item(request):
    return {
        "url": reverse("account_sessions"),
        "label": gettext("我的登录"),
        "help_text": gettext("在哪些设备上登录着，可以逐个退出。"),
    }


@hooks.register("register_account_menu_item")
def second_factor_account_item(request):
    return {
        "url": reverse("second_factor_setup"),
        "label": gettext("第二重验证"),
        "help_text": gettext("登录时除密码外，再用手机应用或通行密钥确认是本人。"),
    }
