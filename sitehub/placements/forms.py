"""Forms of the desk of places. They parse; ``states`` decides."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sitehub.syndication.desk_item import MomentInput

from .models import SlotKind

FIRST_YEAR, LAST_YEAR = 1900, 2999


class MomentField(forms.DateTimeField):
    """A day and an hour that can be reckoned with, asked for by the browser's own picker."""

    widget = MomentInput

    def to_python(self, value):
        moment = super().to_python(value)
        if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValidationError(_("日期应在 1900 年到 2999 年之间。"))
        return moment


class TimesForm(forms.Form):
    """From when and until when; empty is always."""

    show_from = MomentField(
        label=_("从何时起显示"), required=False, help_text=_("留空则马上显示。")
    )
    show_until = MomentField(
        label=_("显示到何时"), required=False, help_text=_("留空则一直显示，直到移走。")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def refuse(self, error):
        """Show a ValidationError of ``states`` where it belongs."""
        if hasattr(error, "message_dict"):
            for name, problems in error.message_dict.items():
                self.add_error(name if name in self.fields else None, problems)
        else:
            self.add_error(None, error)


class PlaceForm(TimesForm):
    """What is put where. ``source`` is ``s`` or ``a`` with a number: ``choosing.parse``."""

    kind = forms.ChoiceField(
        label=_("放到"), choices=SlotKind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("请选择放到哪个推荐位。")},
    )  # fmt: skip
    source = forms.CharField(
        label=_("文章"),
        max_length=20,
        error_messages={"required": _("请选择一篇文章。")},
    )
    field_order = ("source", "kind", "show_from", "show_until")


class MomentForm(forms.Form):
    """The moment of a preview."""

    at = MomentField(label=_("看哪个时刻的首页"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)


class LimitForm(forms.Form):
    """How many lines a place shows."""

    limit = forms.IntegerField(min_value=1, max_value=99)
