"""The school offers by hand: its articles that nobody offered, each to a channel it chooses."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from school_sites.admin_screens import ListScreen, tail
from school_sites.models import Listing, SchoolSite, SiteStatus

from .models import Channel, Submission
from .offering import mark_urgent, offer_by_hand
from .school_views import own_submissions


class OfferView(ListScreen):
    """Articles of the person's school that visitors can see and the district was never offered."""

    page_title = gettext_lazy("报送一篇文章")
    header_icon = "mail"
    template_name = "syndication/offer.html"
    date_field = "published_at"

    def screens_above(self):
        return [(reverse("syndication:school"), _("我的报送"))]

    def post(self, request):
        """Offer ``article`` to ``channel``; ``urgent`` asks the district to look at it first."""
        article, channel = request.POST.get("article", ""), request.POST.get("channel", "")
        if not (_is_number(article) and _is_number(channel)):
            messages.error(request, _("请选择频道。"))
            return redirect(request.get_full_path())
        try:
            row = offer_by_hand(
                int(article),
                channel=get_object_or_404(Channel, pk=int(channel)),
                by=request.user,
                is_urgent=bool(request.POST.get("urgent")),
            )
        except PermissionDenied as error:
            raise Http404 from error  # another school's article does not exist here
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            values = {"title": row.title, "channel": row.channel}
            messages.success(request, _("已把《%(title)s》报送到“%(channel)s”。") % values)
        return redirect(request.get_full_path())

    def get_context_data(self, **kwargs):
        words = self.request.GET.get("q", "").strip()[:100]
        sites = SchoolSite.objects.schools().for_user(self.request.user)
        live = Submission.objects.filter(article=OuterRef("pk"), set_aside=False)
        listings = Listing.objects.visible().filter(
            ~Exists(live), site__in=sites.filter(status=SiteStatus.OPEN).values("pk")
        )
        if words:
            listings = listings.filter(title__icontains=words)
        rows, links = self.page_of(listings.select_related("column"))
        return super().get_context_data(
            rows=rows,
            words=words,
            channels=list(Channel.objects.all()),
            here=tail(self.request.GET),
            **links,
            **kwargs,
        )


@require_POST
def urgent(request, pk):
    """Mark a waiting submission of one's school urgent, or take that back."""
    submission = get_object_or_404(own_submissions(request.user).select_related("site"), pk=pk)
    wanted = request.POST.get("urgent") == "1"
    try:
        mark_urgent(submission, is_urgent=wanted, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        text = _("已标为加急：《%s》。") if wanted else _("已取消加急：《%s》。")
        messages.success(request, text % submission.title)
    return redirect(reverse("syndication:school") + tail(request.GET))


def _is_number(text):
    return text.isascii() and text.isdecimal() and len(text) <= 18
