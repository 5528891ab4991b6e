"""Wagtail hooks of one site's content."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from media.models import SiteDocument

from . import (
    admin_views,
    as_it_is,  # noqa: F401 (registers itself)
    editing_hooks,  # noqa: F401 (registers itself)
    photo_upload,
)
from .document_access import is_offered
from .double_submit import sent_form
from .homes import admin_views as homes_admin
from .letters import hooks as letters_hooks  # noqa: F401 (registers itself)
from .looks import hooks as looks_hooks  # noqa: F401 (registers itself)
from .models import SchoolSite, WeekMenuPage
from .panels import (
    DraftsPanel,
    ScheduledPanel,
    SchoolStatePanel,
    StartPanel,
    WriteView,
    without_stock,
)


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


@hooks.register("register_admin_urls")
def home_urls():
    """Arranging a home page, and letting it arrange itself again."""
    return [
        path(
            "home/<int:page_id>/customise/",
            homes_admin.HomeChange.as_view(change=homes_admin.CUSTOMISE),
            name="home_customise",
        ),
        path(
            "home/<int:page_id>/restore/",
            homes_admin.HomeChange.as_view(change=homes_admin.RESTORE),
            name="home_restore",
        ),
    ]


@hooks.register("register_admin_urls")
def photo_urls():
    """The upload of one photograph of an album."""
    return [path("albums/<int:page_id>/photo/", photo_upload.upload, name="album_photo_upload")]


@hooks.register("construct_homepage_panels")
def school_start_page(request, panels):
    """Writing, drafts and the school's state, instead of Wagtail's own panels."""
    user = request.user
    if SchoolSite.objects.schools().for_user(user).exists():
        kept = panels if user.is_superuser else without_stock(panels)
        panels[:] = [*kept, StartPanel(), SchoolStatePanel(user)]
        panels += [ScheduledPanel(user), DraftsPanel(user)]


@hooks.register("before_serve_document")
def document_only_at_its_own_site(document, request):
    """A file of one site is never handed out through another site's host.

    Nor is one that only pages use which the visitor could not open. On the admin
    host only those get it who may choose or change it.
    """
    if request.is_admin_host:
        policy = policy_registry.get_by_type(SiteDocument)
        may_get = policy.user_has_any_permission_for_instance(
            request.user, ["choose", "change"], document
        )
    else:
        own = document.collection.path.startswith(request.school_site.collection.path)
        may_get = own and is_offered(document, request)
    if not may_get:
        raise Http404


@hooks.register("before_create_page")
def made_already(request, parent_page, page_class):
    """The same new page sent twice leads to the page the first sending made."""
    request.sent_form = sent_form(request)
    page = request.sent_form.page if request.sent_form else None
    if page is None:
        return None
    if request.accepts("text/html"):  # else it is the editor saving by itself
        messages.warning(request, _("刚才已经提交过一次，“%s”没有重复创建。") % page.draft_title)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("after_create_page")
def remember_sent_form(request, page):
    """Remember which page came of the form."""
    if getattr(request, "sent_form", None) is not None:
        request.sent_form.led_to(page)


@hooks.register("before_copy_page")
def no_aliases(request, page):
    """Aliases are not used: one taken down would come back when its source is published.

    Wagtail 8.0 offers them in the copy form (wagtail/admin/forms/pages.py) without a setting.
    """
    if request.method == "POST" and request.POST.get("alias"):
        messages.error(request, _("本平台不使用别名页面，请取消勾选“别名”后再复制。"))
        return redirect("wagtailadmin_pages:copy", page.pk)
    return None


@hooks.register("before_copy_page")
def one_menu_a_week(request, page):
    """A copy would be a second menu of its week; a new one begins with the last one's meals."""
    if page.specific_class is not WeekMenuPage:
        return None
    messages.error(request, _("食谱不能复制。请新建一份：餐次会按上一份填好。"))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("register_admin_viewset")
def site_pages():
    """What differs from Wagtail's own screens of pages."""
    return admin_views.SitePageViewSet()


@hooks.register("before_create_page")
def columns_are_the_managers(request, parent_page, page_class):
    """Wagtail asks whether a subpage may be added, not of which type."""
    if not parent_page.permissions_for_user(request.user).can_add(page_class):
        raise PermissionDenied
