"""Forms of the admin's screens about letters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from school_sites.models import Letter, LetterState

from .states import REPLY_LIMIT

WAITING = "waiting"
OVERDUE = "overdue"
ALL = "all"
TABS = [
    (WAITING, _("待处理")),
    (OVERDUE, _("已超期")),
    (LetterState.ANSWERED.value, LetterState.ANSWERED.label),
    (LetterState.CLOSED.value, LetterState.CLOSED.label),
    (LetterState.SPAM.value, LetterState.SPAM.label),
    (ALL, _("全部")),
]


class LetterFilterForm(forms.Form):
    """What the list shows. A field that is wrong is not applied."""

    state = forms.ChoiceField(choices=TABS, required=False, widget=forms.HiddenInput)
    site = forms.TypedChoiceField(label=_("网站"), required=False, coerce=int, empty_value=None)
    box = forms.TypedChoiceField(
        label=_("信箱或表单"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, data, *, letters, sites):
        super().__init__(data, use_required_attribute=False)
        self.fields["site"].choices = [("", _("全部网站")), *sites]
        boxes = letters.exclude(box=None).values_list("box", "box__title").distinct()
        self.fields["box"].choices = [("", _("全部")), *boxes.order_by("box__title")]
        if len(sites) < 2:
            del self.fields["site"]
        self.is_valid()

    @property
    def state_shown(self):
        """The tab chosen; what waits unless another one is named."""
        return self.cleaned_data.get("state") or WAITING

    @property
    def box_shown(self):
        """Number of the box chosen, or None."""
        return self.cleaned_data.get("box")

    @property
    def is_narrowed(self):
        """Whether anything beside the tab is chosen."""
        return any(self.cleaned_data.get(name) for name in ("site", "box"))

    @property
    def chosen(self):
        """What is applied, as query parameters."""
        values = {name: self.cleaned_data.get(name) for name in ("state", "site", "box")}
        return {name: str(value) for name, value in values.items() if value}

    def apply(self, letters):
        """``letters`` (a queryset) narrowed by every field that is filled and valid."""
        state = self.state_shown
        if state == WAITING:
            letters = letters.waiting()
        elif state == OVERDUE:
            letters = letters.overdue()
        elif state != ALL:
            letters = letters.filter(state=state)
        if site := self.cleaned_data.get("site"):
            letters = letters.for_site(site)
        if box := self.box_shown:
            letters = letters.filter(box=box)
        return letters


class ReplyForm(forms.Form):
    """The reply to a letter."""

    text = forms.CharField(
        label=_("答复"),
        max_length=REPLY_LIMIT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("写信人凭查询码看到这段文字。纯文本，最多 5000 字；发出后不能修改。"),
        error_messages={"required": _("请填写答复。")},
    )


class PublicAnswerForm(forms.Form):
    """What everybody reads."""

    question = forms.CharField(
        label=_("公开的问题"),
        max_length=REPLY_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("请改写：去掉姓名、班级、电话等能认出写信人的内容。"),
        error_messages={"required": _("请填写公开的问题。")},
    )
    answer = forms.CharField(
        label=_("公开的答复"),
        max_length=REPLY_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("请填写公开的答复。")},
    )

    @classmethod
    def of(cls, letter: Letter, data=None):
        """The form of ``letter``, beginning with what is public, or what was written."""
        initial = {
            "question": letter.public_question or letter.text,
            "answer": letter.public_answer or letter.reply,
        }
        return cls(data, initial=initial)
