"""The school's side: what the district sent, and signing for it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from school_sites.admin_screens import ListScreen

from . import states
from .models import Acknowledgement, DistrictNotice
from .shown import articles_of

ON_START_PAGE = 5


def school_of(request):
    """The school the person works in. Raises PermissionDenied for the district's people."""
    site = request.working_site
    if site is None or site.is_district:
        raise PermissionDenied
    return site


def rows_for(site, notices):
    """``notices`` with the school's own signature, in one query; nobody else's, ever."""
    signed = Acknowledgement.objects.filter(site=site, notice__in=[one.pk for one in notices])
    by_notice = {one.notice_id: one for one in signed}
    rows = []
    for notice in notices:
        signature = by_notice.get(notice.pk)
        if signature is not None:
            signature.notice = notice
        may_sign = notice.takes_signatures and signature is None and not site.is_archived
        rows.append({"notice": notice, "signature": signature, "may_sign": may_sign})
    return rows


class ReceivedView(ListScreen):
    """Everything the district sent to the school, the newest first."""

    page_title = gettext_lazy("区里通知")
    header_icon = "mail"
    template_name = "downward/received.html"
    date_field = "sent_at"

    def get_context_data(self, **kwargs):
        site = school_of(self.request)
        received = DistrictNotice.objects.received_by(site).defer("recipients")
        notices, links = self.page_of(received)
        articles = articles_of(one.article_id for one in notices)
        rows = rows_for(site, notices)
        for row in rows:
            row["article"] = articles.get(row["notice"].article_id)
        return super().get_context_data(rows=rows, **links, **kwargs)


@require_POST
def acknowledge(request, pk):
    """Sign for the school, by name. What was not sent to it does not exist here."""
    site = school_of(request)
    notice = get_object_or_404(DistrictNotice.objects.received_by(site), pk=pk)
    try:
        signature = states.acknowledge(notice, site=site, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        if signature.person_id == request.user.pk:
            text = _("已签收《%(title)s》，签收人：%(name)s。")
        else:
            text = _("《%(title)s》已由%(name)s签收。")
        messages.success(request, text % {"title": notice.title, "name": signature.name})
    return redirect("wagtailadmin_home" if "start" in request.POST else "downward:received")
