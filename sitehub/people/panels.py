"""People on the start page of who answers for them."""

from django.utils.translation import gettext as _

from school_sites.panels import UserPanel

from .authority import Authority
from .unused import ends_on, soon_disabled

LIMIT = 5


class UnusedPanel(UserPanel):
    """Accounts that will be disabled soon: somebody may tell their owners to sign in."""

    name = "people_unused"
    template_name = "people/unused_panel.html"
    order = 130

    def get_context_data(self, parent_context):
        soon = soon_disabled(Authority(self.user).people())
        rows = list(soon.order_by("used_at", "pk")[: LIMIT + 1])
        return {
            "rows": [(user, ends_on(user)) for user in rows[:LIMIT]],
            "more": _("全部 %d 人") % soon.count() if len(rows) > LIMIT else "",
        }
