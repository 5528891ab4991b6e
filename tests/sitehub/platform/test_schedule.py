"""Jobs run when due, once, and a failing one does not stop the others."""

import os
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sitehub.platform import schedule
from sitehub.platform.models import ScheduledRun, SignOfLife
from sitehub.platform.schedule import DAY, Job, run_due

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=SHANGHAI)  # a Wednesday


@pytest.fixture
def table(monkeypatch, db):
    """A table of three jobs that only note that they ran."""
    ran = []
    jobs = [
        Job("always", lambda: ran.append("always")),
        Job("nightly", lambda: ran.append("nightly"), every=DAY, at="02:30"),
        Job("weekly", lambda: ran.append("weekly"), every=7 * DAY, at="04:00", weekday=0),
    ]
    monkeypatch.setattr(schedule, "jobs", lambda: jobs)
    return ran


def test_nightly_job_runs_once_a_night(table):
    for hours in range(0, 48, 1):
        run_due(NOON + timedelta(hours=hours))
    assert table.count("nightly") == 2
    assert table.count("always") == 48


def test_nightly_job_missed_while_the_machine_was_off_runs_at_the_next_start(table):
    run_due(NOON)
    assert run_due(NOON + 3 * DAY) == ["always", "nightly"]


def test_weekly_job_runs_on_its_day(table):
    days = [NOON + timedelta(days=number) for number in range(14)]
    ran_on = [day.strftime("%a") for day in days if "weekly" in run_due(day)]
    assert ran_on == ["Mon", "Mon"]


def test_restart_does_not_run_a_job_again(table):
    run_due(NOON)
    run_due(NOON + DAY)
    assert "nightly" not in run_due(NOON + DAY + timedelta(minutes=1))


def test_second_scheduler_does_not_get_a_claimed_run(table):
    job = Job("always", None)
    assert schedule.claim(job, None, NOON)
    assert not schedule.claim(job, None, NOON)
    assert schedule.claim(job, NOON, NOON + DAY)
    assert not schedule.claim(job, NOON, NOON + DAY)


def test_failing_job_is_noted_and_the_next_runs(table, monkeypatch):
    def fail():
        raise OSError("disk full")

    others = schedule.jobs()
    monkeypatch.setattr(schedule, "jobs", lambda: [Job("broken", fail), *others])
    assert run_due(NOON) == ["broken", "always"]
    assert ScheduledRun.objects.get(name="broken").error == "OSError: disk full"


def test_scheduler_gives_a_sign_of_life(table):
    run_due(NOON)
    assert SignOfLife.objects.filter(name=SignOfLife.SCHEDULER).exists()


def test_every_job_of_the_real_table_has_a_sound_time():
    for job in schedule.jobs():
        if job.at:
            assert NOON - job.every < job.latest_due(NOON) <= NOON


def test_worker_beat_is_queued_once_while_no_worker_runs(settings, db):
    from django_tasks_db.models import DBTaskResult

    from sitehub.platform import tasks

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    tasks.ask_for_beat()
    tasks.ask_for_beat()
    assert DBTaskResult.objects.ready().count() == 1


def test_sigterm_ends_the_scheduler_cleanly(tmp_path):
    """On a database without tables it logs, goes on, and still ends at once when told."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "scheduler", "--interval", "60"],
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "sitehub.settings.dev",
            "SITEHUB_VAR": str(tmp_path),
            "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3",
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        for line in process.stderr:
            if "could not look" in line:
                break
        time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        _, rest = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
    assert "scheduler stopped" in rest
