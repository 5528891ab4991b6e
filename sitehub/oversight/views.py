"""The auditor's screens: list, one line, export, archived parts."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from media.storages import private_storage
from school_sites.admin_screens import tail
from school_sites.models import SchoolSite
from school_sites.queries import Cursor
from sitehub.audit import record
from sitehub.audit.actions import label_of
from sitehub.audit.models import ArchivedPart

from . import export, reading
from .forms import AuditFilterForm


class AuditView(WagtailAdminTemplateMixin, View):
    """A screen only people who may read audit lines get."""

    header_icon = "history"
    page_title = gettext_lazy("审计")

    def dispatch(self, request, *args, **kwargs):
        self.lines = reading.lines_for(request)
        if self.lines is None:
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    @property
    def reads_all(self):
        return reading.reads_all(self.request.user)

    @cached_property
    def form(self):
        return AuditFilterForm(self.request.GET, all_sites=self.reads_all)

    def address(self, name="audit:index", **changes):
        """An address with this list's filters, some parameters changed."""
        query = {key: self.request.GET[key] for key in self.request.GET}
        return reverse(name) + tail(query | changes)


class ListView(AuditView):
    """Lines, newest first, paged by key."""

    template_name = "oversight/list.html"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request):
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        text = self.request.GET.get("after", "")
        try:
            after = Cursor.parse(text)
        except ValueError:
            after = None
        entries, older = reading.newest_first(self.form.apply(self.lines), after)
        return super().get_context_data(
            filter_form=self.form,
            rows=[reading.row(entry, self.form.site_names) for entry in entries],
            shows_site=self.reads_all,
            older_url=self.address(after=str(older)) if older else "",
            newest_url=self.address(after="") if after else "",
            plain_url=reverse("audit:index"),
            is_narrowed=bool(self.form.filled),
            exports=[
                (one.upper(), self.address("audit:export", after="", format=one))
                for one in export.FORMATS
            ],
            parts=ArchivedPart.objects.order_by("-first") if self.reads_all else [],
            **kwargs,
        )


class EntryView(AuditView):
    """One line with everything it says."""

    template_name = "oversight/entry.html"

    def get_breadcrumbs_items(self):
        items = [
            *self.breadcrumbs_items,
            {"url": reverse("audit:index"), "label": AuditView.page_title},
        ]
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_page_title(self):
        return label_of(self.entry.action)

    def get(self, request, pk):
        self.entry = get_object_or_404(self.lines, pk=pk)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        entry = self.entry
        sites = SchoolSite.objects.filter(pk=entry.site_id)
        details = entry.details.items()
        return super().get_context_data(
            entry=entry,
            row=reading.row(entry, dict(sites.values_list("pk", "name"))),
            source=reading.source(entry),
            differences=reading.differences(entry),
            details=[
                (reading.name_of(entry, name), reading.value_of(entry, name, value))
                for name, value in details
            ],
            **kwargs,
        )


class ExportView(AuditView):
    """The lines of the list as a file; that it was taken is a line of its own."""

    def get(self, request):
        format = request.GET.get("format")
        if format not in export.FORMATS:
            raise Http404
        lines = self.form.apply(self.lines)
        count = lines.count()
        if format == "xlsx" and count > export.XLSX_ROWS:
            text = _("共 %d 条，超过一张 Excel 表的行数，请缩小范围或导出 CSV。")
            messages.error(request, text % count)
            return redirect(self.address(format=""))
        details = {"format": format, "count": count, "filters": self.form.filled}
        site = None if self.reads_all else request.working_site
        entry = record("audit.export", by=request.user, site=site, details=details)
        # What is recorded from now on, this line included, is not in the file.
        lines = lines.filter(pk__lt=entry.pk)
        return export.as_response(lines, format=format, site_names=self.form.site_names)


class PartView(AuditView):
    """An archived part as it is stored. For who reads every site's lines."""

    def get(self, request, pk):
        if not self.reads_all:
            raise Http404
        part = get_object_or_404(ArchivedPart, pk=pk)
        try:
            file = private_storage().open(part.file)
        except OSError:
            messages.error(request, _("归档文件现在取不到，请联系平台管理员。"))
            return redirect("audit:index")
        record("audit.download", by=request.user, target=part, details={"file": part.file})
        name = part.file.rsplit("/", 1)[-1]
        response = FileResponse(file, as_attachment=True, filename=f"audit-{name}")
        response["Cache-Control"] = "no-store"
        return response
