"""Admin screens of a site's content."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from .blocks import pictures_without_words
from .forms import ImportForm
from .import_jobs import accept_uploads, is_slow
from .models import ArticlePage, ImportJob


def article_import(request):
    """Upload files; the worker makes drafts of them. A refused file changes nothing."""
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    if not form.fields["column"].queryset.exists():
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        batch = accept_uploads(
            column=form.cleaned_data["column"],
            uploads=form.cleaned_data["file"],
            by=request.user,
        )
        return redirect("article_import_batch", batch)
    context = {"form": form, "header_title": _("导入文件"), "header_icon": "upload"}
    return render(request, "school_sites/import_form.html", context)


def article_import_batch(request, batch):
    """How far the files uploaded together have come; their uploader only may see it.

    One file alone leads on to its report. With ``?part`` only the table is sent, for the
    script that keeps the page fresh.
    """
    jobs = list(ImportJob.objects.filter(batch=batch, by=request.user).select_related("article"))
    if not jobs:
        raise Http404
    if len(jobs) == 1 and jobs[0].article is not None:
        return redirect("article_import_report", jobs[0].article_id)
    context = {
        "jobs": jobs,
        "waits": any(not job.is_finished for job in jobs),
        "slow": any(is_slow(job) for job in jobs),
        "header_title": _("导入文件"),
        "header_icon": "upload",
    }
    part = "part" in request.GET
    template = "school_sites/import_jobs.html" if part else "school_sites/import_batch.html"
    return render(request, template, context)


def article_import_report(request, article_id):
    """What the import cleaned and guessed, and what a person must look at."""
    article = ArticlePage.objects.filter(pk=article_id).select_related("import_report").first()
    if article is None or not hasattr(article, "import_report"):
        raise Http404
    if not article.permissions_for_user(request.user).can_edit():
        raise Http404  # whether it exists is nobody else's business
    latest = article.get_latest_revision_as_object()
    context = {
        "article": article,
        "report": article.import_report,
        "pictures": pictures_without_words(latest.body),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[article.pk]),
        "header_title": _("导入结果"),
        "header_icon": "upload",
    }
    return render(request, "school_sites/import_report.html", context)
