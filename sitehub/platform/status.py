"""What the platform screen shows. The number of queries does not grow with the sites."""

import functools
import platform
import subprocess
import tomllib
from datetime import UTC, datetime, timedelta

import django
import wagtail
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from school_sites.models import SchoolSite, SiteStatus

from .backups import list_backups
from .models import AdvisoryCheck, ScheduledRun, SignOfLife
from .schedule import jobs

BACKUP_IS_OLD = timedelta(days=2)
# A few missed looks or beats, not one.
SILENT = {SignOfLife.SCHEDULER: timedelta(minutes=5), SignOfLife.WORKER: timedelta(minutes=20)}


@functools.cache
def sitehub_version():
    """The version of pyproject.toml and, in a checkout, the commit."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    try:
        done = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607
            cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=5, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return version
    return f"{version} ({done.stdout.strip()})" if done.returncode == 0 else version


def versions():
    """(name, version) of what this install runs on."""
    return [
        ("SiteHub", sitehub_version()),
        ("Wagtail", wagtail.__version__),
        ("Django", django.get_version()),
        ("Python", platform.python_version()),
        (connection.display_name, ".".join(map(str, connection.get_database_version()))),
    ]


def pending_migrations():
    """Names of migrations that this code has and the database lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def last_backup():
    """Time, size in bytes and age warning of the newest backup, or None."""
    newest = next(iter(list_backups()), None)
    if newest is None:
        return None
    facts = newest.stat()
    at = datetime.fromtimestamp(facts.st_mtime, UTC)
    return {"at": at, "size": facts.st_size, "is_old": timezone.now() - at > BACKUP_IS_OLD}


def signs_of_life():
    """For scheduler and worker: when last seen, and whether that is too long ago."""
    seen = dict(SignOfLife.objects.values_list("name", "at"))
    now = timezone.now()
    return {
        name: {"at": seen.get(name), "silent": name not in seen or now - seen[name] > limit}
        for name, limit in SILENT.items()
    }


def task_counts():
    """How many tasks wait and how many failed."""
    counts = dict(
        DBTaskResult.objects.order_by().values_list("status").annotate(number=Count("pk"))
    )
    return {"waiting": counts.get("READY", 0), "failed": counts.get("FAILED", 0)}


def sites_by_status():
    """(label, number) of sites in each status."""
    counts = dict(SchoolSite.objects.order_by().values_list("status").annotate(number=Count("pk")))
    return [(label, counts.get(value, 0)) for value, label in SiteStatus.choices]


def scheduled_runs():
    """Last run of each job under its label; a job that an older release ran keeps its name."""
    labels = {job.name: job.label for job in jobs()}
    runs = list(ScheduledRun.objects.order_by("name"))
    for run in runs:
        run.label = labels.get(run.name) or run.name
    return runs


def overview():
    """Everything, as the screen's context."""
    return {
        "versions": versions(),
        "pending": pending_migrations(),
        "advisories": AdvisoryCheck.objects.order_by("-at").first(),
        "backup": last_backup(),
        "life": signs_of_life(),
        "runs": scheduled_runs(),
        "tasks": task_counts(),
        "sites": sites_by_status(),
    }
