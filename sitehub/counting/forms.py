"""Forms: what the league shows, and the rules."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from school_sites.models.school_site import SCHOOL_KINDS
from sitehub.syndication.forms import DayField

from .models import LengthClass, Quota, ScoreRules
from .rules import GRID, SETTINGS

MOST_LENGTHS = 10


class LeagueForm(forms.Form):
    """Which period, which kind of school."""

    period = forms.ChoiceField(label=_("时间"), required=False)
    kind = forms.ChoiceField(
        label=_("学校类型"), required=False, choices=[("", _("各类学校")), *SCHOOL_KINDS]
    )

    def __init__(self, *args, periods, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [
            (label, [(one.value, one.label) for one in found]) for label, found in periods
        ]


class RulesForm(forms.ModelForm):
    """The settings that are one for the district."""

    since = DayField(
        label=_("从哪天起的报送用新规则"),
        required=False,
        help_text=_(
            "以前的报送仍按原来的规则计分，名次和通报不变。留空则现行规则下的报送都重新计算。"
        ),
    )

    class Meta:
        model = ScoreRules
        fields = SETTINGS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)


class LengthForm(forms.ModelForm):
    """One length, and its points at each level."""

    class Meta:
        model = LengthClass
        fields = ("name", *GRID)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in GRID:
            self.fields[name].widget.attrs["inputmode"] = "numeric"

    def validate_unique(self):
        """The set asks: these rows replace all that are there."""


class BaseLengths(BaseFormSet):
    """The lengths together."""

    def clean(self):
        """Different names and beginnings, and one that begins with nothing."""
        if any(self.errors):
            return
        rows = self.values()
        for name, label in (("name", _("名称")), ("from_characters", _("从多少字起"))):
            values = [row[name] for row in rows]
            if len(set(values)) < len(values):
                raise forms.ValidationError(_("“%s”有重复。") % label)
        if 0 not in [row["from_characters"] for row in rows]:
            raise forms.ValidationError(_("要有一种篇幅从 0 字起，否则短文章没有得分。"))

    def values(self):
        """The rows that were filled in and not marked for removal."""
        rows = [one.cleaned_data for one in self.forms if one.cleaned_data]
        kept = [row for row in rows if not row.get("DELETE")]
        return [{name: row[name] for name in LengthForm.Meta.fields} for row in kept]


LengthSet = formset_factory(
    LengthForm,
    formset=BaseLengths,
    extra=1,
    max_num=MOST_LENGTHS,
    validate_max=True,
    can_delete=True,
)


class QuotaForm(forms.Form):
    """Articles and points a year for each kind of school; empty is none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="quota", use_required_attribute=False, **kwargs)
        limits = {
            field: next(
                one.limit_value
                for one in Quota._meta.get_field(field).validators
                if isinstance(one, MaxValueValidator)
            )
            for field in ("articles", "points")
        }
        for kind, _label in SCHOOL_KINDS:
            for field, most in limits.items():
                self.fields[f"{kind}-{field}"] = forms.IntegerField(
                    label=Quota._meta.get_field(field).verbose_name,
                    required=False,
                    validators=[MinValueValidator(0), MaxValueValidator(most)],
                    widget=forms.NumberInput(attrs={"min": 0, "max": most}),
                )

    def rows(self):
        """(label of the kind, its two fields) for the template."""
        return [
            (label, self[f"{kind}-articles"], self[f"{kind}-points"])
            for kind, label in SCHOOL_KINDS
        ]

    def values(self):
        """{kind: (articles, points)} of the kinds that have any."""
        data = self.cleaned_data
        found = {
            kind: (data[f"{kind}-articles"] or 0, data[f"{kind}-points"] or 0)
            for kind, _label in SCHOOL_KINDS
        }
        return {kind: pair for kind, pair in found.items() if any(pair)}

    @staticmethod
    def initial_of(quotas):
        """``initial`` of the form for ``quotas`` as ``values`` gives them."""
        return {
            f"{kind}-{field}": number or None
            for kind, pair in quotas.items()
            for field, number in zip(("articles", "points"), pair, strict=True)
        }
