"""The school's side of submissions: what became of them, withdraw, offer again."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from school_sites.admin_screens import ListScreen, tail
from school_sites.models import SchoolSite
from school_sites.panels import UserPanel

from . import transitions
from .desk import for_screen, row_for_screen
from .models import Decision, Submission

DECISIONS_ON_START_PAGE = 10
AGAIN = gettext_lazy("已修改，重新报送")
WITHDRAWABLE = (Decision.WAITING, Decision.ON_HOLD, Decision.ACCEPTED)


def own_submissions(user):
    """Submissions of the schools whose groups ``user`` is in; no others, ever."""
    return Submission.objects.filter(site__in=SchoolSite.objects.for_user(user))


class SchoolView(ListScreen):
    """What the person's schools offered, and what the district decided."""

    page_title = gettext_lazy("我的报送")
    header_icon = "mail"
    template_name = "syndication/school.html"
    date_field = "waiting_since"

    def get_context_data(self, **kwargs):
        submissions, links = self.page_of(for_screen(own_submissions(self.request.user)))
        return super().get_context_data(
            rows=[row_for_school(one) for one in submissions],
            here=tail(self.request.GET),
            **links,
            **kwargs,
        )


def row_for_school(submission):
    """What the school sees of ``submission``, with the one thing it can do about it."""
    row = row_for_screen(submission)
    is_offered = not (submission.school_withdrew or submission.set_aside)
    row["can_be_urgent"] = is_offered and submission.decision == Decision.WAITING
    if submission.school_withdrew:
        if not row["is_archived"]:
            row["button"] = {"url_name": "syndication:offer_again", "label": _("重新报送")}
    elif submission.decision == Decision.RETURNED:
        if not (submission.set_aside or row["is_archived"]):
            row["button"] = {"url_name": "syndication:submit_again", "label": AGAIN}
    elif submission.decision in WITHDRAWABLE:
        row["button"] = {"url_name": "syndication:withdraw", "label": _("撤回")}
    return row


@require_POST
def withdraw(request, pk):
    """Take an offer back. Another school's submission does not exist here."""
    submission = get_object_or_404(own_submissions(request.user).select_related("site"), pk=pk)
    transitions.withdraw(submission, by=request.user)
    text = _("已撤回《%(title)s》，区站不再显示；本校网站上的文章不受影响。")
    messages.success(request, text % {"title": submission.title})
    return redirect(reverse("syndication:school") + tail(request.GET))


@require_POST
def offer_again(request, pk):
    """Offer a withdrawn article again."""
    submission = get_object_or_404(own_submissions(request.user).select_related("site"), pk=pk)
    try:
        transitions.offer_again(submission, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("已重新报送《%(title)s》。") % {"title": submission.title})
    return redirect(reverse("syndication:school") + tail(request.GET))


@require_POST
def submit_again(request, pk):
    """Offer a returned article again; the district sees it with the earlier reason."""
    submission = get_object_or_404(own_submissions(request.user).select_related("site"), pk=pk)
    try:
        transitions.submit_again(submission, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        text = _("已重新报送《%(title)s》，等待区站处理。")
        messages.success(request, text % {"title": submission.title})
    return redirect(reverse("syndication:school") + tail(request.GET))


class DecisionsPanel(UserPanel):
    """Start page: what the district decided last on the articles of ``user``'s schools."""

    name = "district_decisions"
    template_name = "syndication/decisions_panel.html"
    order = 130

    def get_context_data(self, parent_context):
        decided = own_submissions(self.user).exclude(decided_at=None)
        decided = decided.select_related("channel").order_by("-decided_at", "-pk")
        return {"decisions": list(decided[:DECISIONS_ON_START_PAGE])}
