"""Wagtail hooks of one site's content."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from . import admin_views
from .models import SchoolSite
from .panels import DraftsPanel, SchoolStatePanel, StartPanel, WriteView, without_stock


@hooks.register("register_admin_urls")
def import_urls():
    """The upload of files, their way, and the report on what was found in them."""
    return [
        path("import/", admin_views.article_import, name="article_import"),
        path(
            "import/batch/<uuid:batch>/",
            admin_views.article_import_batch,
            name="article_import_batch",
        ),
        path(
            "import/<int:article_id>/",
            admin_views.article_import_report,
            name="article_import_report",
        ),
    ]


@hooks.register("register_admin_urls")
def write_urls():
    """The choice of a column for a new article."""
    return [path("write/", WriteView.as_view(), name="article_write")]


@hooks.register("construct_homepage_panels")
def school_start_page(request, panels):
    """Writing, drafts and the school's state, instead of Wagtail's own panels."""
    user = request.user
    if SchoolSite.objects.schools().for_user(user).exists():
        kept = panels if user.is_superuser else without_stock(panels)
        panels[:] = [*kept, StartPanel(), SchoolStatePanel(user), DraftsPanel(user)]


@hooks.register("before_serve_document")
def document_only_at_its_own_site(document, request):
    """A file of one site is never handed out through another site's host."""
    site = getattr(request, "school_site", None)
    if site is not None and not document.collection.path.startswith(site.collection.path):
        raise Http404


@hooks.register("before_copy_page")
def no_aliases(request, page):
    """Aliases are not used: one taken down would come back when its source is published.

    Wagtail 8.0 offers them in the copy form (wagtail/admin/forms/pages.py) without a setting.
    """
    if request.method == "POST" and request.POST.get("alias"):
        messages.error(request, _("本平台不使用别名页面，请取消勾选“别名”后再复制。"))
        return redirect("wagtailadmin_pages:copy", page.pk)
    return None
