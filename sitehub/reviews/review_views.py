"""The page on which a step is decided: the difference, the checks, the previews."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from school_sites.checklist import check
from school_sites.models import ArticlePage

from . import engine
from .comparing import changes
from .forms import DecisionForm
from .models import ReviewState
from .rights import may_take
from .sheets import rounds_of


def state_of(user, pk):
    """The step of that number with its page, for those who may see it; Http404 for others.

    Whoever may take one of the round's steps, took one, or may edit the page.
    """
    related = ("page", "site", "revision", "workflow_state__requested_by", "finished_by")
    state = ReviewState.objects.select_related(*related).filter(pk=pk).first()
    if state is None or not may_see(user, state.page.specific):
        raise Http404
    return state


def may_see(user, page):
    """Whether ``user`` may see the reviews of ``page``."""
    if page.permissions_for_user(user).can_edit():
        return True
    steps = ReviewState.objects.filter(page_id=page.pk).values_list("step", "site_id").distinct()
    return any(may_take(user, step, site_id) for step, site_id in steps)


class ReviewView(WagtailAdminTemplateMixin, View):
    """Shows a step (GET); approves it or returns it to the author (POST)."""

    header_icon = "clipboard-list"
    template_name = "reviews/review.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.form = DecisionForm(request.POST or None)

    def dispatch(self, request, *args, **kwargs):
        self.state = state_of(request.user, kwargs["pk"])
        self.page = self.state.page.specific
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("审核《%s》") % self.page.draft_title

    def get_breadcrumbs_items(self):
        index = {"url": reverse("reviews:index"), "label": _("审核")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.page.draft_title}]

    def get(self, request, pk):
        newer = None if self.state.is_waiting else engine.waiting_step(self.page)
        return self.render_to_response(self.get_context_data(newer=newer))

    def post(self, request, pk):
        if not self.form.is_valid():
            messages.error(request, _("意见不能超过 500 字。"))
            return self.render_to_response(self.get_context_data())
        try:
            self._decide(request)
        except ValidationError as error:
            if hasattr(error, "error_dict"):
                self.form.add_error("comment", error.messages[0])
                # The field is far below, behind the text and the previews.
                messages.error(request, error.messages[0], buttons=[_to_field(self.form)])
                return self.render_to_response(self.get_context_data())
            messages.error(request, error.messages[0])
        except PermissionDenied as error:
            messages.error(request, str(error) or _("您没有这项权限。"))
        else:
            return redirect("reviews:index")
        newer = engine.waiting_step(self.page)
        return redirect("reviews:review", newer.pk if newer else pk)

    def _decide(self, request):
        comment, seen = self.form.cleaned_data["comment"], request.POST.get("seen", "")
        title = self.page.draft_title
        if request.POST.get("decision") == "return":
            engine.return_to_author(self.state, by=request.user, seen=seen, reason=comment)
            messages.success(request, _("《%s》已退回作者。") % title)
            return
        engine.approve(self.state, by=request.user, seen=seen, comment=comment)
        page = self.page.specific_class.objects.get(pk=self.page.pk)
        waiting = engine.waiting_step(page)
        if waiting is not None:
            text = _("《%(title)s》已通过，下一步：%(step)s。")
            values = {"title": title, "step": waiting.get_step_display()}
            messages.success(request, text % values)
        elif page.approved_schedule:
            messages.success(request, _("《%s》已通过全部审核，到设定的时间发布。") % title)
        else:
            buttons = [messages.button(page.url, _("查看"))]
            messages.success(request, _("《%s》已通过全部审核并发布。") % title, buttons=buttons)

    def get_context_data(self, **kwargs):
        user, state = self.request.user, self.state
        draft = state.revision.as_object()
        live = self.page if self.page.live else None
        findings = check(draft) if isinstance(draft, ArticlePage) else None
        tester = self.page.permissions_for_user(user)
        return super().get_context_data(
            state=state,
            page=self.page,
            column=self.page.get_parent(),
            draft=draft,
            changes=changes(live, draft),
            is_new=live is None,
            findings=findings,
            why_not=engine.why_not(state, user, self.page) if state.is_waiting else "",
            rounds=rounds_of(self.page),
            form=self.form,
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.page.pk])
            if tester.can_edit()
            else "",
            **kwargs,
        )


def _to_field(form):
    return messages.button(f"#{form['comment'].id_for_label}", _("去填写"))


@xframe_options_sameorigin
def preview(request, pk, which):
    """What visitors will see (``draft``), or see now (``live``), in the site's own looks."""
    state = state_of(request.user, pk)
    page = state.page.specific
    if which == "draft":
        page = state.revision.as_object()
    elif which != "live" or not page.live:
        raise Http404
    response = page.make_preview_request(request, page.default_preview_mode)
    response["Cache-Control"] = "no-store"
    return response
