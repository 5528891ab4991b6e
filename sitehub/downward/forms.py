"""Forms of the district's screens. They parse; rules.py and states.py decide."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser

from school_sites.models import ArticlePage
from school_sites.models.school_site import SCHOOL_KINDS

from .models import TITLE_LIMIT, Audience, Kind, Level
from .reach import can_receive
from .rules import district_articles

NUMBER_LENGTH = 18
MINUTE = "%Y-%m-%dT%H:%M"
MOMENTS = [MINUTE, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


class MomentField(forms.DateTimeField):
    """A date and a time of day, asked for by the browser's own picker."""

    widget = forms.DateTimeInput(format=MINUTE, attrs={"type": "datetime-local"})

    def __init__(self, **kwargs):
        super().__init__(input_formats=MOMENTS, **kwargs)


class DistrictArticleChooser(AdminPageChooser):
    """Wagtail's own shows the title of any page a form names by number, a school's draft too."""

    def get_instance(self, value):
        number = str(getattr(value, "pk", value) or "")
        if not (number.isascii() and number.isdecimal() and len(number) <= NUMBER_LENGTH):
            return None
        return district_articles().filter(pk=number).first()


class ArticleField(forms.ModelChoiceField):
    """Also refuses what is too long for a number; SQLite would raise an OverflowError."""

    def to_python(self, value):
        if len(str(value or "")) > NUMBER_LENGTH:
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return super().to_python(value)


class SchoolsField(forms.ModelMultipleChoiceField):
    """As ArticleField."""

    def clean(self, value):
        for one in value or ():
            if len(str(one)) > NUMBER_LENGTH:
                message = self.error_messages["invalid_pk_value"] % {"pk": one[:20]}
                raise forms.ValidationError(message, "invalid_pk_value")
        return super().clean(value)


class NoticeForm(forms.Form):
    """A notice or banner as the sender writes it."""

    kind = forms.ChoiceField(
        label=_("形式"), choices=Kind.choices, initial=Kind.NOTICE, widget=forms.RadioSelect,
        help_text=_("通知列在学校首页的“通知公告”里；横幅通告显示在每一页的最上面。"),
    )  # fmt: skip
    level = forms.ChoiceField(
        label=_("级别"), choices=Level.choices, initial=Level.INFO, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    title = forms.CharField(label=_("标题"), max_length=TITLE_LIMIT)
    text = forms.CharField(
        label=_("内容"), required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("只写文字，空一行分段。横幅通告可以不写，最多 200 字。"),
    )  # fmt: skip
    article = ArticleField(
        label=_("相关文章"), queryset=ArticlePage.objects.none(), required=False,
        widget=DistrictArticleChooser(target_models=[ArticlePage]),
        help_text=_("可以选一篇区站已发布的文章，例如带附件的正式文件。"),
    )  # fmt: skip
    audience = forms.ChoiceField(
        label=_("发给"), choices=Audience.choices, initial=Audience.ALL, widget=forms.RadioSelect,
        help_text=_("发给全部或几类学校的，以后开通的同类学校也会看到。"),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("学校类型"), choices=SCHOOL_KINDS, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    sites = SchoolsField(
        label=_("选定的学校"), queryset=can_receive(banner=True).none(), required=False
    )
    on_district = forms.BooleanField(label=_("区站也显示"), required=False)
    show_from = MomentField(
        label=_("开始显示"), required=False, help_text=_("留空则发出后立即显示。")
    )
    show_until = MomentField(label=_("显示到"))
    requires_acknowledgement = forms.BooleanField(
        label=_("要求签收"), required=False,
        help_text=_("每所学校由一个人签收，留下姓名和时间。"),
    )  # fmt: skip
    acknowledge_by = MomentField(
        label=_("签收期限"), required=False, help_text=_("到期前 24 小时自动提醒没有签收的学校。")
    )

    def __init__(self, data=None, *, notice=None):
        super().__init__(data, initial=_initial(notice), use_required_attribute=False)
        self.fields["show_until"].help_text = _(
            "到时自动消失。通知最长 %(notice)d 天，横幅通告最长 %(banner)d 天。"
        ) % {"notice": settings.NOTICE_MAX_DAYS, "banner": settings.BANNER_MAX_DAYS}
        self.fields["article"].queryset = district_articles()
        schools = can_receive(banner=True).order_by("kind", "name")
        self.fields["sites"].queryset = schools
        self.schools = schools

    @property
    def groups(self):
        """Schools to choose from by kind: whether each is chosen, and how many are."""
        chosen = {str(getattr(one, "pk", one)) for one in self["sites"].value() or ()}
        found = {kind: [] for kind, _label in SCHOOL_KINDS}
        for school in self.schools:
            found[school.kind].append({"school": school, "chosen": str(school.pk) in chosen})
        return [
            {"label": label, "rows": found[kind], "any": any(one["chosen"] for one in found[kind])}
            for kind, label in SCHOOL_KINDS
            if found[kind]
        ]


class EndForm(forms.Form):
    """Until when a sent notice is shown."""

    show_until = MomentField(label=_("显示到"))


def _initial(notice):
    if notice is None:
        return {}
    names = (
        "kind", "level", "title", "text", "article", "audience", "on_district", "show_from",
        "show_until", "requires_acknowledgement", "acknowledge_by",
    )  # fmt: skip
    values = {name: getattr(notice, name) for name in names}
    sites = list(notice.chosen_sites.values_list("site", flat=True))
    return values | {"kinds": notice.kind_list, "sites": sites}
