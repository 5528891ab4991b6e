"""A site's files whose words could not be read, with the reasons."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from media.models import SiteDocument
from school_sites.admin_screens import ListScreen

from .models import AttachmentText


def unread_at(request):
    """Failed texts of the site that is worked in; None for whoever changes no files there."""
    site = getattr(request, "working_site", None)
    policy = policy_registry.get_by_type(SiteDocument)
    if site is None or not policy.user_has_any_permission(request.user, ["change"]):
        return None
    return AttachmentText.objects.failed().of_site(site)


class UnreadFilesView(ListScreen):
    """What search finds by its title only: an editor can replace the file by a better one."""

    page_title = gettext_lazy("读不出文字的文件")
    header_icon = "doc-full-inverse"
    template_name = "search/unread_files.html"
    date_field = "extracted_at"

    def get_context_data(self, **kwargs):
        unread = unread_at(self.request)
        if unread is None:
            raise PermissionDenied
        rows, links = self.page_of(unread.select_related("document").defer("text"))
        return super().get_context_data(rows=rows, **links, **kwargs)


class UnreadFilesPanel(Component):
    """One line of the start page that leads to the list; none where nothing is in it."""

    name = "unread_files"
    template_name = "search/unread_files_panel.html"
    order = 400

    def __init__(self, count):
        self.count = count

    @classmethod
    def for_request(cls, request):
        """The panel, or None where there is nothing to be done."""
        unread = unread_at(request)
        count = unread.count() if unread is not None else 0
        return cls(count) if count else None

    def get_context_data(self, parent_context):
        return {"count": self.count}
