"""The reports as tables to take away: CSV or a workbook."""

import csv
import io

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from school_sites.letters.export import CONTENT_TYPE, safe

FORMATS = ("csv", "xlsx")


def as_response(name, rows, *, format):
    """``rows`` (lists of cells, the heading first) as a file; ``format`` is one of FORMATS."""
    write, kind = (_csv, "text/csv; charset=utf-8") if format == "csv" else (_book, CONTENT_TYPE)
    file = io.BytesIO()
    write(file, rows)
    file.seek(0)
    name = f"{name}-{timezone.localdate():%Y%m%d}.{format}"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=kind)
    response["Cache-Control"] = "no-store"
    return response


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


def _cell(value):
    """Numbers stay numbers; text is such that no program takes it for a formula."""
    if value is None:
        return ""
    return value if isinstance(value, int | float) else safe(value)


def _csv(file, rows):
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")  # so that Excel sees UTF-8
    csv.writer(text).writerows([_cell(cell) for cell in row] for row in rows)
    text.flush()
    text.detach()


def _book(file, rows):
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("积分"))
    for row in rows:
        sheet.append([_cell(cell) for cell in row])
    book.save(file)
