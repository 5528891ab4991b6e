"""Many schools from one table: read the file, then open row by row.

Each row is a transaction of its own, so that one bad row costs nobody else.
A row already opened is left as it is: the file can be run again.
"""

import csv
import io
import re
from dataclasses import dataclass, field
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from school_sites.models import SchoolSite

from .fields import (
    KINDS,
    LABELS,
    REQUIRED,
    field_named,
    kind_named,
    messages_of,
    split_hosts,
    status_named,
)
from .sites import check_school, open_school
from .validation import FOOTER_FACTS, tidy_hosts

SIZE_LIMIT = 5_000_000  # bytes; five hundred schools take about a hundredth of it
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
ENCODINGS = ("utf-8-sig", "gb18030")  # Excel in China saves the second


class FileRefused(Exception):
    """The file as a whole cannot be read; the text says why, for people."""


class Outcome(StrEnum):
    """What became of a row."""

    OPENED = "opened"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Row:
    """One school of the file. ``number`` counts as a spreadsheet does, the header being 1."""

    number: int
    values: dict
    error: str = ""


@dataclass(slots=True)
class Result:
    """What became of ``row``; ``messages`` are (field, text), field "" for the whole row."""

    row: Row
    outcome: Outcome
    messages: list = field(default_factory=list)

    @property
    def is_bad(self):
        return self.outcome in (Outcome.CONFLICT, Outcome.FAILED)


def read_rows(data):
    """Rows of a CSV file given as bytes. Raises FileRefused before any row is looked at."""
    text = _decode(data)
    first_line = text.split("\n", 1)[0]
    delimiter = "\t" if first_line.count("\t") > first_line.count(",") else ","
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise FileRefused(_("不是正确的 CSV 文件：%s") % error) from error
    fields = _fields_of(records[0])
    rows = [
        _row(number, fields, record)
        for number, record in enumerate(records[1:], start=2)
        if any(cell.strip() for cell in record)
    ]
    if not rows:
        raise FileRefused(_("文件里只有表头，没有学校。"))
    return rows


def _decode(data):
    if len(data) > SIZE_LIMIT:
        raise FileRefused(_("文件太大，不像是学校名单。"))
    if not data.strip():
        raise FileRefused(_("文件是空的。"))
    if data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise FileRefused(_("这是 Excel 工作簿，请在 Excel 中另存为“CSV（逗号分隔）”后再试。"))
    if CONTROL.search(data):
        raise FileRefused(_("这不是文本文件，请用 CSV 格式（UTF-8 或 GB18030 编码）。"))
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.strip():
            return text.lstrip("\ufeff")
        raise FileRefused(_("文件是空的。"))
    raise FileRefused(_("文字编码认不出来，请存为 UTF-8 或 GB18030 编码。"))


def _fields_of(header):
    names = [name.strip() for name in header]
    while names and not names[-1]:
        names.pop()  # Excel leaves empty columns at the end
    fields = [field_named(name) for name in names]
    unknown = [name or _("（空）") for name, one in zip(names, fields, strict=True) if one is None]
    missing = [f"{LABELS[one]}（{one}）" for one in REQUIRED if one not in fields]
    if missing:
        raise FileRefused(_("缺少列：%s。第一行应是表头。") % "、".join(missing))
    if unknown:
        raise FileRefused(_("不认识的列：%s。") % "、".join(unknown))
    if double := sorted({LABELS[one] for one in fields if fields.count(one) > 1}):
        raise FileRefused(_("重复的列：%s。") % "、".join(double))
    return fields


def _row(number, fields, record):
    cells = [cell.strip() for cell in record]
    values = {name: "" for name in REQUIRED} | dict(zip(fields, cells, strict=False))
    extra = [cell for cell in cells[len(fields) :] if cell]
    error = _("这一行比表头多出：%s") % "、".join(extra) if extra else ""
    values["kind"] = kind_named(values["kind"])
    values["other_hosts"] = tidy_hosts(split_hosts(values.get("other_hosts", "")))
    values["host"] = values["host"].lower()
    if values.get("status"):
        values["status"] = status_named(values["status"])
    return Row(number, values, error)


def open_rows(rows, *, by, dry_run=False):
    """Open the school of each row; yield a Result for each as it is done.

    ``dry_run`` checks everything and changes nothing. Raises PermissionDenied.
    """
    seen = {}
    for row in rows:
        messages = [("", row.error)] if row.error else _repeated(row, seen)
        yield Result(row, Outcome.FAILED, messages) if messages else _open(row, by, dry_run)


def _repeated(row, seen):
    """What an earlier row of the file has already, as messages; remembers this row."""
    values = row.values
    keys = [("code", values["code"]), ("name", values["name"]), ("host", values["host"])]
    keys += [("other_hosts", host) for host in values["other_hosts"]]
    messages = []
    for name, value in keys:
        key = ("host" if name == "other_hosts" else name, value)
        first = seen.setdefault(key, row.number)
        if value and first != row.number:
            messages.append((name, _("与第 %(row)d 行重复：%(value)s")
                             % {"row": first, "value": value}))  # fmt: skip
    return messages


def _open(row, by, dry_run):
    existing = SchoolSite.objects.filter(code=row.values["code"]).first()
    if existing is not None:
        return _compare(row, existing)
    door = check_school if dry_run else open_school
    try:
        door(by=by, **row.values)
    except ValidationError as error:
        return Result(row, Outcome.FAILED, messages_of(error))
    return Result(row, Outcome.OPENED)


def _compare(row, site):
    """Same name, kind and host: nothing to do, and what the school changed since is kept."""
    values = row.values
    messages = []
    for name in ("name", "kind"):
        now, new = getattr(site, name), values[name]
        if now != new:
            words = {"now": KINDS.get(now, now), "new": KINDS.get(new, new)}
            text = _("已开通的网站是“%(now)s”，文件中是“%(new)s”，没有改动") % words
            messages.append((name, text))
    hosts = set(site.hosts.values_list("host", flat=True))
    if values["host"] not in hosts:
        text = _("已开通的网站没有域名 %s，没有改动") % values["host"]
        messages.append(("host", text))
    if messages:
        return Result(row, Outcome.CONFLICT, messages)
    notes = [
        (name, _("与已开通的不同，没有改动"))
        for name in ("short_name", *FOOTER_FACTS)
        if values.get(name) and values[name] != getattr(site, name)
    ]
    if set(values["other_hosts"]) - hosts:
        notes.append(("other_hosts", _("与已开通的不同，没有改动")))
    return Result(row, Outcome.UNCHANGED, notes)
