"""The auditor's screens: who sees what, filters, paging, export."""

import gzip
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from sitehub.audit import chain, record
from sitehub.audit.models import ArchivedPart, AuditEntry
from sitehub.oversight import archive, export, reading
from sitehub.reviews.settling import set_default
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def auditor(district):
    return make_user("auditor", "郑审计", site=district, role="auditor")


@pytest.fixture
def index():
    return reverse("audit:index")


def shown(response):
    return [row["entry"].object_title for row in response.context["rows"]]


def line(title, *, site=None, by=None, days=0, action="letter.close"):
    entry = AuditEntry(
        action=action, object_title=title, object_id="77", actor_name=str(by or ""),
        actor_id=getattr(by, "pk", None), site_id=site and site.pk,
        site_code=site.code if site else "",
        at=timezone.now() - timedelta(days=days),
    )  # fmt: skip
    return chain.add(entry)


def test_a_school_reads_its_own_lines_only(admin_client, manager, school, other_school, index):
    mine, theirs = line("本校的", site=school), line("别校的", site=other_school)
    line("区里的")
    admin_client.force_login(manager)
    response = admin_client.get(index, {"site": other_school.pk})
    assert "本校的" in shown(response)
    assert {row["entry"].site_id for row in response.context["rows"]} == {school.pk}
    assert "别校的" not in response.content.decode()
    assert admin_client.get(reverse("audit:entry", args=[mine.pk])).status_code == 200
    assert admin_client.get(reverse("audit:entry", args=[theirs.pk])).status_code == 404
    csv = b"".join(admin_client.get(reverse("audit:export"), {"format": "csv"}).streaming_content)
    assert "本校的" in csv.decode()
    assert "别校的" not in csv.decode()


@pytest.mark.parametrize("role", ["district-administrator", "security-administrator"])
def test_who_runs_the_platform_reads_no_audit(admin_client, district, role, index):
    admin_client.force_login(make_user("someone", site=district, role=role))
    assert admin_client.get(index).status_code in (302, 403)
    assert "audit:" not in admin_client.get(reverse("wagtailadmin_home")).content.decode()
    export_url = reverse("audit:export") + "?format=csv"
    assert admin_client.get(export_url).status_code in (302, 403)
    assert not AuditEntry.objects.filter(action="audit.export").exists()


def test_an_editor_reads_no_audit(admin_client, editor, index):
    admin_client.force_login(editor)
    assert admin_client.get(index).status_code in (302, 403)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"person": "林老"}, ["二"]),
        ({"person": "shiyan.editor"}, ["二"]),
        ({"person": "离开的人"}, ["三"]),
        ({"action": "submission.accepted"}, ["三"]),
        ({"q": "二"}, ["二"]),
        ({"q": "77"}, ["二", "三", "一"]),
        ({"q": "没有这个"}, []),
        ({"date_from": "{yesterday}"}, ["二", "三"]),
        ({"date_to": "{yesterday}"}, ["一"]),
        ({"date_from": "not a day", "action": "nonsense"}, ["二", "三", "一"]),
    ],
)
def test_the_auditor_finds_lines(admin_client, auditor, school, editor, index, query, titles):
    line("一", site=school, days=3)
    line("三", by="离开的人", action="submission.accepted", site=school)
    line("二", by=editor, site=school)
    admin_client.force_login(auditor)
    yesterday = f"{timezone.localdate() - timedelta(days=1)}"
    query = {name: value.format(yesterday=yesterday) for name, value in query.items()}
    response = admin_client.get(index, query | {"site": school.pk})
    found = [title for title in shown(response) if title in "一二三"]
    assert found == titles


def test_pages_follow_each_other_without_hole_or_double(admin_client, auditor, index, monkeypatch):
    moment = timezone.now()
    for number in range(7):  # several of the same moment
        chain.add(AuditEntry(action="letter.close", at=moment - timedelta(days=number // 3)))
    monkeypatch.setattr(reading.newest_first, "__defaults__", (None, 3))
    admin_client.force_login(auditor)
    response, seen = admin_client.get(index), []
    while True:
        seen += [row["entry"].pk for row in response.context["rows"]]
        if not response.context["older_url"]:
            break
        response = admin_client.get(response.context["older_url"])
    assert seen == list(AuditEntry.objects.order_by("-at", "-pk").values_list("pk", flat=True))
    assert admin_client.get(index, {"after": "nonsense"}).status_code == 200


def test_the_list_asks_as_many_questions_for_fifty_lines_as_for_one(
    admin_client, auditor, school, index
):
    admin_client.force_login(auditor)
    admin_client.get(index)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(index)
        counts.append(len(queries))
        for number in range(50):
            line(f"{number}", site=school, by=auditor)
    assert counts[0] == counts[1] <= 15


def test_a_line_shows_what_was_before_and_after(admin_client, auditor, school):
    entry = record(
        "site.change", by=auditor, site=school, target=school,
        before={"phone": "110", "name": "同"}, after={"phone": "<b>119", "name": "同"},
        details={"note": [1, 2]},
    )  # fmt: skip
    admin_client.force_login(auditor)
    response = admin_client.get(reverse("audit:entry", args=[entry.pk]))
    assert response.context["differences"] == [
        ("全称", "同", "同", False),
        ("联系电话", "110", "<b>119", True),
    ]
    page = response.content.decode()
    assert "&lt;b&gt;119" in page
    assert "修改网站资料" in page
    assert "审计员" in page
    entry.refresh_from_db()
    assert entry.hash in page


def test_what_is_exported_is_what_is_shown_and_the_export_is_recorded(
    admin_client, auditor, school, monkeypatch
):
    monkeypatch.setattr(export, "CHUNK", 2)
    for number in range(5):
        line(f"=公式{number}", site=school, action="letter.reply")
    line("别的")
    admin_client.force_login(auditor)
    query = {"action": "letter.reply", "site": school.pk}
    response = admin_client.get(reverse("audit:export"), query | {"format": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    titles = [one for one in text.splitlines() if "公式" in one]
    assert len(titles) == 5
    assert all(",'=公式" in one for one in titles)
    assert "别的" not in text
    response = admin_client.get(reverse("audit:export"), query | {"format": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert [row[13].value for row in sheet.rows][1:] == [f"'=公式{n}" for n in (4, 3, 2, 1, 0)]
    exports = AuditEntry.objects.filter(action="audit.export").order_by("pk")
    assert [one.details["count"] for one in exports] == [5, 5]
    assert exports[0].details["filters"] == {"action": "letter.reply", "site": school.pk}
    assert admin_client.get(reverse("audit:export"), {"format": "exe"}).status_code == 404


def test_too_many_lines_for_a_workbook_are_told(admin_client, auditor, index, monkeypatch):
    monkeypatch.setattr(export, "XLSX_ROWS", 1)
    line("一"), line("二")
    admin_client.force_login(auditor)
    response = admin_client.get(reverse("audit:export"), {"format": "xlsx"}, follow=True)
    assert "超过一张 Excel 表的行数" in response.content.decode()


def test_archived_parts_are_handed_to_the_auditor_only(
    admin_client, auditor, manager, index, settings, tmp_path, monkeypatch
):
    settings.MEDIA_ROOT = tmp_path
    line("旧")
    monkeypatch.setattr(archive, "edge_of", lambda now: now)  # all of it is old
    call_command("archive_audit")
    address = reverse("audit:part", args=[ArchivedPart.objects.get().pk])
    admin_client.force_login(manager)
    assert admin_client.get(address).status_code == 404
    assert address not in admin_client.get(index).content.decode()
    admin_client.force_login(auditor)
    assert address in admin_client.get(index).content.decode()
    packed = b"".join(admin_client.get(address).streaming_content)
    assert "旧" in gzip.decompress(packed).decode()
    assert AuditEntry.objects.filter(action="audit.download").count() == 1


def test_the_start_page_of_the_auditor_shows_the_newest_lines(
    admin_client, auditor, manager, school
):
    record("site.logo", by=manager, site=school, target=school)
    for person, shown in ((auditor, True), (manager, False)):
        admin_client.force_login(person)
        page = admin_client.get("/admin/").content.decode()
        assert ("最近的审计记录" in page and "更换校徽" in page) is shown


def test_a_line_puts_codes_and_names_in_words(admin_client, auditor, manager, school, index):
    set_default(school, review="three", by=manager)
    line = AuditEntry.objects.get(action="review.default")
    admin_client.force_login(auditor)
    page = admin_client.get(f"{index}{line.pk}/").content.decode()
    assert "三审（初审、复审、终审）" in page
    assert "不审核，直接发布" in page
    assert ">three<" not in page
    given = record(
        "person.role_given", by=manager, site=school, target=manager, details={"role": "auditor"}
    )
    page = admin_client.get(f"{index}{given.pk}/").content.decode()
    assert re.search(r"<dt>角色</dt>\s*<dd>审计员</dd>", page)


def test_the_number_on_a_sheet_finds_its_line(admin_client, auditor, school, index):
    line = record("site.logo", by=auditor, site=school, target=school)
    record("site.hosts", by=auditor, site=school, target=school)
    admin_client.force_login(auditor)
    answer = admin_client.get(index, {"number": line.pk})
    assert [row["entry"] for row in answer.context_data["rows"]] == [line]
    assert f"<dd>{line.pk}</dd>" in admin_client.get(f"{index}{line.pk}/").content.decode()
    assert admin_client.get(index, {"number": "9" * 40}).status_code == 200
