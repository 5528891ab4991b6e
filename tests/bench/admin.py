"""make bench-admin: the screens people open first, at 10 and at 500 schools.

Prints queries and milliseconds of server time by role and screen, on SQLite and
on PostgreSQL. Exits 1 where a limit is broken: a one-school editor's screens
take at most 30 queries and at 500 schools 1.2 times their time at 10; those of
the district take less than 300 ms on PostgreSQL.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SMALL, LARGE = 10, 500
ARTICLES_PER_SCHOOL = 100
REPEATS, TURNS = 15, 4
LINES = 8  # of the column looked at, in both worlds
QUERIES, RATIO, DISTRICT_MS = 30, 1.2, 300
NOISE_MS = 5  # what two medians of a shared machine differ by anyway

SCHOOL_SCREENS = {
    "start page": "/admin/",
    "explorer": "/admin/pages/{home}/",
    "explorer, a column": "/admin/pages/{column}/",
    "pictures": "/admin/images/",
    "page chooser": "/admin/choose-page/",
    "picture chooser": "/admin/images/chooser/",
    "what was offered": "/admin/my-submissions/",
    "write": "/admin/write/",
}
DISTRICT_SCREENS = {
    "start page": "/admin/",
    "explorer": "/admin/pages/{home}/",
    "pictures": "/admin/images/",
    "page chooser": "/admin/choose-page/",
    "desk": "/admin/submissions/",
}
SCREENS = {
    "school-editor": SCHOOL_SCREENS,
    "school-manager": SCHOOL_SCREENS,
    "district-editor": DISTRICT_SCREENS,
    "district-administrator": DISTRICT_SCREENS
    | {"all sites' pages": "/admin/pages/", "schools": "/admin/schools/"},
}


def probe():
    """Measure in the world the environment names, and print one JSON object."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model

    from school_sites.models import ColumnPage, SchoolSite
    from sitehub.provisioning.building import settle_groups

    settings.DEBUG = False  # no query log, as in production
    settle_groups()  # worlds made in bulk have no groups
    found = {}
    for role, screens in SCREENS.items():
        sites = SchoolSite.objects.filter(groups__role=role, kind__in=["primary", "district"])
        site = sites.order_by("code").first()
        user, _made = get_user_model().objects.get_or_create(username=f"bench-{role}")
        user.groups.add(site.groups.get(role=role).group)
        column = ColumnPage.objects.filter(root_path=site.root_page.path, kind="news").first()
        for page in column.get_children()[LINES:]:
            page.delete()
        values = {"home": site.root_page_id, "column": column.pk}
        for name, path in screens.items():
            found[f"{role}: {name}"] = _measure(user, path.format(**values))
    print(json.dumps(found))


def _measure(user, path):
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "admin.localhost"})
    client.force_login(user)

    def get():
        response = client.get(path)
        if response.status_code != 200:
            sys.exit(f"{user} {path}: {response.status_code} {response.get('Location', '')}")

    get()
    with CaptureQueriesContext(connection) as captured:
        get()
        queries = len(captured)
    times = []
    for _number in range(REPEATS):
        started = time.perf_counter()
        get()
        times.append((time.perf_counter() - started) * 1000)
    return {"queries": queries, "ms": round(statistics.median(times), 1)}


def bench(engine):
    """Measure one engine; returns the broken limits."""
    from run import World

    broken = []
    with tempfile.TemporaryDirectory(prefix="sitehub-bench-") as folder:
        worlds = [World(engine, schools, folder) for schools in (SMALL, LARGE)]
        for world in worlds:
            world.environment |= {"DJANGO_SETTINGS_MODULE": "sitehub.settings.dev"}
            world.environment["PYTHONPATH"] = str(ROOT)
            world.build(articles=world.schools * ARTICLES_PER_SCHOOL)
        turns = [
            [json.loads(world.run(__file__, "--probe")) for world in worlds]
            for _turn in range(TURNS)
        ]
    small, large = (_best(found) for found in zip(*turns, strict=True))
    print(f"{engine:44}{'queries':>9}{'':>6}{'ms':>9}{'':>9}{'ratio':>8}")
    for screen, one in small.items():
        other = large[screen]
        ratio = other["ms"] / one["ms"]
        print(
            f"{screen:44}{one['queries']:>9}{other['queries']:>6}"
            f"{one['ms']:>9}{other['ms']:>9}{ratio:>8.2f}"
        )
        broken += [f"{screen}: {text}" for text in _broken(engine, screen, one, other)]
    return broken


def _best(found):
    """Of several measurements of one world, for each screen the one least disturbed."""
    return {name: min((one[name] for one in found), key=lambda one: one["ms"]) for name in found[0]}


def _broken(engine, screen, one, other):
    if screen.startswith("school"):
        if other["queries"] > QUERIES:
            yield f"{other['queries']} queries"
        if other["ms"] > RATIO * one["ms"] + NOISE_MS:
            yield f"{other['ms']} ms at {LARGE} schools, {one['ms']} at {SMALL}"
    elif engine == "postgres" and other["ms"] >= DISTRICT_MS:
        yield f"{other['ms']} ms"


def main():
    """Bench SQLite here, and PostgreSQL in a process that has a server for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["sqlite", "postgres"])
    parser.add_argument("--probe", action="store_true")
    options = parser.parse_args()
    if options.probe:
        probe()
        return 0
    if options.engine:
        broken = bench(options.engine)
        print("\n".join(f"BROKEN {line}" for line in broken) or f"{options.engine}: limits held")
        return 1 if broken else 0
    status = subprocess.run([sys.executable, __file__, "--engine", "sqlite"]).returncode
    if os.environ.get("ENGINE") == "sqlite":
        return status
    command = [str(ROOT / "tools" / "with_postgres"), sys.executable, __file__]
    return subprocess.run([*command, "--engine", "postgres"]).returncode or status


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    sys.exit(main())
