"""Words of workbooks: the values that cells show, row by row."""

from datetime import date, datetime, time
from io import BytesIO

import openpyxl
from defusedxml import DefusedXmlException

from .packages import open_package
from .problems import Unreadable

VISIBLE = "visible"


def read(data, gathered):
    """Add the cells of an xlsx, of formulas the values noted last; hidden sheets stay hidden."""
    open_package(data)  # refuses what should not be unpacked; openpyxl does not ask
    try:
        book = openpyxl.load_workbook(
            BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        for sheet in book.worksheets:
            if sheet.sheet_state == VISIBLE:
                gathered.add(sheet.title)
                _add(sheet, gathered)
    except (DefusedXmlException, ValueError) as error:
        refused = (error, error.__cause__)  # openpyxl wraps what goes wrong at the start
        if any(isinstance(one, DefusedXmlException) for one in refused):
            raise Unreadable("entities") from None
        raise


def _add(sheet, gathered):
    sheet.reset_dimensions()  # what a file says of its own size may be a lie
    for row in sheet.iter_rows(values_only=True):
        gathered.count_cells(1 + len(row))
        words = [_shown(value) for value in row if value is not None]
        if words:
            gathered.add(" ".join(words))


def _shown(value):
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if isinstance(value, bool) else str(value)
