"""The form of a site's looks. It parses; choices.py says what is possible."""

from django import forms
from django.utils.translation import gettext_lazy as _

from school_sites.models.looks import PICTURES
from school_sites.own_pictures import own_picture_field
from themes import registry

from .choices import HEADERS, SCALES, STRIPS, Choice

BANNERS = (
    (
        "banner",
        _("首页横幅图片"),
        _(
            "显示在页头下面，宽度最好在 1920 像素以上。电脑上裁成扁长条，手机上裁得高一些："
            "请在图片库里给它设好焦点，裁的时候焦点总留在画面里。图上不要写字。"
        ),
    ),
    ("inner_banner", _("其他页面的横幅图片"), _("比首页的矮；留空则其他页面没有横幅。")),
)


class LookForm(forms.Form):
    """Theme, colour, header, banners, size of type, festive strip."""

    theme = forms.ChoiceField(label=_("主题"), widget=forms.RadioSelect, required=False)
    brand = forms.CharField(
        label=_("校色"),
        required=False,
        max_length=7,
        help_text=_(
            "# 和六位数字或字母，例如 #1d5497；留空用主题自带的颜色。"
            "文字看不清的颜色会自动调深或调浅，预览时告诉您。"
        ),
        widget=forms.TextInput(
            attrs={"placeholder": "#1d5497", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    header = forms.ChoiceField(
        label=_("页头"), required=False, choices=[("", _("主题自带")), *HEADERS.items()]
    )
    scale = forms.ChoiceField(label=_("字号"), choices=list(SCALES.items()))
    strip = forms.ChoiceField(
        label=_("节日装饰"), required=False, choices=[("", _("不用")), *STRIPS.items()]
    )
    strip_until = forms.DateField(
        label=_("节日装饰显示到"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("过了这一天自动消失。"),
    )

    field_order = ("theme", "brand", "header", "banner", "inner_banner")

    def __init__(self, *args, choice, site, **kwargs):
        initial = choice.kept() | {"strip_until": choice.strip_until}
        initial["theme"] = choice.theme_for(site.kind).slug
        super().__init__(*args, initial=initial, **kwargs)
        for name, label, help_text in BANNERS:
            self.fields[name] = own_picture_field(site, label=label, help_text=help_text)
        self.order_fields(self.field_order)
        self.fields["theme"].choices = [(one.slug, one.name) for one in registry.offered()]
        # No more layouts than some theme has; which one has which is said when it is tried.
        known = {header for one in registry.offered() for header in one.headers}
        self.fields["header"].choices = [
            ("", _("主题自带")),
            *((name, label) for name, label in HEADERS.items() if name in known),
        ]

    def choice(self):
        """The Choice that was sent."""
        numbers = {name: getattr(self.cleaned_data[name], "pk", None) for name in PICTURES}
        return Choice(**self.cleaned_data | numbers)
