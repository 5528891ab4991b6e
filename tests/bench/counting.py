"""make bench-counting: the league, a school's page and counting anew at 500 schools.

Three years of figures (500 schools, every channel, every month) and 100,000 articles with
their ledger. Prints queries, and milliseconds of the clock and of the processor, on SQLite
and on PostgreSQL. Exits 1 where the league takes more than 500 ms (of the processor on
SQLite, of the clock on PostgreSQL) or 10 queries of its own (beside those that every screen
of the admin asks: person, rights, menu), or where totals differ from the ledger.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
SCHOOLS, ARTICLES, MONTHS, REPEATS = 500, 100_000, 36, 15
MILLISECONDS, QUERIES = 500, 10
OWN = ("counting_", "syndication_")  # tables; the others are asked by every screen
SCREENS = {
    "league, a year": "/admin/points/?period=year:2026-01",
    "league, a month": "/admin/points/?period=month:2026-06&sort=done",
    "league, a kind": "/admin/points/?period=term:2026-03&kind=primary",
    "a school": "/admin/points/schools/{site}/?year=2026-01",
    "CSV": "/admin/points/export/?period=year:2026-01&format=csv",
    "XLSX": "/admin/points/export/?period=year:2026-01&format=xlsx",
    "bulletin": "/admin/points/bulletin/?period=year:2026-01",
}


def main():
    """Bench the database that DATABASE_URL names; without it SQLite, then PostgreSQL."""
    if "DATABASE_URL" in os.environ:
        return bench(os.environ["DATABASE_URL"].split(":")[0])
    with tempfile.TemporaryDirectory(prefix="sitehub-bench-") as folder:
        environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"}
        sqlite = subprocess.run([sys.executable, __file__], env=environment).returncode
    command = [str(ROOT / "tools" / "with_postgres"), sys.executable, __file__]
    return subprocess.run(command).returncode or sqlite


def bench(engine):
    """Build the world, ask for the screens, and print what they took; 1 where a limit broke."""
    with tempfile.TemporaryDirectory(prefix="sitehub-bench-") as folder:
        os.environ |= {"SITEHUB_VAR": folder, "LOG_LEVEL": "ERROR"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "sitehub.settings.dev"
        world = ["demo", "--force", "--schools", str(SCHOOLS), "--articles", str(ARTICLES)]
        for command in (["migrate"], world):
            subprocess.run(
                [sys.executable, "manage.py", *command, "--verbosity", "0"],
                cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        import django

        django.setup()
        from django.conf import settings

        settings.DEBUG = False  # no query log, as in production
        drift = recounted(engine)
        fill_totals()
        return drift | screens(engine)


def recounted(engine):
    """Count everything anew, and prove a part of it line by line."""
    from sitehub.counting.recount import find_drift, recount_all
    from sitehub.syndication.models import LedgerEntry

    started = time.perf_counter()
    recount_all()
    took = time.perf_counter() - started
    print(f"{engine:10} recount of {LedgerEntry.objects.count():,} lines: {took:.1f} s")
    drift = sum(1 for _one in find_drift())
    print(f"{engine:10} differences between totals and ledger: {drift} (limit 0)")
    return int(drift > 0)


def fill_totals():
    """Every school, month and channel of three years has a row, as after much use."""
    from school_sites.models import SchoolSite
    from sitehub.counting.models import MonthTotal
    from sitehub.syndication.models import Channel

    rng = random.Random(1)
    channels = list(Channel.objects.values_list("pk", flat=True))
    MonthTotal.objects.all().delete()
    sites = list(SchoolSite.objects.schools().values_list("pk", flat=True))
    for year in (2024, 2025, 2026):
        MonthTotal.objects.bulk_create(
            (
                MonthTotal(
                    site_id=site, month=date(year, month, 1), channel_id=channel,
                    submitted=(offered := rng.randrange(8)), accepted=rng.randrange(offered + 1),
                    returned=rng.randrange(2), points=rng.randrange(40),
                )
                for site in sites for month in range(1, 13) for channel in channels
            ),
            batch_size=2_000,
        )  # fmt: skip
    print(f"{'':10} {MonthTotal.objects.count():,} totals")


def screens(engine):
    """Print queries and milliseconds of each screen; 1 where the league is over a limit."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from school_sites.models import SchoolSite
    from sitehub.provisioning.building import settle_groups

    settle_groups()  # worlds made in bulk have no groups
    district = SchoolSite.objects.get(kind="district")
    user = get_user_model().objects.create_user("bench", password=None)
    user.groups.add(district.groups.get(role="district-editor").group)
    client = Client(headers={"host": "admin.localhost"})
    client.force_login(user)
    site, failed = SchoolSite.objects.schools().first().pk, 0
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for name, path in SCREENS.items():
        took = []
        for number in range(REPEATS + 3):
            started, worked = time.perf_counter(), time.process_time()
            with CaptureQueriesContext(connection) as captured:
                response = client.get(path.format(site=site))
                b"".join(response)
            if response.status_code != 200:
                sys.exit(f"{name}: {response.status_code}")
            if number >= 3:
                worked = time.process_time() - worked
                took.append((time.perf_counter() - started, worked))
        clock, processor = (statistics.median(one) * 1000 for one in zip(*took, strict=True))
        # Of SQLite all work is in the process; of PostgreSQL only the clock knows the server's.
        middle = clock if engine.startswith("postgres") else processor
        own = sum(any(one in query["sql"] for one in OWN) for query in captured)
        queries = len(captured)
        is_over = name.startswith("league") and (middle > MILLISECONDS or queries > QUERIES)
        failed |= is_over
        verdict = "OVER" if is_over else "ok"
        asked = f"{queries:2} queries, {own:2} its own"
        times = f"clock {clock:6.1f} ms, processor {processor:6.1f} ms"
        print(f"{engine:10} {name:16} {asked}, {times}  {verdict}")
    print(f"{'':10} limits of the league: {QUERIES} queries, {MILLISECONDS} ms")
    return int(failed)


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    sys.exit(main())
