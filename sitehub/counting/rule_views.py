"""The screen of the rules."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from school_sites.admin_screens import Screen

from .changing import change_rules
from .forms import LengthForm, LengthSet, QuotaForm, RulesForm
from .models import LengthClass, ScoreRules
from .rules import in_force
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
        if all([one.is_valid() for one in forms.values()]):
            change_rules(
                by=request.user,
                settings=forms["form"].cleaned_data,
                classes=forms["lengths"].values(),
                quotas=forms["quotas"].values(),
            )
            messages.success(request, _("积分规则已保存。"))
            return redirect("counting:rules")
        messages.error(request, _("没有保存：请看下面标出的栏。"))
        return self.render_to_response(self.get_context_data(**forms))

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
            state=ScoreRules.objects.first(),
            league_url=reverse("counting:index"),
        )
