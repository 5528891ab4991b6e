"""Submissions in the admin: addresses, menu items, settings, and the school's start page."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import ProtectedError
from django.http import HttpResponseRedirect
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Page
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from school_sites.models import SchoolSite
from sitehub.accounts.roles import OPEN_SCHOOL
from sitehub.audit import record

from .filing import follow_channel
from .forms import ChannelForm, RuleForm, TrustedSchoolForm
from .kept_columns import refuse_to_delete
from .mail_wishes import MailWishPanel
from .models import Channel, ChannelRule, ReturnPhrase, TrustedSchool
from .rule_views import PreviewedRule
from .school_views import DecisionsPanel
from .transitions import DECIDE


class OnePermissionPolicy(BasePermissionPolicy):
    """Whoever holds one named permission may do everything with the model; nobody else anything."""

    def __init__(self, model, permission):
        super().__init__(model)
        self.permission = permission

    def user_has_permission(self, user, action):
        return user.has_perm(self.permission)

    def users_with_any_permission(self, actions):
        return get_user_model().objects.with_perm(self.permission)


# Before any viewset asks for them: the first question fixes Wagtail's fallback.
register_permission_policy(ReturnPhrase, OnePermissionPolicy(ReturnPhrase, DECIDE))
for model in (Channel, ChannelRule, TrustedSchool):
    register_permission_policy(model, OnePermissionPolicy(model, OPEN_SCHOOL))


def values_of(setting):
    """The fields of a setting, as an audit line shows them."""
    fields = [one for one in setting._meta.concrete_fields if one.editable]
    return {one.name: str(getattr(setting, one.name)) for one in fields}


class Recorded:
    """Mixin of the settings' views: one audit line for each change."""

    def write_line(self, verb, target, *, before=None, after=None):
        site = getattr(target, "site", None)
        action = f"{target._meta.model_name}.{verb}"
        record(action, by=self.request.user, site=site, target=target, before=before, after=after)


class RecordedCreateView(Recorded, generic.CreateView):
    """Adds a setting and records it."""

    def save_instance(self):
        instance = super().save_instance()
        self.write_line("create", instance, after=values_of(instance))
        return instance


class RecordedEditView(Recorded, generic.EditView):
    """Changes a setting and records it."""

    def save_instance(self):
        before = values_of(self.model.objects.get(pk=self.object.pk))
        instance = super().save_instance()
        self.write_line("change", instance, before=before, after=values_of(instance))
        return instance


class RecordedDeleteView(Recorded, generic.DeleteView):
    """Deletes a setting and records it; one that submissions hang on stays."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ProtectedError:
            text = _("“%(name)s”已有报送，不能删除。") % {"name": self.object}
            messages.error(self.request, text)
            return HttpResponseRedirect(self.get_success_url())

    def delete_action(self):
        target = self.object
        pk, before = target.pk, values_of(target)
        super().delete_action()
        target.pk = pk  # Django clears it; the line needs it
        self.write_line("delete", target, before=before)


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


class SettingViewSet(ModelViewSet):
    """One kind of setting of submissions."""

    add_view_class = RecordedCreateView
    edit_view_class = RecordedEditView
    delete_view_class = RecordedDeleteView
    copy_view_enabled = False
    add_to_reference_index = False
    search_fields = None

    def get_permissions_to_register(self):
        """None: the policy asks for a named permission, not for the model's own."""
        return Permission.objects.none()


class ReturnPhraseViewSet(SettingViewSet):
    """Saved reasons for returning."""

    model = ReturnPhrase
    icon = "list-ul"
    url_prefix = "submission-settings/phrases"
    form_fields = ["text", "order"]
    list_display = ["text", "order"]


class ChannelViewSet(SettingViewSet):
    """Channels: district columns that take submissions."""

    model = Channel
    icon = "folder-open-1"
    url_prefix = "submission-settings/channels"
    list_display = ["name", "column", "order", "hides_changed"]
    edit_view_class = ChannelEditView

    def get_form_class(self, for_update=False):
        return ChannelForm


class ChannelRuleViewSet(SettingViewSet):
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


class TrustedSchoolViewSet(SettingViewSet):
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
