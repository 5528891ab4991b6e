"""The district's home page as it will be at a moment: rendered for the editor, never kept.

Everything that is decided by the clock when a page is shown is decided for that moment. An
article whose own publication is scheduled is not published for it, since publishing writes
files and tells others: in a place it is shown (``shown.scheduled``), lists are without it, and
it is named beside the frame.
"""

from datetime import timedelta

from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.admin.auth import permission_denied

from school_sites import clock, hosts
from school_sites.models.pages import AS_VISITORS
from sitehub.accounts.roles import DECIDE
from sitehub.publishing.unstored import unstored

from .choosing import own_articles
from .forms import MomentForm
from .standing import minute
from .views import PlacesBase

NAMED = 10
FORMAT = "%Y-%m-%dT%H:%M"
AHEAD = timedelta(days=370)


class PreviewView(PlacesBase):
    """Choose a moment, see the home page beside what is not in the picture."""

    page_title = gettext_lazy("首页预览")
    template_name = "placements/preview.html"

    @cached_property
    def form(self):
        if "at" in self.request.GET:
            return MomentForm(self.request.GET)
        return MomentForm(initial={"at": timezone.now()})

    def get_context_data(self, **kwargs):
        moment, error = moment_of(self.request.GET)
        waiting = scheduled_until(moment) if moment else []
        return super().get_context_data(
            form=self.form,
            error=error,
            at=timezone.localtime(moment).strftime(FORMAT) if moment else "",
            moment=minute(moment) if moment else "",
            scheduled=[(title, minute(date)) for title, date in waiting[:NAMED]],
            more=max(0, len(waiting) - NAMED),
            **kwargs,
        )


def moment_of(query):
    """(moment, words): the moment a query names, now where it names none; or what is wrong."""
    now = timezone.now()
    if "at" not in query:
        return now, ""
    form = MomentForm(query)
    if not form.is_valid():
        return None, " ".join(form.errors.get("at", []))
    moment = form.cleaned_data["at"]
    if moment > now + AHEAD:
        return None, _("只能看一年以内的。")
    if moment < now - timedelta(minutes=2):  # the browser's field has no seconds
        return None, _("只能看现在和以后的时刻。")
    return max(moment, now), ""


def scheduled_until(moment):
    """(title, date) of the district's articles that will be published up to ``moment``."""
    rows = own_articles().filter(_revisions__approved_go_live_at__lte=moment)
    rows = rows.order_by("_revisions__approved_go_live_at")
    return list(rows.values_list("draft_title", "_revisions__approved_go_live_at"))


@xframe_options_sameorigin
def frame(request):
    """The home page itself, for the frame of ``PreviewView``."""
    if not request.user.has_perm(DECIDE):
        return permission_denied(request)
    moment, error = moment_of(request.GET)
    district = hosts.table().district
    if error or district is None:
        raise Http404
    page = district.school_site.root_page.specific_class.objects.get(
        pk=district.school_site.root_page_id
    )
    with clock.at(moment):
        response = page.make_preview_request(request, AS_VISITORS)
    return unstored(response)
