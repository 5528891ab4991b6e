"""The district's screens: the list, writing, and what became of a notice."""

from functools import wraps

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from school_sites.admin_screens import ListScreen, header
from sitehub.accounts.roles import SEND_NOTICE

from . import reach, states
from .forms import EndForm, NoticeForm
from .models import Acknowledgement, DistrictNotice, Status

ICON = "mail"
SCHOOLS_ON_A_PAGE = 500
ALL = "all"
TABS = [
    (ALL, gettext_lazy("全部")),
    (Status.DRAFT.value, Status.DRAFT.label),
    ("on", gettext_lazy("显示中")),
    ("over", gettext_lazy("已到期")),
    (Status.WITHDRAWN.value, Status.WITHDRAWN.label),
]
UNSIGNED, SIGNED = "unsigned", "signed"
SHOWN = [
    (UNSIGNED, gettext_lazy("未签收")),
    (SIGNED, gettext_lazy("已签收")),
    (ALL, gettext_lazy("全部")),
]


def senders_only(view):
    """Refuse whoever may not write to schools."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.has_perm(SEND_NOTICE):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def head(title):
    """What the admin's header needs on a screen below the list."""
    return header(title, ICON, (reverse("downward:index"), _("发给学校")))


class IndexView(ListScreen):
    """All notices and banners, the newest first."""

    page_title = gettext_lazy("发给学校")
    header_icon = ICON
    template_name = "downward/index.html"
    date_field = "created_at"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(SEND_NOTICE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("state", ALL)
        state = asked if asked in dict(TABS) else ALL
        rows = _in_state(state).defer("text", "recipients")
        notices, links = self.page_of(rows)
        signed = _numbers_signed(notices)
        for one in notices:
            one.signed = signed.get(one.pk, 0)
        return super().get_context_data(
            notices=notices,
            tabs=self.tabs(TABS, state, draft=DistrictNotice.objects.drafts().count() or None),
            **links,
            **kwargs,
        )


def _numbers_signed(notices):
    """{number of a notice: how many schools have signed} of the notices of one page."""
    rows = Acknowledgement.objects.filter(notice__in=[one.pk for one in notices])
    return dict(rows.values_list("notice").annotate(Count("pk")))


def _in_state(state):
    notices = DistrictNotice.objects.all()
    if state == "on":
        return notices.not_over()
    if state == "over":
        return notices.over()
    return notices if state == ALL else notices.filter(status=state)


@senders_only
@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """Write a notice; the next screen confirms who gets it."""
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            notice = states.draft(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("downward:confirm", notice.pk)
    return render(request, "downward/form.html", {"form": form, **head(_("写通知"))})


@senders_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Write a draft anew."""
    notice = get_object_or_404(DistrictNotice, pk=pk)
    if not notice.is_draft:
        return redirect("downward:notice", pk)
    form = NoticeForm(request.POST or None, notice=notice)
    if request.method == "POST" and form.is_valid():
        version = version_of(request)
        try:
            states.change(notice, version=version, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except states.ChangedMeanwhile as error:
            messages.error(request, str(error))
            return redirect("downward:edit", pk)
        else:
            return redirect("downward:confirm", pk)
    context = {"form": form, "notice": notice, **head(_("修改通知"))}
    return render(request, "downward/form.html", context)


def version_of(request):
    """The version the form was made on; -1 for what no form of ours sends."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


@senders_only
@require_safe
def notice(request, pk):
    """What was sent, to whom, and who has signed for it."""
    found = get_object_or_404(DistrictNotice.objects.select_related("article"), pk=pk)
    if found.is_draft:
        return redirect("downward:confirm", pk)
    context = {
        "notice": found,
        "groups": reach.counted(found.recipients),
        "in_words": reach.in_words(found.recipients),
        "end_form": EndForm(initial={"show_until": found.show_until}),
        **head(found.title),
    }
    if found.requires_acknowledgement:
        context |= _table(request, found)
    return render(request, "downward/notice.html", context)


def _table(request, notice):
    """The schools, 500 on a page, and who signed for each: a fixed number of queries."""
    asked = request.GET.get("show", UNSIGNED)
    show = asked if asked in dict(SHOWN) else UNSIGNED
    signed = reach.signatures(notice)
    waiting = reach.unsigned(notice)
    numbers = {UNSIGNED: waiting.count(), SIGNED: signed.count()}
    schools = {
        UNSIGNED: waiting,
        SIGNED: reach.concerned(notice).filter(pk__in=signed.values("site")),
        ALL: reach.concerned(notice),
    }[show]
    page = Paginator(schools, SCHOOLS_ON_A_PAGE).get_page(request.GET.get("p"))
    by_site = {one.site_id: one for one in signed.filter(site__in=[s.pk for s in page])}
    for one in by_site.values():
        one.notice = notice  # asked for its time
    return {
        "rows": [{"school": school, "signed": by_site.get(school.pk)} for school in page],
        "page": page,
        "show": show,
        "unsigned_count": numbers[UNSIGNED],
        "signed_count": numbers[SIGNED],
        "tabs": [
            {"label": label, "url": f"?show={name}", "is_current": name == show,
             "count": numbers.get(name)}
            for name, label in SHOWN
        ],
    }  # fmt: skip
