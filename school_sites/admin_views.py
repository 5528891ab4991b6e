"""Admin screens of a site's content."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import AddSubpageView
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from .admin_screens import header
from .blocks import pictures_without_words
from .checklist_views import article_of
from .double_submit import sent_form
from .editing_views import FilledCreateView
from .forms import ImportForm
from .import_jobs import accept_uploads, is_slow
from .models import ImportJob
from .page_filters import SiteIndexView, SitePageFilterSet


def article_import(request):
    """Upload files; the worker makes drafts of them. A refused file changes nothing."""
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    if not form.fields["column"].queryset.exists():
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        sent = sent_form(request)
        batch = sent.batch if sent is not None else None
        if batch is not None and ImportJob.objects.filter(batch=batch).exists():
            messages.warning(request, _("刚才已经提交过一次，没有重复导入。"))
            return redirect("article_import_batch", batch)
        batch = accept_uploads(
            column=form.cleaned_data["column"],
            uploads=form.cleaned_data["file"],
            by=request.user,
            batch=batch,
        )
        return redirect("article_import_batch", batch)
    context = {"form": form, **_header(_("导入文件"))}
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
        **_header(_("导入文件")),
    }
    part = "part" in request.GET
    template = "school_sites/import_jobs.html" if part else "school_sites/import_batch.html"
    return render(request, template, context)


def article_import_report(request, article_id):
    """What the import cleaned and guessed, and what a person must look at."""
    article = article_of(request, article_id)
    if not hasattr(article, "import_report"):
        raise Http404
    latest = article.get_latest_revision_as_object()
    context = {
        "article": article,
        "report": article.import_report,
        "pictures": pictures_without_words(latest.body),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[article.pk]),
        **_header(_("导入结果"), (reverse("article_import"), _("导入文件"))),
    }
    return render(request, "school_sites/import_report.html", context)


def _header(title, *between):
    return header(title, "upload", *between)


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


class PageSearchView(SearchView):
    """Wagtail 8.0.1 leaves out what it counts, and its list says "None"."""

    verbose_name = Page._meta.verbose_name
    verbose_name_plural = Page._meta.verbose_name_plural


class SitePageViewSet(PageViewSet):
    """Wagtail's own screens of pages, with our choice of a page type, templates and filters."""

    parent_models = [Page]
    index_view_class = SiteIndexView
    filterset_class = SitePageFilterSet
    add_subpage_view_class = AllowedSubpageView
    add_view_class = FilledCreateView
    search_view_class = PageSearchView
