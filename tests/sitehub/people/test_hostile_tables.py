"""Tables of people that are broken, hostile, or say two things."""

import io
import random
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from sitehub.people import bulk
from sitehub.people.models import Invitation

HEAD = ["姓名", "角色"]
ROWS = [HEAD, ["王老师", "学校编辑"], ["李老师", "学校编辑"]]


def workbook(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_flags(data, *, encrypted=0, method=None):
    """``data`` with the flags of every member changed, in both of a ZIP's lists."""
    data = bytearray(data)
    for mark, flags, kind in ((b"PK\x01\x02", 8, 10), (b"PK\x03\x04", 6, 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= encrypted
            data[at + kind] = data[at + kind] if method is None else method
            at = data.find(mark, at + 4)
    return bytes(data)


def with_sheet(change):
    """A workbook whose sheet is ``change`` of the right one's XML."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(workbook(ROWS))) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text) if name.endswith("sheet1.xml") else text)
    return file.getvalue()


ENTITIES = b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet'
BROKEN = {
    "encrypted": lambda: with_flags(workbook(ROWS), encrypted=1),
    "packed in an unknown way": lambda: with_flags(workbook(ROWS), method=99),
    "entities": lambda: with_sheet(lambda text: text.replace(b"<worksheet", ENTITIES, 1)),
    "a bomb": lambda: with_sheet(lambda text: text + b" " * 50_000_000),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_workbook_is_refused(name):
    with pytest.raises(bulk.FileRefused):
        bulk.read_rows(BROKEN[name]())


def test_whatever_bytes_are_changed_it_is_read_or_refused():
    whole = workbook(ROWS)
    for seed in range(100):
        chance, data = random.Random(seed), bytearray(whole)
        for _n in range(chance.choice([1, 3, 10])):
            data[chance.randrange(2, len(data))] = chance.randrange(256)
        try:
            bulk.read_rows(bytes(data))
        except bulk.FileRefused:
            continue


def test_people_below_many_blank_rows_are_not_lost():
    rows = bulk.read_rows(workbook([*ROWS, *[[None, None]] * 600, ["张老师", "学校编辑"]]))
    assert [row.number for row in rows] == [2, 3, 604]


@pytest.mark.django_db
def test_a_short_name_of_two_schools_is_neither(security, school, other_school):
    other_school.short_name = school.short_name
    rows = [bulk.Row(2, "王老师", text, "学校管理员") for text in (school.short_name, school.code)]
    bulk.check_rows(rows, sites=[school, other_school], by=security)
    assert [row.site for row in rows] == [None, school]
    assert "全称或代码" in rows[0].errors[0]


@pytest.mark.django_db
def test_a_double_click_invites_nobody_twice(admin_client, manager):
    admin_client.force_login(manager)
    url = reverse("people:bulk")
    table = SimpleUploadedFile("a.csv", "姓名,角色\n王老师,学校编辑\n".encode("gb18030"))
    signed = admin_client.post(url, {"file": table}).context["signed"]
    first = admin_client.post(url, {"rows": signed})
    second = admin_client.post(url, {"rows": signed}, follow=True)
    assert (first.status_code, Invitation.objects.count()) == (302, 1)
    assert "王老师" in second.content.decode(), "the links of the first are still shown"
