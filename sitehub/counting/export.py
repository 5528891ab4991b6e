"""The reports as tables to take away."""

from django.utils.translation import gettext as _


def league_table(rows, period):
    """The league's cells, heading first."""
    yield [
        _("名次"), _("学校"), _("学校类型"), _("时间"), _("报送"), _("采用"), _("退回"),
        _("采用率（%）"), _("积分"), _("本年采用"), _("全年任务（篇）"), _("完成（%）"),
        _("本年积分"), _("全年任务（分）"),
    ]  # fmt: skip
    for row in rows:
        yield [
            row.rank, row.site.name, row.site.get_kind_display(), period.label, row.submitted,
            row.accepted, row.returned, row.rate, row.points, row.year_accepted,
            row.quota or None, row.done, row.year_points, row.points_quota or None,
        ]  # fmt: skip


def school_table(report):
    """One school's months, heading first, and their sum."""
    yield [_("月份"), _("报送"), _("采用"), _("退回"), _("积分"), _("同类学校中位数")]
    for one in report.months:
        yield [
            f"{one.month:%Y-%m}", one.submitted, one.accepted, one.returned, one.points, one.median,
        ]  # fmt: skip
    total = report.total
    yield [
        _("合计"), total.submitted, total.accepted, total.returned, total.points, report.median,
    ]  # fmt: skip
