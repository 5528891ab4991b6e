"""People on the start page of who answers for them."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from school_sites.panels import UserPanel

from .authority import Authority
from .invitations import invitations_of
from .unused import ends_on, soon_disabled

INVITATIONS, SOON = 8, 5


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
        return {"counts": counts, "invitations": invitations_of(self.user)[:INVITATIONS]}


class UnusedPanel(UserPanel):
    """Accounts that will be disabled soon: somebody may tell their owners to sign in."""

    name = "people_unused"
    template_name = "people/unused_panel.html"
    order = 130

    def get_context_data(self, parent_context):
        soon = soon_disabled(Authority(self.user).people())
        rows = list(soon.order_by("used_at", "pk")[: SOON + 1])
        return {
            "rows": [(user, ends_on(user)) for user in rows[:SOON]],
            "more": _("全部 %d 人") % soon.count() if len(rows) > SOON else "",
        }
