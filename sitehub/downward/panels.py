"""The school's start page: what the district sent."""

from wagtail.admin.ui.components import Component

from .models import DistrictNotice
from .school_views import ON_START_PAGE, rows_for


class ReceivedPanel(Component):
    """What waits for the school's signature, the most urgent first; then what is in force."""

    name = "received_notices"
    template_name = "downward/panel.html"
    order = 102

    def __init__(self, site):
        self.site = site

    def get_context_data(self, parent_context):
        in_force = DistrictNotice.objects.received_by(self.site).not_over().defer("recipients")
        waiting = DistrictNotice.objects.to_sign(self.site).defer("recipients")
        waiting = list(waiting.order_by("acknowledge_by", "-sent_at")[: ON_START_PAGE * 2])
        others = in_force.exclude(pk__in=[one.pk for one in waiting])
        others = list(others.order_by("-sent_at", "-pk")[:ON_START_PAGE])
        return {
            "rows": rows_for(self.site, [*waiting, *others]),
            "count": len(waiting),
            "request": parent_context["request"],
        }
