"""Audit lines as a table to take away: CSV row by row, or a workbook."""

import csv
import json
import tempfile

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from school_sites.letters.export import CONTENT_TYPE, safe
from sitehub.audit.actions import label_of

from . import reading

CHUNK = 1_000
XLSX_ROWS = 1_000_000  # Excel's own limit is 1,048,576
FORMATS = ("csv", "xlsx")


def as_response(lines, *, format, site_names):
    """``lines`` (a queryset), newest first, as a file to download; ``format`` one of FORMATS."""
    name = f"{_('审计记录')}-{timezone.localdate():%Y%m%d}.{format}"
    rows = table(lines, site_names)
    if format == "csv":
        response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
        # Django's FileResponse knows how to write a Chinese file name.
        response["Content-Disposition"] = FileResponse(
            as_attachment=True, filename=name
        ).headers.get("Content-Disposition", "")
    else:
        file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
        _write_workbook(file, rows)
        file.seek(0)
        response = FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def table(lines, site_names):
    """Heading and rows, a few at a time from the database."""
    yield [
        _("时间"), _("操作人"), _("操作人编号"), _("角色"), _("来源"), _("地址"),
        _("浏览器或程序"), _("请求编号"), _("网站"), _("动作"), _("动作代码"), _("对象类型"),
        _("对象编号"), _("对象名称"), _("之前"), _("之后"), _("详情"), _("序号"), _("指纹"),
    ]  # fmt: skip
    after = None
    while True:
        entries, after = reading.newest_first(lines, after, CHUNK)
        for entry in entries:
            yield _cells(entry, site_names)
        if after is None:
            return


def _cells(entry, site_names):
    at = timezone.localtime(entry.at)
    return [
        f"{at:%Y-%m-%d %H:%M:%S.%f}", reading.who(entry), entry.actor_id or "",
        reading.roles(entry), reading.source(entry), entry.address, entry.agent,
        entry.request_id, site_names.get(entry.site_id, entry.site_code),
        label_of(entry.action), entry.action, reading.kind(entry), entry.object_id,
        entry.object_title, _json(entry.before), _json(entry.after), _json(entry.details),
        entry.sequence or "", entry.hash,
    ]  # fmt: skip


def _json(value):
    return json.dumps(value, ensure_ascii=False) if value not in (None, {}) else ""


class _Echo:
    """A file that hands back what is written to it."""

    @staticmethod
    def write(text):
        return text


def _csv(rows):
    writer = csv.writer(_Echo)
    yield "\ufeff"  # so that Excel takes it for UTF-8
    for row in rows:
        yield writer.writerow([safe(cell) for cell in row])


def _write_workbook(file, rows):
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("审计记录"))
    for row in rows:
        sheet.append([safe(cell) for cell in row])
    book.save(file)
