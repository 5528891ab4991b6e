"""What screens of the admin have in common: their heads, and lists that are paged by key."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .paging import cursor_of, newest


def header(title, icon, *between):
    """What the admin's header needs; ``between`` are (address, label) of the screens above."""
    above = [(reverse("wagtailadmin_home"), _("首页")), *between, ("", title)]
    return {
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [{"url": url, "label": label} for url, label in above],
    }


class Screen(WagtailAdminTemplateMixin, View):
    """A screen whose way back ends with its own title."""

    def screens_above(self):
        """(address, label) of the screens between the start page and this one."""
        return []

    def get_breadcrumbs_items(self):
        title = self.get_page_title()
        return header(title, self.header_icon, *self.screens_above())["breadcrumbs_items"]

    def get(self, request, *args, **kwargs):
        """The screen as it is."""
        return self.render_to_response(self.get_context_data())


class ListScreen(Screen):
    """A list, newest first. What it shows is in its address: the filter, the tab, the position."""

    page_size = 20
    date_field = ""

    def page_of(self, rows):
        """(rows of this page, its links for the template) of a queryset."""
        after = self.request.GET.get("after", "")
        shown, older = newest(
            rows, date_field=self.date_field, limit=self.page_size, after=cursor_of(after)
        )
        return shown, {
            "older_url": self.address(after=str(older)) if older else "",
            "newest_url": self.address(after="") if after else "",
        }

    def tabs(self, choices, chosen, **counts):
        """The states to choose from; ``counts`` has a number for some of them."""
        return [
            {
                "label": label,
                "url": self.address(state=state, after=""),
                "is_current": state == chosen,
                "count": counts.get(state),
            }
            for state, label in choices
        ]

    def address(self, **changes):
        """This list's address with some parameters changed; an empty one is left out."""
        return self.request.path + tail(self.request.GET.dict() | changes)

    def plain_address(self, state):
        """This list's address with nothing chosen but the tab."""
        return self.request.path + tail({"state": state})


def tail(query):
    """``query`` (a QueryDict or a dict) as the end of an address; "" when nothing is in it."""
    if not isinstance(query, QueryDict):
        values, query = query, QueryDict(mutable=True)
        query.update({key: value for key, value in values.items() if value})
    return "?" + query.urlencode() if query else ""
