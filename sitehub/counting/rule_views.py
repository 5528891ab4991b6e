"""The screen of the rules."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from school_sites.admin_screens import Screen

from .changing import change_rules
from .forms import LengthForm, LengthSet, QuotaForm, RulesForm
from .models import Duplicates, LengthClass, PastRules, ScoreRules
from .rules import GRID, in_force
from .views import LEAGUE, may_change


class RulesView(Screen):
    """How points are counted; for whoever may change the settings of submissions."""

    page_title = gettext_lazy("积分规则")
    header_icon = "order"
    template_name = "counting/rules.html"

    def dispatch(self, request, *args, **kwargs):
        if not may_change(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def screens_above(self):
        return [(reverse("counting:index"), LEAGUE)]

    def post(self, request):
        """All or nothing: a wrong field anywhere changes nothing."""
        forms = self.forms(request.POST)
        if all([one.is_valid() for one in forms.values()]) and self._change(**forms):
            messages.success(request, _("积分规则已保存。"))
            return redirect("counting:rules")
        messages.error(request, _("没有保存：请看下面标出的栏。"))
        return self.render_to_response(self.get_context_data(**forms))

    def _change(self, form, lengths, quotas):
        """Whether it was done; the form tells what was wrong."""
        try:
            change_rules(
                by=self.request.user,
                settings=form.cleaned_data,
                classes=lengths.values(),
                quotas=quotas.values(),
                since=form.cleaned_data["since"],
            )
        except ValidationError as error:
            form.add_error(None, error)
            return False
        return True

    def forms(self, data=None):
        """The three parts of the screen, by their names in the template."""
        rows = LengthClass.objects.values(*LengthForm.Meta.fields) if data is None else []
        return {
            # Not the kept row: a form writes into its instance what was sent.
            "form": RulesForm(data, instance=ScoreRules.objects.first()),
            "lengths": LengthSet(data, prefix="lengths", initial=list(rows)),
            "quotas": QuotaForm(data, initial=QuotaForm.initial_of(in_force().quotas)),
        }

    def get_context_data(self, **kwargs):
        forms = {} if "form" in kwargs else self.forms()
        return super().get_context_data(
            **forms,
            **kwargs,
            past=[(one.until, told(one.values)) for one in PastRules.objects.all()],
            state=ScoreRules.objects.first(),
            league_url=reverse("counting:index"),
        )


def told(values):
    """Rules of before, in words: a line for each length."""
    lengths = [
        "{name}（{start}）：{points}".format(
            name=one["name"],
            start=one["from_characters"],
            points="、".join(str(one[level]) for level in GRID[1:]),
        )
        for one in values["classes"]
    ]
    return [Duplicates(values["duplicates"]).label, *lengths]
