"""Submissions in the admin: addresses, menu items, settings, and the school's start page."""

from django.db.models import ProtectedError
from django.http import HttpResponseRedirect
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from school_sites.models import SchoolSite
from school_sites.setting_views import (
    OnePermissionPolicy,
    RecordedCreateView,
    RecordedDeleteView,
    RecordedEditView,
    SettingViewSet,
)
from sitehub.accounts.roles import OPEN_SCHOOL

from .filing import follow_channel
from .forms import ChannelForm, RuleForm, TrustedSchoolForm
from .kept_columns import refuse_to_delete
from .mail_wishes import MailWishPanel
from .models import Channel, ChannelRule, ReturnPhrase, TrustedSchool
from .rule_views import PreviewedRule
from .school_views import DecisionsPanel
from .transitions import DECIDE

# Before any viewset asks for them: the first question fixes Wagtail's fallback.
register_permission_policy(ReturnPhrase, OnePermissionPolicy(ReturnPhrase, DECIDE))
for model in (Channel, ChannelRule, TrustedSchool):
    register_permission_policy(model, OnePermissionPolicy(model, OPEN_SCHOOL))


class UnusedDeleteView(RecordedDeleteView):
    """Deletes a setting; one that submissions hang on stays."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ProtectedError:
            text = _("“%(name)s”已有报送，不能删除。") % {"name": self.object}
            messages.error(self.request, text)
            return HttpResponseRedirect(self.get_success_url())


class ChannelEditView(RecordedEditView):
    """Changes a channel; what stands in its column goes with it to another."""

    def save_instance(self):
        left = self.model.objects.values_list("column", flat=True).get(pk=self.object.pk)
        instance = super().save_instance()
        if instance.column_id != left:
            follow_channel(instance, left=left)
        return instance


class RuleCreateView(PreviewedRule, RecordedCreateView):
    """Adds a rule."""


class RuleEditView(PreviewedRule, RecordedEditView):
    """Changes a rule."""


class SubmissionSettingViewSet(SettingViewSet):
    """One kind of setting of submissions."""

    delete_view_class = UnusedDeleteView


class ReturnPhraseViewSet(SubmissionSettingViewSet):
    """Saved reasons for returning."""

    model = ReturnPhrase
    icon = "list-ul"
    url_prefix = "submission-settings/phrases"
    form_fields = ["text", "order"]
    list_display = ["text", "order"]


class ChannelViewSet(SubmissionSettingViewSet):
    """Channels: district columns that take submissions."""

    model = Channel
    icon = "folder-open-1"
    url_prefix = "submission-settings/channels"
    list_display = ["name", "column", "order", "hides_changed"]
    edit_view_class = ChannelEditView

    def get_form_class(self, for_update=False):
        return ChannelForm


class ChannelRuleViewSet(SubmissionSettingViewSet):
    """Rules: which kind of school column feeds which channel."""

    model = ChannelRule
    icon = "link"
    url_prefix = "submission-settings/rules"
    form_fields = ["column_kind", "school_kind", "site", "channel", "at_once", "since"]
    list_display = ["__str__", "at_once", "since"]
    add_view_class = RuleCreateView
    edit_view_class = RuleEditView
    create_template_name = "syndication/rule_create.html"
    edit_template_name = "syndication/rule_edit.html"

    def get_form_class(self, for_update=False):
        return RuleForm


class TrustedSchoolViewSet(SubmissionSettingViewSet):
    """Schools whose submissions are accepted at once."""

    model = TrustedSchool
    icon = "tick"
    url_prefix = "submission-settings/trusted"
    list_display = ["site"]

    def get_form_class(self, for_update=False):
        return TrustedSchoolForm


class SubmissionSettings(ViewSetGroup):
    """The settings of submissions, in one menu."""

    menu_label = gettext_lazy("报送设置")
    menu_name = "submission-settings"
    menu_icon = "cog"
    menu_order = 700
    items = (ReturnPhraseViewSet, ChannelViewSet, ChannelRuleViewSet, TrustedSchoolViewSet)


@hooks.register("register_admin_viewset")
def submission_settings():
    """The group of settings."""
    return SubmissionSettings()


@hooks.register("register_admin_urls")
def submission_urls():
    """The district's desk and the school's side."""
    return [path("", include("sitehub.syndication.urls"))]


class DeskMenuItem(MenuItem):
    """The desk, for people who may decide submissions."""

    def is_shown(self, request):
        return request.user.has_perm(DECIDE)


@hooks.register("register_admin_menu_item")
def desk_menu_item():
    """报送处理."""
    return DeskMenuItem(
        gettext_lazy("报送处理"), reverse("syndication:desk"),
        name="desk", icon_name="tick-inverse", order=90,
    )  # fmt: skip


class MySubmissionsMenuItem(MenuItem):
    """What one's schools offered, for people who belong to a school."""

    def is_shown(self, request):
        site = request.working_site
        return site is not None and not site.is_district


@hooks.register("register_admin_menu_item")
def my_submissions_menu_item():
    """我的报送."""
    return MySubmissionsMenuItem(
        gettext_lazy("我的报送"), reverse("syndication:school"),
        name="my-submissions", icon_name="mail", order=500,
    )  # fmt: skip


@hooks.register("before_delete_page")
def district_columns_stay(request, page):
    """A column that takes or shows submissions, or has one below it, is not deleted."""
    return refuse_to_delete(request, [page])


@hooks.register("before_bulk_action")
def district_columns_stay_in_bulk(request, action_type, objects, action):
    """The same for columns ticked in a list; then none of them is deleted."""
    pages = [one for one in objects if isinstance(one, Page)]
    return refuse_to_delete(request, pages) if action_type == "delete" and pages else None


@hooks.register("construct_homepage_panels")
def show_decisions(request, panels):
    """The district's decisions, for people who write for a school."""
    if SchoolSite.objects.schools().for_user(request.user).exists():
        panels.append(DecisionsPanel(request.user))


@hooks.register("register_account_settings_panel")
def mail_wish_panel(request, user, profile):
    """报送的邮件通知."""
    return MailWishPanel(request, user, profile)
