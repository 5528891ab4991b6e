"""One submission: the article as the school shows it, the decision, and the district's words."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages

from school_sites.admin_screens import tail
from school_sites.models import ColumnPage
from school_sites.queries import Cursor, Window

from .arranging import OVERLAY, arrange
from .desk import ACTIONS_OF, ASKS_REASON, DeskBase, DeskView, decide_many, for_screen, reason_url
from .desk import row_for_screen as row_of
from .forms import ColumnChoiceField, HigherForm, district_columns
from .higher import take_back_higher, take_higher, taken_higher
from .models import Submission
from .transitions import AlreadyDecided

MOMENT = "%Y-%m-%dT%H:%M"


class MomentInput(forms.DateTimeInput):
    """The browser's own field for a day and an hour."""

    input_type = "datetime-local"

    def __init__(self):
        super().__init__(format=MOMENT)


class OverlayForm(forms.ModelForm):
    """The district's words on a submission; empty fields leave what the school wrote."""

    column = ColumnChoiceField(ColumnPage.objects.none(), label=gettext_lazy("显示在栏目"))

    class Meta:
        model = Submission
        fields = OVERLAY
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "show_from": MomentInput(),
            "show_until": MomentInput(),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["column"].queryset = district_columns()
        for name in ("show_from", "show_until"):
            self.fields[name].required = False

    def validate_constraints(self):
        """Asked of the row by the database; the form holds only some of its fields."""


def links_of(submission):
    """(address, label) of what higher rooms do with it: hook ``submission_item_links``."""
    hooked = hooks.get_hooks("submission_item_links")
    return [link for links_for in hooked for link in links_for(submission)]


class ItemView(DeskBase):
    """The screen of one submission; GET keeps the desk's filters in the address."""

    page_title = gettext_lazy("查看编排")
    template_name = "syndication/item.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.back = DeskView.filters_of(request.GET)

    @cached_property
    def submission(self):
        rows = for_screen(Submission.objects.select_related("site", "column"))
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @property
    def address(self):
        """Of this screen, with the desk's filters."""
        return reverse("syndication:item", args=[self.kwargs["pk"]]) + tail(self.request.GET)

    def screens_above(self):
        return [(reverse("syndication:desk") + self.back, DeskView.page_title)]

    def post(self, request, pk):
        """``do`` is ``action:id:version`` for a decision, ``arrange:id:version`` for the form."""
        action, _colon, item = request.POST.get("do", "").partition(":")
        version = item.partition(":")[2]
        if not version.isdecimal() or len(version) > 9:
            return redirect(self.address)
        if action == "arrange":
            return self._arrange(int(version))
        items = {self.submission.pk: int(version)}
        if action in ASKS_REASON:
            return redirect(reason_url(action, items, self.request.GET))
        if action in ("accept", "hold"):
            done = decide_many(items, action, by=request.user)
            done.tell(request)
            if done.done:
                return redirect(self._next() or reverse("syndication:desk") + self.back)
        return redirect(self.address)

    def _arrange(self, version):
        form = OverlayForm(self.request.POST, instance=Submission(pk=self.submission.pk))
        if form.is_valid():
            values = {name: form.cleaned_data[name] for name in OVERLAY}
            try:
                arrange(self.submission, version=version, by=self.request.user, **values)
            except AlreadyDecided as error:
                messages.error(self.request, str(error))
                return redirect(self.address)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(self.request, _("编排已保存，区站马上按它显示。"))
                return redirect(self.address)
        messages.error(self.request, _("没有保存：请看下面标出的栏。"))
        return self.render_to_response(self.get_context_data(form=form))

    def _next(self):
        """The address of the one below in the list this one was opened from."""
        here = self.submission
        after = Cursor(here.waiting_since, 0, here.pk)
        window = Window(limit=1, after=after)
        below = window.condition(rank=0, date_field=DeskView.date_field, id_field="pk")
        rows = DeskView.listed(self.request.GET).filter(below).order_by("-waiting_since", "-pk")
        pk = rows.values_list("pk", flat=True).first()
        return pk and reverse("syndication:item", args=[pk]) + self.back

    def get_context_data(self, form=None, higher_form=None, **kwargs):
        row = row_of(self.submission)
        return super().get_context_data(
            row=row,
            form=form or OverlayForm(instance=self.submission),
            actions=ACTIONS_OF[self.submission.decision],
            next_url=self._next(),
            desk_url=reverse("syndication:desk") + self.back,
            here=self.address,
            higher=taken_higher(self.submission),
            higher_form=higher_form or HigherForm(initial={"on": timezone.localdate()}),
            higher_tail=tail(self.request.GET),
            links=links_of(self.submission),
            **kwargs,
        )

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        if address := context["row"]["url"]:
            # This screen may show the school's page in a frame, and no other.
            response._csp_update = {"frame-src": ["/".join(address.split("/")[:3])]}
        return response


class HigherView(ItemView):
    """The same screen after its form for a higher level was sent."""

    def post(self, request, pk):
        """Note it; a form that is wrong comes back as it was."""
        form = HigherForm(request.POST)
        if form.is_valid():
            try:
                take_higher(self.submission, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("已记下上级采用，计入学校积分。"))
                return redirect(self.address)
        messages.error(request, _("没有保存：请看下面标出的栏。"))
        return self.render_to_response(self.get_context_data(higher_form=form))


class NotHigherView(ItemView):
    """Takes back what was noted in error."""

    def get(self, request, pk, line):
        """Nothing to see here."""
        return redirect(self.address)

    def post(self, request, pk, line):
        """``line`` is the number of the ledger's line."""
        try:
            take_back_higher(self.submission, line=line, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("已取消这一条上级采用，积分随之扣回。"))
        return redirect(self.address)
