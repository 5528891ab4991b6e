"""Files whose words cannot be read, in the admin: the list, and the start page's word of it."""

from django.urls import path
from wagtail import hooks

from .unread_files import UnreadFilesPanel, UnreadFilesView


@hooks.register("register_admin_urls")
def unread_files_urls():
    """The list of a site's files that search finds by their titles only."""
    return [path("unread-files/", UnreadFilesView.as_view(), name="unread_files")]


@hooks.register("construct_homepage_panels", order=2100)
def unread_files_panel(request, panels):
    """附件读不出, where a site has such files."""
    panel = UnreadFilesPanel.for_request(request)
    if panel is not None:
        panels.append(panel)
