"""The reports in the admin: the league, one school, exports, and the bulletin to print."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from school_sites import hosts
from school_sites.admin_screens import Screen, tail
from school_sites.models.school_site import SCHOOL_KINDS
from school_sites.table_files import FORMATS, as_response
from sitehub.accounts.roles import DECIDE, OPEN_SCHOOL
from sitehub.audit import record

from . import export, reports
from .charts import league_chart, school_charts
from .details import details_of
from .forms import LeagueForm
from .periods import parse
from .rules import in_force

LEAGUE = gettext_lazy("报送积分")
HEADS = (
    ("school", gettext_lazy("学校")),
    ("points", gettext_lazy("积分")),
    ("submitted", gettext_lazy("报送")),
    ("accepted", gettext_lazy("采用")),
    ("returned", gettext_lazy("退回")),
    ("rate", gettext_lazy("采用率")),
    ("done", gettext_lazy("年度任务")),
)


def is_district(user):
    """Whether ``user`` sees every school's numbers."""
    return user.has_perm(DECIDE)


def own_school(request):
    """The school the person works in, or None."""
    site = request.working_site
    return None if site is None or site.is_district else site


class LeagueBase(Screen):
    """What the league, its exports and the bulletin have in common: who, which period, rows.

    The district's people see it, and a school's where the district has said so.
    """

    page_title = LEAGUE
    header_icon = "order"

    def dispatch(self, request, *args, **kwargs):
        if not is_district(request.user):
            shown = in_force().settings.schools_see_table and own_school(request) is not None
            if not shown:
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def period(self):
        """As the address says; this year where it does not."""
        text = self.request.GET.get("period")
        return parse(text, in_force().settings, today=timezone.localdate())

    @property
    def kind(self):
        kind = self.request.GET.get("kind", "")
        return kind if kind in dict(SCHOOL_KINDS) else ""

    @property
    def sort(self):
        sort = self.request.GET.get("sort")
        return sort if sort in reports.SORTS else "points"

    @cached_property
    def rows(self):
        return reports.league(self.period, kind=self.kind, sort=self.sort)

    @property
    def kind_label(self):
        return dict(SCHOOL_KINDS).get(self.kind, _("各类学校"))

    def address(self, name="counting:index", **changes):
        """The address of a view with what is chosen here, some of it changed."""
        chosen = {"period": self.period.value, "kind": self.kind, "sort": self.sort}
        return reverse(name) + tail(chosen | changes)


class LeagueView(LeagueBase):
    """All schools with their numbers in one period."""

    template_name = "counting/league.html"

    def get_context_data(self, **kwargs):
        district = is_district(self.request.user)
        chosen = {"period": self.period.value, "kind": self.kind}
        return super().get_context_data(
            filter_form=LeagueForm(chosen, periods=reports.periods_to_choose()),
            heads=[
                (name, label, self.address(sort=name), name == self.sort) for name, label in HEADS
            ],
            rows=self.rows,
            lines=self.lines(),
            period=self.period,
            kind_label=self.kind_label,
            chart=league_chart(self.rows),
            settings=in_force().settings,
            exports=[(one.upper(), self.address("counting:export", format=one)) for one in FORMATS],
            bulletin_url=self.address("counting:bulletin") if district else "",
            rules_url=reverse("counting:rules") if may_change(self.request.user) else "",
            **kwargs,
        )

    def lines(self):
        """The table's rows as text: of 500 schools each value that a template works out costs."""
        kinds, own = dict(SCHOOL_KINDS), own_school(self.request)
        kinds = {kind: str(label) for kind, label in kinds.items()}
        base = ""
        if is_district(self.request.user):
            base = reverse("counting:school", args=[0]).removesuffix("0/")
        year = tail({"year": f"{self.period.start:%Y-%m}"})
        return [
            {
                "rank": str(row.rank),
                "name": row.site.short_name,
                "kind": kinds[row.site.kind],
                "url": f"{base}{row.site.pk}/{year}" if base else "",
                "is_own": own is not None and own.pk == row.site.pk,
                "cells": cells_of(row),
            }
            for row in self.rows
        ]


def cells_of(row):
    """The numbers of a row as text, in the order of HEADS after the school."""
    share = "–" if row.rate is None else f"{row.rate}%"
    numbers = (row.points, row.submitted, row.accepted, row.returned)
    return [*map(str, numbers), share, quota_of(row)]


def quota_of(row):
    """How much of the year's quotas is done."""
    values = {"done": row.year_accepted, "all": row.quota, "percent": row.done}
    parts = [_("%(done)d/%(all)d 篇 · %(percent)d%%") % values] if row.quota else []
    if row.points_quota:
        values = {"done": row.year_points, "all": row.points_quota, "percent": row.points_done}
        parts.append(_("%(done)d/%(all)d 分 · %(percent)d%%") % values)
    return "，".join(parts) or "–"


class ExportView(LeagueBase):
    """The league as a file; recorded."""

    def get(self, request):
        """``format`` is one of table_files.FORMATS; CSV where none is said."""
        format = request.GET.get("format", "csv")
        if format not in FORMATS:
            raise Http404
        details = {"period": self.period.value, "kind": self.kind, "format": format}
        record("points.export", by=request.user, site=own_school(request), details=details)
        name = f"{LEAGUE}-{self.period.label}"
        table = export.league_table(self.rows, self.period)
        return as_response(name, table, format=format, sheet=_("积分"))


class BulletinView(LeagueBase):
    """通报: a page to print and to sign, ranked by points. For the district."""

    def dispatch(self, request, *args, **kwargs):
        if not is_district(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        """A page of its own, without the admin around it."""
        district = hosts.table().district
        rows = reports.league(self.period, kind=self.kind)
        context = {
            "rows": rows,
            "period": self.period,
            "kind_label": self.kind_label,
            "district": district.school_site if district else None,
            "sums": {
                name: sum(getattr(row, name) for row in rows)
                for name in ("submitted", "accepted", "returned", "points")
            },
            "today": timezone.localdate(),
        }
        return render(request, "counting/bulletin.html", context)


class SchoolBase(Screen):
    """One school's year; ``site`` is the school."""

    template_name = "counting/school.html"
    header_icon = "order"

    @cached_property
    def years(self):
        _label, found = reports.periods_to_choose()[0]
        return found

    @cached_property
    def year(self):
        """As the address says; this year where it does not."""
        text = f"year:{self.request.GET.get('year', '')}"
        return parse(text, in_force().settings, today=timezone.localdate())

    @cached_property
    def month(self):
        """The month whose lines are asked for, or None."""
        month = parse(
            f"month:{self.request.GET.get('month', '')}",
            in_force().settings,
            today=timezone.localdate(),
        )
        return month if month.kind == "month" and month.start in self.year.months() else None

    @cached_property
    def report(self):
        district = is_district(self.request.user)
        return reports.school_report(self.site, self.year, shows_any_median=district)

    def get(self, request, *args, **kwargs):
        """The screen, or with ``format`` the months as a file."""
        format = request.GET.get("format")
        if format not in FORMATS:
            return super().get(request, *args, **kwargs)
        details = {"period": self.year.value, "format": format}
        record("points.export", by=request.user, site=self.site, details=details)
        name = f"{LEAGUE}-{self.site.short_name}-{self.year.label}"
        table = export.school_table(self.report)
        return as_response(name, table, format=format, sheet=_("积分"))

    def get_context_data(self, **kwargs):
        settings = in_force().settings
        district = is_district(self.request.user)
        details, count = details_of(self.site, self.month.start) if self.month else ([], 0)
        return super().get_context_data(
            site=self.site,
            month=self.month,
            details=details,
            details_count=count,
            year_value=self.year.value[5:],
            report=self.report,
            year=self.year,
            years=[
                (one.label, tail({"year": one.value[5:]}), one == self.year) for one in self.years
            ],
            charts=school_charts(self.report),
            exports=[
                (one.upper(), tail({"year": self.year.value[5:], "format": one})) for one in FORMATS
            ],
            league_url=reverse("counting:index") if district or settings.schools_see_table else "",
            settings=settings,
            **kwargs,
        )


class SchoolView(SchoolBase):
    """Any school, for the district."""

    def dispatch(self, request, pk):
        if not is_district(request.user):
            raise PermissionDenied
        entry = hosts.table().by_id.get(pk)
        if entry is None or entry.school_site.is_district:
            raise Http404
        self.site = entry.school_site
        return super().dispatch(request, pk)

    def get_page_title(self):
        return self.site.short_name

    def screens_above(self):
        return [(reverse("counting:index"), LEAGUE)]


class OwnView(SchoolBase):
    """我校积分: the school the person works in."""

    page_title = gettext_lazy("我校积分")

    def dispatch(self, request):
        self.site = own_school(request)
        if self.site is None:
            raise PermissionDenied
        return super().dispatch(request)


def may_change(user):
    """Whether ``user`` may change the rules."""
    return user.has_perm(OPEN_SCHOOL)
