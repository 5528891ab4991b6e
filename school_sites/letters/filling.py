"""The forms visitors fill in: of a mailbox, and of what an editor composed."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from school_sites.models import FormPage, QuestionKind
from school_sites.plain_text import without_control

from .attachments import TAKEN, accept_file, help_text
from .guards import HONEYPOT_FIELD

LINE_LENGTH = 200
TEXT_LENGTH = 5000
ARCHIVED = "本网站已归档，不再接收来信。"
TICK, CHOOSE, FILL_IN = "请勾选。", "请选择。", "请填写。"
phone = RegexValidator(r"\A[0-9+\-() （）转,，;；]{5,40}\Z", "电话只能包含数字和 + - ( )。")


class PlainField(forms.CharField):
    """Text without control characters; line ends are one kind."""

    def to_python(self, value):
        text = super().to_python(value)
        text = without_control(text.replace("\r\n", "\n").replace("\r", "\n"))
        # Marks that turn the direction of writing show what was not written.
        return "".join(c for c in text if unicodedata.bidirectional(c) not in TURNING).strip()


class AttachmentField(forms.FileField):
    """A file, accepted by its content."""

    def to_python(self, data):
        upload = super().to_python(data)
        return upload and accept_file(upload)


TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


class VisitorForm(forms.Form):
    """A form with a field that no person sees and robots fill in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = what_is_missing(field)
        self.fields[HONEYPOT_FIELD] = forms.CharField(
            label="请不要填写这一栏",
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
        )

    @property
    def shown_fields(self):
        """Bound fields for people."""
        return [field for field in self if field.name != HONEYPOT_FIELD]

    @property
    def honeypot(self):
        """The bound field for robots."""
        return self[HONEYPOT_FIELD]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get(HONEYPOT_FIELD):
            raise ValidationError("没有提交：有一栏要求留空，却填了内容。请重新打开这一页再写。")
        return cleaned

    def content(self):
        """What ``states.receive`` keeps of a valid form."""
        raise NotImplementedError


def why_closed(site, box, now):
    """What a visitor is told instead of the form of ``box``; "" where letters are taken."""
    if site.is_archived:
        return ARCHIVED
    return box.why_closed(now) if isinstance(box, FormPage) else ""


def what_is_missing(field):
    """What a required field asks for; the summary above the form names the field."""
    if isinstance(field, forms.BooleanField):
        return TICK
    return CHOOSE if isinstance(field, forms.ChoiceField | forms.FileField) else FILL_IN


class LetterForm(VisitorForm):
    """A letter to a mailbox."""

    def __init__(self, *args, box, **kwargs):
        self.base_fields = letter_fields(box)
        super().__init__(*args, **kwargs)

    def content(self):
        names = ("topic", "title", "text", "sender", "contact", "may_publish")
        content = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return {**content, "file": self.cleaned_data.get("file")}


def letter_fields(box):
    """Fields of a letter to ``box``."""
    fields = {}
    if box.topic_list:
        choices = [("", "请选择"), *((topic, topic) for topic in box.topic_list)]
        fields["topic"] = forms.ChoiceField(label="主题", choices=choices)
    rows = {"rows": 14 if box.takes_file else 8}
    fields["title"] = PlainField(label="标题", max_length=60)
    fields["text"] = PlainField(
        label="内容", max_length=TEXT_LENGTH, widget=forms.Textarea(attrs=rows)
    )
    if box.takes_file:
        fields["file"] = AttachmentField(
            label="附件",
            required=False,
            max_length=150,
            widget=forms.FileInput(attrs={"accept": ",".join(TAKEN)}),
            help_text=help_text(),
        )
    fields["sender"] = PlainField(
        label="姓名",
        max_length=30,
        required=box.takes_file,
        help_text="" if box.takes_file else "可以不填。",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    fields["contact"] = PlainField(
        label="电话或邮箱",
        max_length=100,
        required=False,
        help_text="可以不填。只用来就这封信与您联系。",
    )
    if box.publishes_answers:
        fields["may_publish"] = forms.BooleanField(
            label="同意公开这个问题和学校的答复",
            required=False,
            help_text="公开前由学校编辑，不出现您的姓名和联系方式。",
        )
    return fields


class QuestionForm(VisitorForm):
    """A form whose questions an editor composed."""

    def __init__(self, *args, box, **kwargs):
        self.questions = {
            f"q{one.pk or f'-{index}'}": one for index, one in enumerate(box.questions.all())
        }
        self.base_fields = {name: question_field(one) for name, one in self.questions.items()}
        super().__init__(*args, **kwargs)

    def content(self):
        answers = [
            {
                "question": one.pk,
                "label": one.label,
                "value": as_text(self.cleaned_data.get(name)),
            }
            for name, one in self.questions.items()
        ]
        return {"answers": answers}


def question_field(question):
    """The form field of one question."""
    common = {
        "label": question.label,
        "help_text": question.help_text,
        "required": question.required,
    }
    return FIELD_OF[question.kind](question, common)


def _choice(question, common):
    choices = [(one, one) for one in question.choice_list]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)


def _choices(question, common):
    choices = [(one, one) for one in question.choice_list]
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(choices=choices, widget=widget, **common)


def _text(question, common):
    area = forms.Textarea(attrs={"rows": 5})
    return PlainField(max_length=TEXT_LENGTH, widget=area, **common)


def _phone(question, common):
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    return PlainField(max_length=40, validators=[phone], widget=widget, **common)


FIELD_OF = {
    QuestionKind.LINE: lambda question, common: PlainField(max_length=LINE_LENGTH, **common),
    QuestionKind.TEXT: _text,
    QuestionKind.EMAIL: lambda question, common: forms.EmailField(max_length=254, **common),
    QuestionKind.PHONE: _phone,
    QuestionKind.NUMBER: lambda question, common: forms.DecimalField(
        max_digits=18, decimal_places=6, widget=forms.NumberInput(attrs={"step": "any"}), **common
    ),
    QuestionKind.DATE: lambda question, common: forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}), **common
    ),
    QuestionKind.CHOICE: _choice,
    QuestionKind.CHOICES: _choices,
    QuestionKind.AGREEMENT: lambda question, common: forms.BooleanField(**common),
}


def as_text(value):
    """An answer as it is kept, shown and exported."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "；".join(value)
    return str(value)


def form_for(box, *args):
    """The form of a box, bound to what was sent if ``args`` are given."""
    kind = QuestionForm if isinstance(box, FormPage) else LetterForm
    return kind(*args, box=box)
