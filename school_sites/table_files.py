"""Tables to take away: CSV or a workbook."""

import csv
import io

from django.http import FileResponse
from django.utils import timezone
from openpyxl import Workbook

from school_sites.letters.export import CONTENT_TYPE, safe

FORMATS = ("csv", "xlsx")


def as_response(name, rows, *, format, sheet):
    """``rows`` (lists of cells, the heading first) as a file; ``format`` is one of FORMATS.

    ``name`` begins the file's name, ``sheet`` is that of the workbook's sheet.
    """
    file = io.BytesIO()
    if format == "csv":
        _csv(file, rows)
    else:
        _book(file, rows, sheet)
    kind = "text/csv; charset=utf-8" if format == "csv" else CONTENT_TYPE
    file.seek(0)
    name = f"{name}-{timezone.localdate():%Y%m%d}.{format}"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=kind)
    response["Cache-Control"] = "no-store"
    return response


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


def _book(file, rows, title):
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([_cell(cell) for cell in row])
    book.save(file)
