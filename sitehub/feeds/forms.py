"""The form of a school outside."""

from django import forms
from django.utils.translation import gettext_lazy as _

from school_sites.models import SchoolSite

from .models import FeedSource


class SourceForm(forms.ModelForm):
    """What the district says of a school outside; ``sources`` checks the address."""

    class Meta:
        model = FeedSource
        fields = ["school_name", "school_kind", "url", "channel", "site"]
        help_texts = {
            "url": _(
                "学校网站的 RSS、Atom 或 JSON Feed 网址，例如 https://www.example.cn/rss.xml。"
            ),
            "channel": _("新条目报送到这个频道，由区编辑决定是否采用。"),
            "site": _("学校已在本平台建站（包括筹备中）时选择。网站开通后，以前的条目归到它名下。"),
        }
        widgets = {"url": forms.URLInput(attrs={"inputmode": "url"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["site"].queryset = SchoolSite.objects.schools()
        self.fields["site"].empty_label = _("还没有")
        for name in ("school_name", "school_kind", "url", "channel"):
            label = self.fields[name].label
            self.fields[name].error_messages["required"] = _("请填写“%s”。") % label

    def clean_url(self):
        return self.cleaned_data["url"].strip()
