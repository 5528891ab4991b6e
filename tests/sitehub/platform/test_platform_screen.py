"""The platform screen: who sees it, and what it says when something is wrong."""

import os
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sitehub.platform.models import AdvisoryCheck, ScheduledRun, SignOfLife
from sitehub.platform.schedule import jobs
from tests.factories import make_school

URL = "/admin/platform/"


@pytest.fixture
def backup_dir(settings, tmp_path):
    """An empty BACKUP_DIR."""
    settings.BACKUP_DIR = tmp_path
    return tmp_path


@pytest.fixture
def screen(admin_client, administrator, backup_dir):
    """The screen's text as the district's administrator sees it."""
    admin_client.force_login(administrator)
    return lambda: admin_client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("person", "status"), [("administrator", 200), ("district_editor", 302), ("editor", 302)]
)
def test_only_district_administrators_see_it(admin_client, person, status, request):
    """Others are sent to the admin's start with a message, as Wagtail does."""
    admin_client.force_login(request.getfixturevalue(person))
    assert admin_client.get(URL).status_code == status


@pytest.mark.parametrize(("person", "shown"), [("administrator", True), ("editor", False)])
def test_menu_shows_it_to_those_who_may_see_it(admin_client, person, shown, request):
    admin_client.force_login(request.getfixturevalue(person))
    assert (URL in admin_client.get("/admin/").content.decode()) is shown


def test_it_names_the_versions(screen):
    text = screen()
    for name in ("SiteHub", "Wagtail", "Django", "Python"):
        assert f"<dt>{name}</dt>" in text
    assert "已是最新" in text


def test_missing_and_old_backups_are_pointed_out(screen, backup_dir):
    assert "还没有备份" in screen()
    backup = backup_dir / "sitehub-20260101T000000-000000Z.sqlite3"
    backup.write_bytes(b"x" * 2048)
    assert "最近备份已超过两天" not in screen()
    three_days_ago = time.time() - 3 * 86400
    os.utime(backup, (three_days_ago, three_days_ago))
    assert "最近备份已超过两天" in screen()


def test_silent_processes_are_pointed_out(screen):
    assert screen().count(">没有运行过<") == 2
    SignOfLife.give(SignOfLife.SCHEDULER)
    SignOfLife.give(SignOfLife.WORKER)
    assert screen().count("正常（") == 2
    SignOfLife.objects.update(at=timezone.now() - timedelta(hours=1))
    assert screen().count("没有响应") == 2


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (None, "还没有检查过"),
        ({"reached": False}, "无法连接安全公告服务"),
        ({"reached": True, "checked": 80}, "没有已知漏洞"),
        ({"reached": True, "checked": 80, "unchecked": 3}, "3 个没有答复"),
        (
            {
                "reached": True,
                "checked": 80,
                "findings": [{"name": "somelib", "version": "1.0", "id": "PYSEC-1", "fix": "1.1"}],
            },
            "（修复于 1.1）",
        ),
    ],
)
def test_last_advisory_check_is_told_as_it_was(screen, facts, said):
    if facts:
        AdvisoryCheck.objects.create(**facts)
    assert said in screen()


def test_failed_job_is_shown_with_its_error(screen):
    now = timezone.now()
    ScheduledRun.objects.create(
        name="backup", started_at=now, finished_at=now, error="OSError: disk full"
    )
    assert "失败：OSError: disk full" in screen()


def test_jobs_are_named_for_people(screen):
    now = timezone.now()
    for job in jobs():
        ScheduledRun.objects.create(name=job.name, started_at=now, finished_at=now)
    ScheduledRun.objects.create(name="job_of_an_older_release", started_at=now)
    text = screen()
    for job in jobs():
        assert f"<dt>{job.label}</dt>" in text
        assert f"<dt>{job.name}</dt>" not in text
    assert "<dt>job_of_an_older_release</dt>" in text


@pytest.mark.both_databases
def test_queries_do_not_grow_with_the_number_of_schools(
    admin_client, administrator, school, backup_dir
):
    admin_client.force_login(administrator)
    admin_client.get(URL)
    with CaptureQueriesContext(connection) as few:
        admin_client.get(URL)
    for number in range(5):
        make_school(f"more{number}")
    admin_client.get(URL)
    with CaptureQueriesContext(connection) as many:
        admin_client.get(URL)
    assert len(many) == len(few)
