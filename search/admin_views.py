"""Screens of search in the admin: pinned results, and the report of what is asked."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from school_sites import hosts
from school_sites.admin_screens import Screen, tail
from school_sites.table_files import FORMATS, as_response
from sitehub.accounts.roles import DECIDE, MANAGE_COLUMNS
from sitehub.audit import record

from . import pins
from .admin_forms import PinForm
from .asked import reports
from .models import PinnedResult


def site_of(request):
    """The site worked in; the district's for who belongs to none."""
    site = request.working_site
    if site is None and request.user.is_superuser:
        district = hosts.table().district
        site = district and district.school_site
    return site


def may_pin(request):
    """Whether who asks says what their site shows first."""
    site = site_of(request)
    return site is not None and pins.may_pin(request.user, site)


def may_see_report(request):
    """Whether who asks reads what is searched for: all sites, or their own."""
    site = site_of(request)
    if site is None:
        return False
    return request.user.has_perm(DECIDE if site.is_district else MANAGE_COLUMNS)


class PinsScreen(Screen):
    """The pinned results of the site worked in, and the form for one more."""

    page_title = gettext_lazy("置顶结果")
    header_icon = "pick"
    template_name = "search/admin/pins.html"

    def dispatch(self, request, *args, **kwargs):
        if not may_pin(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request):
        """Pin; a wrong field changes nothing."""
        form = PinForm(request.POST)
        if form.is_valid() and self._pin(form):
            messages.success(request, _("已置顶。"))
            return redirect("search_admin:pins")
        messages.error(request, _("没有保存：请看下面标出的栏。"))
        return self.render_to_response(self.get_context_data(form=form))

    def _pin(self, form):
        try:
            pins.pin(site=site_of(self.request), by=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
            return False
        return True

    def get_context_data(self, **kwargs):
        rows = PinnedResult.objects.filter(site=site_of(self.request)).select_related("page")
        kwargs.setdefault("form", PinForm())
        seen = set(pins.seen_pages(row.page_id for row in rows))
        over = set(rows.values_list("pk", flat=True)) - set(
            rows.in_force().values_list("pk", flat=True)
        )
        return super().get_context_data(
            rows=[
                {"pin": row, "is_seen": row.page_id in seen, "is_over": row.pk in over}
                for row in rows.order_by("folded", "order", "pk")
            ],
            **kwargs,
        )


class UnpinView(PinsScreen):
    """Takes one pin away."""

    def get(self, request, *args, **kwargs):
        raise Http404

    def post(self, request, pk):
        """Only of the site worked in."""
        pins.unpin(get_object_or_404(PinnedResult, pk=pk, site=site_of(request)), by=request.user)
        messages.success(request, _("已取消置顶。"))
        return redirect("search_admin:pins")


class ReportBase(Screen):
    """What the report and its export have in common: whose, which month, which list."""

    page_title = gettext_lazy("搜索统计")
    header_icon = "search"

    def dispatch(self, request, *args, **kwargs):
        if not may_see_report(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def is_district(self):
        return site_of(self.request).is_district

    @cached_property
    def site(self):
        """A school sees its own; the district all (None), or the one it chose."""
        if not self.is_district:
            return site_of(self.request)
        number = self.request.GET.get("site", "")
        entry = hosts.table().by_id.get(int(number)) if number.isdecimal() else None
        return entry and entry.school_site

    @cached_property
    def month(self):
        """The month of the address; None for all that is kept."""
        wanted = self.request.GET.get("month", "")
        return next((one for one in reports.months() if f"{one:%Y-%m}" == wanted), None)

    def address(self, name, **more):
        """Address of a view with what is chosen here."""
        chosen = {"site": str(self.site.pk) if self.is_district and self.site else ""}
        chosen["month"] = f"{self.month:%Y-%m}" if self.month else ""
        return reverse(f"search_admin:{name}") + tail(chosen | more)


class ReportScreen(ReportBase):
    """What visitors ask, what they do not find, which hit they open."""

    template_name = "search/admin/report.html"

    def get_context_data(self, **kwargs):
        asked, in_vain, clicks = reports.totals(self.site, self.month)
        table = hosts.table().by_id
        sites = sorted((one.school_site for one in table.values()), key=lambda site: site.name)
        return super().get_context_data(
            sites=sites if self.is_district else [],
            chosen_site=self.site if self.is_district else None,
            months=reports.months(),
            chosen_month=self.month,
            asked=asked,
            in_vain=in_vain,
            clicks=clicks,
            top=reports.asked(self.site, self.month),
            without=reports.asked(self.site, self.month, in_vain=True),
            positions=reports.positions(self.site, self.month),
            by_site=[
                (table[number].school_site.short_name, many)
                for number, many in (reports.by_site(self.month) if self.is_district else [])
                if number in table
            ],
            exports=[(one.upper(), self.address("export", format=one)) for one in FORMATS],
            **kwargs,
        )


class ExportView(ReportBase):
    """The list of what is asked, as a file."""

    def get(self, request):
        """``format`` is one of table_files.FORMATS; CSV where none is said."""
        format = request.GET.get("format", FORMATS[0])
        if format not in FORMATS:
            raise Http404
        month = f"{self.month:%Y-%m}" if self.month else ""
        details = {"format": format, "month": month}
        record("searches.export", by=request.user, site=self.site, details=details)
        name = "-".join(filter(None, (_("搜索统计"), self.site and self.site.code, month)))
        return as_response(name, self.table(), format=format, sheet=_("搜索统计"))

    def table(self):
        """Cells, heading first."""
        yield [_("搜索词"), _("次数"), _("天数"), _("结果数"), _("点击")]
        for row in reports.asked(self.site, self.month):
            yield [row.text, row.times, row.days, row.hits, row.clicks]
