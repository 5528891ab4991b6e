"""Admin screens of a site's content."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from .double_submit import sent_form
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
    context = {"form": form, "header_title": _("导入文件"), "header_icon": "upload"}
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
        "header_title": _("导入结果"),
        "header_icon": "upload",
    }
    return render(request, "school_sites/import_report.html", context)
