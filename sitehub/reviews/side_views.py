"""The sheet, urgent publication, absence, and the site's default."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from school_sites.checklist import check
from school_sites.models import ArticlePage

from . import absence, settling
from .forms import AbsenceForm, ReasonForm, SettingsForm
from .models import Delegation
from .review_views import may_see
from .rights import urgent_for
from .sheets import sheet_of
from .urgent import confirm as confirm_urgent
from .urgent import publish_urgently

REVIEWS = reverse_lazy("reviews:index")


def sheet(request, page_id):
    """上网信息审核登记表, to print: one page of A4 for most."""
    page = Page.objects.filter(pk=page_id).first()
    page = page and page.specific
    if page is None or getattr(page, "is_structure", True) or not may_see(request.user, page):
        raise Http404
    draft = page.get_latest_revision_as_object()
    context = {
        "page": page,
        "draft": draft,
        "site": page.site_entry.school_site,
        "column": page.get_parent(),
        "printed_at": timezone.now(),
        "printed_by": request.user,
        **sheet_of(page),
    }
    return render(request, "reviews/sheet.html", context)


class SideView(WagtailAdminTemplateMixin, FormView):
    """A form of its own below 审核."""

    header_icon = "clipboard-list"
    success_url = REVIEWS

    def get_breadcrumbs_items(self):
        index = {"url": reverse("reviews:index"), "label": _("审核")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.page_title}]

    def form_valid(self, form):
        try:
            self.act(form)
        except ValidationError as error:
            for name, problems in getattr(error, "message_dict", {None: error.messages}).items():
                form.add_error(name if name in form.fields else None, problems)
            return self.form_invalid(form)
        return redirect(self.get_success_url())


class UrgentView(SideView):
    """The one way past the reviews: a reason, and somebody who looks at it afterwards."""

    page_title = gettext_lazy("紧急发布")
    header_icon = "warning"
    template_name = "reviews/urgent.html"
    form_class = ReasonForm

    def dispatch(self, request, *args, page_id, **kwargs):
        page = Page.objects.filter(pk=page_id).first()
        self.page = page and page.specific
        tester = self.page.permissions_for_user(request.user) if self.page else None
        if tester is None or not tester.can_edit():
            raise Http404
        if not tester.can_publish_urgently():
            raise PermissionDenied
        return super().dispatch(request, *args, page_id=page_id, **kwargs)

    def act(self, form):
        seen = self.request.POST.get("revision", "")
        publish_urgently(
            self.page,
            revision_id=int(seen) if seen.isdecimal() and len(seen) < 19 else None,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )
        text = _("《%s》已紧急发布，列入待补审。") % self.page.draft_title
        messages.success(self.request, text)

    def get_context_data(self, **kwargs):
        draft = self.page.get_latest_revision_as_object()
        findings = check(draft) if isinstance(draft, ArticlePage) else None
        edit_url = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return super().get_context_data(
            page=self.page, findings=findings, edit_url=edit_url, **kwargs
        )

    def get_success_url(self):
        return reverse("reviews:index") + "?tab=urgent"


@require_POST
def confirm(request, pk):
    """Confirm an urgent publication after looking at it."""
    urgent = get_object_or_404(urgent_for(request.user), pk=pk)
    try:
        confirm_urgent(urgent, by=request.user, note=request.POST.get("note", ""))
    except PermissionDenied:
        messages.error(request, _("补审须由能终审、且不是发布人或作者的人来做。"))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("《%s》已补审。") % urgent.title)
    return redirect(reverse("reviews:index") + "?tab=urgent")


class WorkingSiteMixin:
    """A view about the site the person works in; there is none for superusers."""

    def dispatch(self, request, *args, **kwargs):
        self.site = request.working_site
        if self.site is None or not self.may_enter():
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class AbsenceView(WorkingSiteMixin, SideView):
    """Who reviews in one's place."""

    page_title = gettext_lazy("请假代审")
    template_name = "reviews/absence.html"
    form_class = AbsenceForm
    success_url = reverse_lazy("reviews:absence")

    def may_enter(self):
        return bool(absence.steps_of(self.request.user, self.site))

    def get_form_kwargs(self):
        colleagues = absence.colleagues_of(self.request.user, self.site)
        return super().get_form_kwargs() | {"colleagues": colleagues}

    def act(self, form):
        user = self.request.user
        absence.delegate(site=self.site, person=user, by=user, **form.cleaned_data)
        messages.success(self.request, _("已委托%s代审。") % form.cleaned_data["colleague"])

    def get_context_data(self, **kwargs):
        rows = Delegation.objects.to_come().filter(site=self.site)
        rows = rows.select_related("person", "colleague")
        own = [one for one in rows if one.person_id == self.request.user.pk]
        others = [one for one in rows if one.colleague_id == self.request.user.pk]
        return super().get_context_data(own=own, others=others, **kwargs)


@require_POST
def absence_end(request, pk):
    """End a delegation of one's own."""
    delegation = get_object_or_404(Delegation, pk=pk, person=request.user)
    absence.end_delegation(delegation, by=request.user)
    messages.success(request, _("委托已结束。"))
    return redirect("reviews:absence")


class SettingsView(WorkingSiteMixin, SideView):
    """What columns ask for that ask for nothing of their own."""

    page_title = gettext_lazy("审核设置")
    template_name = "reviews/settings.html"
    form_class = SettingsForm

    def may_enter(self):
        return settling.manages_columns(self.request.user, self.site)

    def get_initial(self):
        return {"review": self.site.review}

    def act(self, form):
        settling.set_default(self.site, review=form.cleaned_data["review"], by=self.request.user)
        messages.success(self.request, _("审核设置已保存。"))
