"""Where one is signed in, and the way to end it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sitehub.accounts.sessions import end_sessions
from sitehub.audit import record


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request):
    """The person's own sessions; POST ``session`` ends one, ``others`` all but this one."""
    mine = request.user.sessions.filter(expire_date__gt=timezone.now()).order_by("-last_seen")
    if request.method == "POST":
        try:
            count = _end(request, mine)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("已退出 %d 处登录。") % count)
        return redirect("account_sessions")
    here = request.session.session_key
    context = {
        # Named on the screen by when it began: its key is the secret itself.
        "rows": [(row, row.session_key == here) for row in mine],
        "header_title": _("我的登录"),
        "header_icon": "user",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("首页")},
            {"url": reverse("wagtailadmin_account"), "label": _("账号")},
            {"url": "", "label": _("我的登录")},
        ],
    }
    return render(request, "people/sessions.html", context)


def _end(request, mine):
    here = request.session.session_key
    if "others" in request.POST:
        count = end_sessions(request.user, but=here)
    else:
        row = get_object_or_404(mine, started_at=_moment(request), user=request.user)
        if row.session_key == here:
            raise ValidationError(_("这是现在用的登录，请用菜单里的“退出”。"))
        row.delete()
        count = 1
    record("person.sessions_ended", by=request.user, target=request.user, details={"count": count})
    return count


def _moment(request):
    moment = parse_datetime(request.POST.get("session", "")[:40])
    if moment is None:
        raise Http404
    return moment
