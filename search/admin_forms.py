"""Forms of the screens of search. They parse; ``pins`` decides."""

from urllib.parse import unquote, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from school_sites import hosts

from .models import Entry
from .models.phrases import LONGEST_KEY


class PageAddressField(forms.CharField):
    """The page that an address of one of the sites shows to visitors."""

    def clean(self, value):
        """The Page. Only what everybody can see is known by its address here."""
        address = super().clean(value)
        try:
            parts = urlsplit(address if "//" in address else f"//{address}")
            entry = hosts.table().by_host.get((parts.hostname or "").lower())
        except ValueError:
            entry = None
        path = unquote(parts.path) if entry is not None else ""
        found = Entry.objects.visible().filter(site=entry and entry.id, text__path=path[:255])
        page = Page.objects.filter(pk__in=found.values("page")).first() if path else None
        if page is None:
            raise ValidationError(_("没有访客能看到的页面是这个地址。请从浏览器的地址栏复制。"))
        return page


class PinForm(forms.Form):
    """What is shown first, and for which question."""

    text = forms.CharField(
        label=gettext_lazy("搜索词"), max_length=LONGEST_KEY,
        help_text=gettext_lazy("访客搜的正好是这个词时才置顶；大小写、全角半角、繁简不分。"),
    )  # fmt: skip
    page = PageAddressField(
        label=gettext_lazy("页面地址"), max_length=500,
        help_text=gettext_lazy("打开要置顶的页面，复制地址栏里的网址。"),
    )  # fmt: skip
    order = forms.IntegerField(
        label=gettext_lazy("顺序"), min_value=0, max_value=999, initial=0, required=False,
        help_text=gettext_lazy("同一个词置顶几个页面时，数字小的在前。"),
    )  # fmt: skip
    until = forms.DateField(
        label=gettext_lazy("显示到"), required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("过了这一天不再置顶；留空则一直置顶。"),
    )  # fmt: skip

    def clean_order(self):
        """None is the first."""
        return self.cleaned_data["order"] or 0

    def refuse(self, error):
        """Show a ValidationError of ``pins`` where it belongs."""
        for name, problems in error.message_dict.items():
            self.add_error(name if name in self.fields else None, problems)
