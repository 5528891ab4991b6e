"""Forms of the reviews' screens. They parse; the functions beside the engine decide."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from school_sites.reviewing import SITE_CHOICES

from .models import REASON_LIMIT


class DecisionForm(forms.Form):
    """What a reviewer writes beside approving or returning."""

    comment = forms.CharField(
        label=_("意见"),
        required=False,
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("退回时必填，作者会看到；通过时可以不填。最多 500 字，印在登记表上。"),
    )


class ReasonForm(forms.Form):
    """Why something is published without its review."""

    reason = forms.CharField(
        label=_("紧急发布的理由"),
        required=False,  # the function says that it is needed
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如：台风停课通知，须立即告知家长。最多 500 字。"),
    )


class AbsenceForm(forms.Form):
    """Who reviews in one's place, from when to when."""

    colleague = forms.ModelChoiceField(
        label=_("由谁代审"), queryset=None, empty_label=_("请选择同事")
    )
    first_day = forms.DateField(label=_("从"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(
        label=_("到（含当天）"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = colleagues

    @staticmethod
    def nobody():
        """An empty choice of colleagues."""
        return get_user_model().objects.none()


class SettingsForm(forms.Form):
    """What columns of a site ask for that ask for nothing of their own."""

    review = forms.ChoiceField(
        label=_("默认审核"),
        choices=SITE_CHOICES,
        widget=forms.RadioSelect,
        help_text=_("管没有单独设置的栏目。单个栏目在“栏目与文章”里编辑该栏目时设置。"),
    )
