"""审核: what waits, what was decided, what was published urgently."""

from django.core.paginator import Paginator
from django.db.models import F
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from school_sites.models import ColumnPage
from school_sites.models.articles import ARTICLE_PATH
from school_sites.models.pages import STEP
from school_sites.queries import entry_of

from .absence import steps_of
from .models import ReviewState
from .rights import roles_by_site, urgent_for, waiting_for
from .settling import manages_columns
from .urgent import may_confirm

PAGE_SIZE = 20
TABS = {
    "mine": gettext_lazy("等我审核"),
    "site": gettext_lazy("本站在审"),
    "decided": gettext_lazy("我审过的"),
    "urgent": gettext_lazy("紧急发布"),
}


def rows_of(states):
    """``{state, column}`` for each of ``states``; one query for the columns of all."""
    states = list(states)
    parents = {state.page.path[:-STEP] for state in states}
    columns = dict(ColumnPage.objects.filter(path__in=parents).values_list("path", "title"))
    return [{"state": one, "column": columns.get(one.page.path[:-STEP], "")} for one in states]


def at_site_of(user):
    """Steps that wait at the sites ``user`` works at, whoever may take them."""
    waiting = ReviewState.objects.waiting()
    return waiting if user.is_superuser else waiting.filter(site__in=roles_by_site(user))


class IndexView(WagtailAdminTemplateMixin, TemplateView):
    """One list in four views; only what waits for the person is counted."""

    page_title = gettext_lazy("审核")
    header_icon = "clipboard-list"
    template_name = "reviews/index.html"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @cached_property
    def tab(self):
        asked = self.request.GET.get("tab", "")
        return asked if asked in TABS else "mine"

    def get_context_data(self, **kwargs):
        user = self.request.user
        paginator = Paginator(self._found(user), PAGE_SIZE)
        shown = paginator.get_page(self.request.GET.get("p"))
        is_urgent = self.tab == "urgent"
        rows = [self._urgent_row(one) for one in shown] if is_urgent else rows_of(shown)
        return super().get_context_data(
            rows=rows,
            tab=self.tab,
            tabs=self._tabs(user),
            pages=shown,
            links=self._links(user),
            **kwargs,
        )

    def _found(self, user):
        if self.tab == "urgent":
            rows = urgent_for(user).select_related("site", "page")
            return rows.order_by(F("resolved_at").desc(nulls_first=True), "-at", "-pk")
        if self.tab == "decided":
            return ReviewState.objects.decided().filter(finished_by=user).with_page()
        found = waiting_for(user) if self.tab == "mine" else at_site_of(user)
        return found.with_page()

    def _urgent_row(self, urgent):
        """What was published can be read where visitors read it, and taken down in its form."""
        user, page = self.request.user, urgent.page
        entry = entry_of(urgent.site_id) if page is not None and page.live else None
        works_here = user.is_superuser or urgent.site_id in roles_by_site(user)
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk]) if page and works_here else ""
        return {
            "urgent": urgent,
            "may_confirm": urgent.resolved_at is None and may_confirm(urgent, user),
            "url": entry.url(ARTICLE_PATH.format(page.pk)) if entry else "",
            "edit_url": edit,
        }

    def _tabs(self, user):
        counts = {"mine": waiting_for(user).count(), "urgent": urgent_for(user).open().count()}
        return [
            {
                "label": label,
                "url": f"{reverse('reviews:index')}?tab={name}",
                "is_current": name == self.tab,
                "count": counts.get(name) or None,
            }
            for name, label in TABS.items()
        ]

    def _links(self, user):
        site = self.request.working_site
        if site is None:
            return {}
        return {
            "absence": bool(steps_of(user, site)),
            "settings": manages_columns(user, site),
        }
