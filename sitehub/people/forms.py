"""Forms of the people screens."""

from django import forms
from django.utils.translation import gettext_lazy as _

from school_sites.models import SchoolSite
from sitehub.accounts.roles import DISTRICT_ROLES, RIGHTS, SCHOOL_ROLES, Role

from .invitations import NAME_LENGTH


def role_choices(authority, sites):
    """(value, label) of the roles ``authority`` may give at any of ``sites``, in table order."""
    given = {role for site in sites for role in authority.roles_to_give(site)}
    return [(role.value, role.label) for role in (*SCHOOL_ROLES, *DISTRICT_ROLES) if role in given]


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(label=_("姓名、登录名"), required=False, max_length=60)
    role = forms.ChoiceField(label=_("角色"), required=False)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            ("", _("全部")),
            ("active", _("正常")),
            ("unused", _("30 天内将停用")),
            ("disabled", _("已停用")),
        ],
    )

    def __init__(self, data, *, roles, wide):
        super().__init__(data)
        self.fields["q"].widget.input_type = "search"
        self.fields["role"].choices = [("", _("全部")), *roles]
        if wide:
            self.fields["q"].label = _("姓名、登录名、学校")


class SiteChoice(forms.ModelChoiceField):
    """A site by its name."""

    def label_from_instance(self, site):
        return site.name


class InviteForm(forms.Form):
    """Who is invited, and for what."""

    name = forms.CharField(label=_("姓名"), max_length=NAME_LENGTH)
    site = SiteChoice(label=_("单位"), queryset=SchoolSite.objects.none(), empty_label=_("请选择"))
    role = forms.ChoiceField(label=_("角色"))
    email = forms.EmailField(
        label=_("电子邮箱"),
        required=False,
        help_text=_("填了，链接也会发到这个邮箱；不填，请您把显示的链接转交本人。"),
    )

    def __init__(self, *args, sites, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("请选择")), *roles]
        if len(sites) == 1:
            del self.fields["site"]
        else:
            self.fields["site"].queryset = SchoolSite.objects.filter(
                pk__in=[site.pk for site in sites]
            ).order_by("kind", "name")


class RolesForm(forms.Form):
    """The roles of one person at one site."""

    roles = forms.MultipleChoiceField(
        label=_("角色"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [
            (role.value, f"{role.label}：{RIGHTS[role].summary}") for role in map(Role, roles)
        ]


class AcceptForm(forms.Form):
    """What who opens an invitation tells."""

    name = forms.CharField(label=_("姓名"), max_length=NAME_LENGTH)
    sign_in_name = forms.CharField(
        label=_("登录名"), max_length=30, help_text=_("小写字母、数字、连字符，例如姓名的拼音。")
    )
    password = forms.CharField(
        label=_("密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 10 个字符，不能全是数字，不能是常见密码。"),
    )
    again = forms.CharField(
        label=_("再输一次密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self):
        data = super().clean()
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("两次输入的密码不一样。"))
        return data


class BulkForm(forms.Form):
    """A table of people to invite."""

    file = forms.FileField(
        label=_("人员名单"),
        help_text=_("CSV（UTF-8 或 GB18030）或 Excel 工作簿（.xlsx），一次最多 500 人。"),
    )
