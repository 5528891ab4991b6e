"""Many invitations from one table: read, check every row, then all of them or none."""

import csv
import io
import zipfile
from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook

from school_sites.letters.export import safe
from sitehub.accounts.roles import Role

from .invitations import check_invitation, invite

SIZE_LIMIT = 2_000_000
UNPACKED_LIMIT = 40_000_000
MOST_ROWS = 500
MOST_READ = 20_000  # rows of a sheet, blank ones between people included
ENCODINGS = ("utf-8-sig", "gb18030")  # Excel in China saves the second
COLUMNS = {"name": "姓名", "site": "单位", "role": "角色", "email": "电子邮箱"}
NAMES = {
    **{label: name for name, label in COLUMNS.items()},
    **{name: name for name in COLUMNS},
    "学校": "site", "邮箱": "email",
}  # fmt: skip


class FileRefused(Exception):
    """The file as a whole cannot be read; the text says why, for people."""


@dataclass
class Row:
    """One person of the table. ``number`` counts as a spreadsheet does, the header being 1."""

    number: int
    name: str = ""
    site_text: str = ""
    role_text: str = ""
    email: str = ""
    site: object = None
    role: str = ""
    errors: list = field(default_factory=list)

    def packed(self):
        """What a signed form carries from the check to the invitation."""
        return [self.number, self.name, self.site_text, self.role_text, self.email]


def read_rows(data):
    """The Rows of a CSV or XLSX file given as bytes, not yet checked. Raises FileRefused."""
    if len(data) > SIZE_LIMIT:
        raise FileRefused(_("文件太大，不像是人员名单。"))
    if not data.strip():
        raise FileRefused(_("文件是空的。"))
    records = _workbook(data) if data[:2] == b"PK" else _text(data)
    records = [[str(cell if cell is not None else "").strip() for cell in one] for one in records]
    if not records or not any(records[0]):
        raise FileRefused(_("文件是空的。"))
    names = _header(records[0])
    rows = [
        _row(number, names, record)
        for number, record in enumerate(records[1:], start=2)
        if any(record)
    ]
    if not rows:
        raise FileRefused(_("文件里只有表头，没有人员。"))
    if len(rows) > MOST_ROWS:
        raise FileRefused(_("一次最多邀请 %d 人，请分成几个文件。") % MOST_ROWS)
    return rows


def _workbook(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > UNPACKED_LIMIT:
                raise FileRefused(_("文件太大，不像是人员名单。"))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = list(sheet.iter_rows(values_only=True, max_row=MOST_READ, max_col=20))
        book.close()
    except FileRefused:
        raise
    # A broken or hostile file raises whatever zipfile, zlib and openpyxl happen to come to.
    except Exception as error:
        raise FileRefused(_("不是正确的 Excel 工作簿（.xlsx）。")) from error
    return rows


def _text(data):
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        delimiter = "\t" if "\t" in text.split("\n", 1)[0] else ","
        try:
            return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error as error:
            raise FileRefused(_("不是正确的 CSV 文件：%s") % error) from error
    raise FileRefused(_("这不是 CSV 或 Excel 文件，或者文字编码认不出来。"))


def _header(record):
    names = [NAMES.get(cell) for cell in record]
    unknown = [cell for cell, name in zip(record, names, strict=True) if cell and name is None]
    if unknown:
        raise FileRefused(_("不认识的列：%s。") % "、".join(unknown))
    if missing := [COLUMNS[name] for name in ("name", "role") if name not in names]:
        raise FileRefused(_("缺少列：%s。第一行应是表头。") % "、".join(missing))
    used = [name for name in names if name]
    if double := sorted({COLUMNS[name] for name in used if used.count(name) > 1}):
        raise FileRefused(_("重复的列：%s。") % "、".join(double))
    return names


def _row(number, names, record):
    values = {name: cell for name, cell in zip(names, record, strict=False) if name}
    return Row(
        number,
        values.get("name", ""),
        values.get("site", ""),
        values.get("role", ""),
        values.get("email", ""),
    )


def check_rows(rows, *, sites, by):
    """Give each row its site, role and errors; returns how many rows have errors.

    ``sites`` are those ``by`` may invite for; where it is only one, a row need
    not name it.
    """
    by_name = _by_name(sites)
    roles = {str(role.label): role for role in Role} | {role.value: role for role in Role}
    seen = {}
    for row in rows:
        row.site = by_name.get(row.site_text) if row.site_text or len(sites) > 1 else sites[0]
        row.role = roles.get(row.role_text, "")
        row.errors = _errors(row, by)
        key = (row.email or row.name, row.site_text, row.role)
        first = seen.setdefault(key, row.number)
        if first != row.number:
            row.errors.append(_("与第 %d 行重复。") % first)
        row.site_text = row.site_text or (row.site.name if row.site else "")
    return sum(bool(row.errors) for row in rows)


def _by_name(sites):
    """``{what a table may call it: site}``; a short name counts where only one has it."""
    shared = Counter(site.short_name for site in sites)
    found = {site.short_name: site for site in sites if shared[site.short_name] == 1}
    return found | {key: site for site in sites for key in (site.name, site.code)}


def _errors(row, by):
    if row.site is None:
        return [_("认不出这个单位：“%s”。请写您管理的单位的全称或代码。") % row.site_text]
    try:
        check_invitation(site=row.site, role=row.role, name=row.name, email=row.email, by=by)
    except ValidationError as error:
        return list(error.messages)
    except PermissionDenied:
        return [_("您不能给出这个角色。")]
    return []


@transaction.atomic
def invite_rows(rows, *, sites, by):
    """Invite everybody of ``rows`` and return the invitations, or nobody.

    Raises ValidationError where a row has an error by now.
    """
    if check_rows(rows, sites=sites, by=by):
        raise ValidationError(_("名单里有的行现在不能邀请了，没有邀请任何人。请重新检查。"))
    return [
        invite(site=row.site, role=row.role, name=row.name, email=row.email, by=by) for row in rows
    ]


def as_workbook(lines, headings):
    """An .xlsx file as bytes: one row for each of ``lines``, under ``headings``."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("人员"))
    sheet.append([str(heading) for heading in headings])
    for line in lines:
        sheet.append([safe(str(cell)) for cell in line])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
