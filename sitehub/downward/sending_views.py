"""What the district does with a notice: confirm and send, remind, extend, withdraw."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from . import reach, reminders, states
from .forms import EndForm
from .models import DistrictNotice
from .views import head, senders_only, version_of


@senders_only
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, pk):
    """Spell out who gets it; send it on POST, to exactly these."""
    notice = get_object_or_404(DistrictNotice.objects.select_related("article"), pk=pk)
    if not notice.is_draft:
        return redirect("downward:notice", pk)
    if request.method == "POST" and _send(request, notice):
        return redirect("downward:notice", pk)
    notice.refresh_from_db()
    schools = list(reach.recipients_of(notice))
    groups = reach.by_kind(schools)
    context = {
        "notice": notice,
        "groups": reach.counted(groups),
        "in_words": reach.in_words(groups),
        "is_nobody": not schools and not notice.on_district,
        "is_short": len(schools) <= 12,
        "seal": reach.seal_of(schools),
        **head(_("核对并发出")),
    }
    return render(request, "downward/confirm.html", context)


def _send(request, notice):
    """Whether it was sent; says why not."""
    seal = request.POST.get("seal", "")
    try:
        states.send(notice, version=version_of(request), seal=seal, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except states.ChangedMeanwhile as error:
        messages.error(request, str(error))
    else:
        text = _("已发出《%(title)s》：%(schools)s。")
        words = reach.in_words(notice.recipients)
        messages.success(request, text % {"title": notice.title, "schools": words})
        return True
    return False


@senders_only
@require_POST
def discard(request, pk):
    """Delete a draft."""
    notice = get_object_or_404(DistrictNotice, pk=pk)
    if _done(request, notice, states.discard):
        messages.success(request, _("已删除草稿《%s》。") % notice.title)
    return redirect("downward:index")


@senders_only
@require_POST
def withdraw(request, pk):
    """Take a notice off every page."""
    notice = get_object_or_404(DistrictNotice, pk=pk)
    if _done(request, notice, states.withdraw):
        messages.success(request, _("已撤回《%s》，各校的页面上不再显示。") % notice.title)
    return redirect("downward:notice", pk)


@senders_only
@require_POST
def extend(request, pk):
    """Show a notice until another time."""
    notice = get_object_or_404(DistrictNotice, pk=pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明显示到什么时候。"))
    elif _done(request, notice, states.extend, until=form.cleaned_data["show_until"]):
        messages.success(request, _("已改为显示到新的时间。"))
    return redirect("downward:notice", pk)


@senders_only
@require_POST
def remind(request, pk):
    """Remind the schools that have not signed."""
    notice = get_object_or_404(DistrictNotice, pk=pk)
    try:
        count = reminders.remind(notice, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("已提醒 %d 所没有签收的学校。") % count)
    return redirect("downward:notice", pk)


def _done(request, notice, change, **values):
    """Whether ``change`` went well; says why not."""
    try:
        change(notice, version=version_of(request), by=request.user, **values)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except states.ChangedMeanwhile as error:
        messages.error(request, str(error))
    else:
        return True
    return False
