"""Forms of the district administrator's screens. They parse; sites.py decides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from school_sites.models import SchoolSite, SiteStatus
from school_sites.models.school_site import SCHOOL_KINDS
from school_sites.own_pictures import own_picture_field

from .fields import STATUSES, split_hosts
from .sites import OWN_FACTS
from .validation import FOOTER_FACTS

ORDERINGS = {
    "code": _("按代码"),
    "-latest_article_at": _("最近发布在前"),
    "latest_article_at": _("最久未发布在前"),
}


NOT_FACTS = ("host", "other_hosts", "logo")


class HostListField(forms.CharField):
    """Host names, one per line, as a list."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def to_python(self, value):
        return split_hosts(super().to_python(value))

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list | tuple) else value


class SiteForm(forms.Form):
    """Names, hosts and footer facts, as both opening and changing ask for them."""

    name = forms.CharField(label=_("全称"), max_length=100)
    short_name = forms.CharField(
        label=_("简称"), max_length=30, required=False, help_text=_("留空则用全称。")
    )
    kind = forms.ChoiceField(label=_("类型"), choices=SCHOOL_KINDS)
    host = forms.CharField(
        label=_("域名"), help_text=_("例如 shiyan.example.cn，不含 http:// 和端口。")
    )
    other_hosts = HostListField(
        label=_("其他域名"), required=False, help_text=_("每行一个，访问时自动跳到上面的域名。")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in FOOTER_FACTS:
            self.fields[name] = SchoolSite._meta.get_field(name).formfield()

    @property
    def main_fields(self):
        """What every site must have."""
        return [field for field in self if field.name not in FOOTER_FACTS]

    @property
    def footer_fields(self):
        """What the foot of the pages shows; empty ones show nothing."""
        return [self[name] for name in FOOTER_FACTS]


class OpenForm(SiteForm):
    """Open a school."""

    code = forms.CharField(
        label=_("代码"),
        max_length=30,
        help_text=_("2 至 30 个小写字母、数字和连字符，以字母开头，开通后不能改。例如 shiyan。"),
    )
    status = forms.ChoiceField(
        label=_("状态"),
        choices=list(STATUSES.items()),
        initial=SiteStatus.OPEN,
        help_text=_("筹备中的网站可以先准备内容，访客还看不到。"),
    )
    field_order = ["code", "name", "short_name", "kind", "status", "host", "other_hosts"]


class EditForm(SiteForm):
    """Change a site."""

    def __init__(self, *args, site, **kwargs):
        hosts = list(site.hosts.all())
        initial = {name: getattr(site, name) for name in FOOTER_FACTS} | {
            "name": site.name,
            "short_name": site.short_name,
            "kind": site.kind,
            "host": next((one.host for one in hosts if one.is_primary), ""),
            "other_hosts": [one.host for one in hosts if not one.is_primary],
            "logo": site.logo,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["logo"] = logo_field(site)
        self.fields["host"].help_text = _("换成新域名后，原来的域名自动保留，并跳到新域名。")
        self.fields["kind"].help_text = _("改类型不会改动已有的栏目。")
        if site.is_district:
            del self.fields["kind"]

    def facts(self):
        """What change_site_facts takes; an emptied short name means the full name."""
        data = self.cleaned_data
        facts = {name: value for name, value in data.items() if name not in NOT_FACTS}
        facts["short_name"] = facts["short_name"] or facts["name"][:30]
        return facts


class OwnForm(forms.Form):
    """What a school's manager changes of the own site."""

    def __init__(self, *args, site, **kwargs):
        super().__init__(
            *args, initial={n: getattr(site, n) for n in ("logo", *OWN_FACTS)}, **kwargs
        )
        self.site = site
        self.fields["logo"] = logo_field(site)
        for name in OWN_FACTS:
            self.fields[name] = SchoolSite._meta.get_field(name).formfield()

    def facts(self):
        """What change_site_facts takes."""
        return {name: self.cleaned_data[name] for name in OWN_FACTS}


def logo_field(site):
    """Chooses a picture of the collection of ``site``."""
    return own_picture_field(
        site,
        label=_("校徽"),
        help_text=_("正方形图片，显示在校名旁边和浏览器标签上。"),
    )


class FilterForm(forms.Form):
    """What the list of sites is narrowed to."""

    q = forms.CharField(
        label=_("搜索"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("校名、代码或域名")}),
    )
    kind = forms.ChoiceField(
        label=_("类型"), required=False, choices=[("", _("全部类型")), *SCHOOL_KINDS]
    )
    status = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部状态")), *SiteStatus.choices]
    )
    order = forms.ChoiceField(label=_("排序"), required=False, choices=list(ORDERINGS.items()))
