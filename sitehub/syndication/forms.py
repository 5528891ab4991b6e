"""Forms of the district's desk and of its settings."""

import re
from datetime import date, datetime, time, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from school_sites import hosts
from school_sites.models import ColumnPage, SchoolSite

from .ledger_entries import HIGHER
from .models import SCHOOL_KIND_CHOICES, Channel, ChannelRule, Decision, ReturnPhrase, TrustedSchool
from .transitions import REASON_LIMIT

ALL_STATES = "all"
CHANGED = "changed"  # accepted, and changed by the school since
STATE_TABS = [
    (Decision.WAITING, Decision.WAITING.label),
    (CHANGED, _("采用后有改动")),
    *[one for one in Decision.choices if one[0] != Decision.WAITING],
    (ALL_STATES, _("全部")),
]
NARROWING = ("q", "school", "kind", "channel", "date_from", "date_to")
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
ITEM = re.compile(r"(\d{1,18}):(\d{1,9})")


def parse_items(values):
    """Read ``id:version`` strings into ``{id: version}``, in order; anything else is skipped."""
    matches = (ITEM.fullmatch(value) for value in values)
    return {int(match[1]): int(match[2]) for match in matches if match}


class DayField(forms.DateField):
    """A day that can be reckoned with: next day, time zone and database agree on it."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    wrong_day = _("日期应在 1900 年到 2999 年之间。")
    default_validators = [
        MinValueValidator(FIRST_DAY, wrong_day),
        MaxValueValidator(LAST_DAY, wrong_day),
    ]


def school_choices():
    """(id, name) of every school, by name, from the host table (no query)."""
    return [("", _("全部学校")), *hosts.table().derived("school choices", _named_schools)]


def _named_schools():
    sites = (entry.school_site for entry in hosts.table().by_id.values())
    schools = [(site.pk, site.short_name) for site in sites if not site.is_district]
    return sorted(schools, key=lambda choice: choice[1])


class SchoolSelect(forms.Select):
    """A select of every school, joined: Django renders a template for each option."""

    def render(self, name, value, attrs=None, renderer=None):
        schools = hosts.table().derived("school options", _school_options)
        options = f'<option value="">{escape(_("全部学校"))}</option>{schools}'
        for one in self.format_value(value):
            chosen = f'<option value="{escape(one)}"'
            options = options.replace(f"{chosen}>", f"{chosen} selected>", 1)
        attributes = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return format_html("<select{}>{}</select>", attributes, mark_safe(options))  # noqa: S308 (escaped above)


def _school_options():
    return "".join(f'<option value="{pk}">{escape(name)}</option>' for pk, name in _named_schools())


class DeskFilterForm(forms.Form):
    """What the desk shows. Every field is optional; a field that is wrong is not applied."""

    q = forms.CharField(label=_("搜索标题、学校"), required=False, max_length=100)
    school = forms.TypedChoiceField(
        label=_("学校"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=school_choices,
        widget=SchoolSelect,
    )
    kind = forms.ChoiceField(
        label=_("学校类型"), required=False, choices=[("", _("各类学校")), *SCHOOL_KIND_CHOICES]
    )
    channel = forms.ModelChoiceField(
        Channel.objects.all(), label=_("频道"), required=False, empty_label=_("全部频道")
    )
    date_from = DayField(label=_("报送日期从"), required=False)
    date_to = DayField(label=_("到"), required=False)
    state = forms.ChoiceField(choices=STATE_TABS, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)

    @property
    def state_shown(self):
        """The tab chosen; waiting unless another one is named."""
        return self._value("state") or Decision.WAITING

    @property
    def is_narrowed(self):
        """Whether anything beside the tab is chosen."""
        return any(self._value(name) for name in NARROWING)

    def apply(self, submissions):
        """``submissions`` (a queryset) narrowed by every field that is filled and valid."""
        state = self.state_shown
        if state == Decision.WAITING:
            submissions = submissions.waiting()
        elif state == CHANGED:
            submissions = submissions.changed()
        elif state != ALL_STATES:
            submissions = submissions.filter(decision=state)
        if text := self._value("q"):
            named = Q(title__icontains=text) | Q(school_name__icontains=text)
            submissions = submissions.filter(named)
        if school := self._value("school"):
            submissions = submissions.for_school(school)
        if kind := self._value("kind"):
            submissions = submissions.filter(site__kind=kind)
        if channel := self._value("channel"):
            submissions = submissions.filter(channel=channel)
        if first := self._value("date_from"):
            submissions = submissions.filter(waiting_since__gte=start_of(first))
        if last := self._value("date_to"):
            submissions = submissions.filter(waiting_since__lt=start_of(last + timedelta(days=1)))
        return submissions

    def _value(self, name):
        return self.cleaned_data.get(name) if self.is_bound and not self._is_wrong(name) else None

    def _is_wrong(self, name):
        return name in self.errors  # reading errors runs the validation


def start_of(day):
    """The first moment of ``day`` (a date) in the current time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


class ReasonForm(forms.Form):
    """Why a submission is returned or taken down: a saved phrase, own words, or both."""

    phrase = forms.ModelChoiceField(
        ReturnPhrase.objects.all(),
        label=_("常用理由"),
        required=False,
        blank=True,
        empty_label=_("不用常用理由"),
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("退回理由"),
        required=False,
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, reason_required, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.reason_required = reason_required
        if not reason_required:
            self.fields["text"].label = _("撤下理由（可不填）")

    def clean(self):
        cleaned = super().clean()
        phrase = cleaned["phrase"].text if cleaned.get("phrase") else ""
        reason = phrase + (cleaned.get("text") or "").strip()
        if self.reason_required and not reason and not self.errors:
            self.add_error("text", _("请填写“退回理由”：选一条常用理由，或自己写明。"))
        if len(reason) > REASON_LIMIT:
            self.add_error("text", _("理由不能超过 500 字。"))
        cleaned["reason"] = reason
        return cleaned


class ColumnChoiceField(forms.ModelChoiceField):
    """Columns, indented as in the tree."""

    def label_from_instance(self, column):
        return "　" * (column.depth - 3) + column.title


class ChannelForm(forms.ModelForm):
    """A channel; its column is one of the district's own."""

    column = ColumnChoiceField(ColumnPage.objects.none(), label=_("区站栏目"))

    class Meta:
        model = Channel
        fields = ["name", "column", "order", "hides_changed"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = district_columns()


def district_columns():
    """The columns of the district's own site, in tree order."""
    district = hosts.table().district
    if district is None:
        return ColumnPage.objects.none()
    root = district.school_site.root_page
    return ColumnPage.objects.filter(root_path=root.path).order_by("path")


class RuleForm(forms.ModelForm):
    """A rule; the school is one of the district's."""

    class Meta:
        model = ChannelRule
        fields = ["column_kind", "school_kind", "site", "channel", "at_once", "since"]
        widgets = {"since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = SchoolSite.objects.schools()
        self.fields["site"].empty_label = _("不限")
        self.fields["school_kind"].choices = [("", _("各类学校")), *SCHOOL_KIND_CHOICES]


class TrustedSchoolForm(forms.ModelForm):
    """A school whose submissions are accepted at once."""

    class Meta:
        model = TrustedSchool
        fields = ["site"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = SchoolSite.objects.schools()


class HigherForm(forms.Form):
    """Where an article was taken higher: level, who took it, when, where it can be read."""

    level = forms.ChoiceField(label=_("级别"), choices=HIGHER)
    place = forms.CharField(
        label=_("采用处"), max_length=100, help_text=_("报刊、网站或栏目的名称。")
    )
    on = DayField(label=_("采用日期"), help_text=_("积分计入这一天所在的月份。"))
    link = forms.URLField(
        label=_("网址（可不填）"), required=False, max_length=500, assume_scheme="https"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, prefix="higher", **kwargs)
