"""Admin screens of a site's content."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from .forms import ImportForm
from .imports import import_article
from .models import ArticlePage
from .word_import import ImportRefused


def article_import(request):
    """Upload a file and get a draft; a refused file changes nothing and says why."""
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    if not form.fields["column"].queryset.exists():
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
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
        else:
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
