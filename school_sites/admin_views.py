"""Admin screens of a site's content."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import AddSubpageView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from .double_submit import sent_form
from .forms import ImportForm
from .imports import import_article
from .models import ArticlePage, SitePage
from .word_import import ImportRefused


def article_import(request):
    """Upload a file and get a draft; a refused file changes nothing and says why."""
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    if not form.fields["column"].queryset.exists():
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        sent = sent_form(request)
        if sent is not None and sent.page_id:
            messages.warning(request, _("刚才已经提交过一次，没有重复导入。"))
            return redirect("article_import_report", sent.page_id)
        upload = form.cleaned_data["file"]
        try:
            article = import_article(
                column=form.cleaned_data["column"],
                name=upload.name,
                data=upload.read(),
                by=request.user,
            )
        except ImportRefused as error:
            form.add_error("file", str(error))
        except ValidationError as error:
            for message in error.messages:
                form.add_error("file", _("导入的内容不能保存：%s") % message)
        else:
            if sent is not None:
                sent.led_to(article)
            messages.success(request, _("已导入为草稿：《%s》") % article.title)
            return redirect("article_import_report", article.pk)
    context = {"form": form, **_header(_("导入文件"))}
    return render(request, "school_sites/import_form.html", context)


def article_import_report(request, article_id):
    """What the import cleaned, and what a person must look at."""
    article = ArticlePage.objects.filter(pk=article_id).select_related("import_report").first()
    if article is None or not hasattr(article, "import_report"):
        raise Http404
    if not article.permissions_for_user(request.user).can_edit():
        raise Http404  # whether it exists is nobody else's business
    context = {
        "article": article,
        "report": article.import_report,
        "edit_url": reverse("wagtailadmin_pages:edit", args=[article.pk]),
        **_header(_("导入结果"), inside=True),
    }
    return render(request, "school_sites/import_report.html", context)


def _header(title, *, inside=False):
    """What the admin's header needs; ``inside`` for the screen after the upload."""
    items = [{"url": reverse("wagtailadmin_home"), "label": _("首页")}]
    if inside:
        items.append({"url": reverse("article_import"), "label": _("导入文件")})
    items.append({"url": "", "label": title})
    return {"header_title": title, "header_icon": "upload", "breadcrumbs_items": items}


class AllowedSubpageView(AddSubpageView):
    """Wagtail's choice of a page type, offering only types the person may add.

    Wagtail 8.0 offers every type the page takes, whoever asks
    (wagtail/admin/views/pages/create.py); one type alone needs no choice.
    """

    def dispatch(self, request, parent_page_id, *args, **kwargs):
        parent = get_object_or_404(Page, pk=parent_page_id).specific
        tester = parent.permissions_for_user(request.user)
        allowed = [one._meta for one in parent.creatable_subpage_models() if tester.can_add(one)]
        if len(allowed) == 1:
            only = allowed[0]
            return redirect("wagtailadmin_pages:add", only.app_label, only.model_name, parent.pk)
        self.allowed = {(one.app_label, one.model_name) for one in allowed}
        return super().dispatch(request, parent_page_id, *args, **kwargs)

    def get_context_data(self, **kwargs):
        self.page_types = [one for one in self.page_types if one[1:3] in self.allowed]
        return super().get_context_data(**kwargs)


class SitePageViewSet(PageViewSet):
    """Wagtail's own screens of pages, with our choice of a page type below pages of a site."""

    parent_models = [SitePage]
    add_subpage_view_class = AllowedSubpageView
