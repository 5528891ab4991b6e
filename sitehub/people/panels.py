"""The start page of who answers for the district's accounts."""

from django.db.models import Count, Q

from school_sites.panels import UserPanel

from .authority import Authority
from .invitations import invitations_of

LIMIT = 8


class AccountsPanel(UserPanel):
    """How many accounts there are, and whom one still waits for."""

    name = "people_accounts"
    template_name = "people/accounts_panel.html"
    order = 100

    def get_context_data(self, parent_context):
        counts = (
            Authority(self.user)
            .people()
            .aggregate(
                active=Count("pk", filter=Q(is_active=True)),
                disabled=Count("pk", filter=Q(is_active=False)),
            )
        )
        return {"counts": counts, "invitations": invitations_of(self.user)[:LIMIT]}
