"""make bench: pages at 10 and at 1,000 schools, on SQLite and on PostgreSQL.

Builds worlds of 100,000 articles (FULL=1: a million), prints queries and times
of each kind of page, and serves both worlds at once, in turns, so that the
throughput ratio holds on a noisy machine. Exits 1 where a limit is broken.
"""

import argparse
import contextlib
import http.client
import json
import os
import re
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
SMALL, LARGE = 10, 1_000
ARTICLES = 1_000_000 if os.environ.get("FULL") else 100_000
LIMITS = {
    "district home": 20,
    "school home": 20,
    "district column": 14,
    "school column": 14,
    "article": 14,
}
THROUGHPUT_RATIO = 0.95
ARTICLES_A_SECOND = 2_000  # on PostgreSQL
KEPT = "kept"  # a file in the folder of a world that stays
# One process of the same program differs from the next by some per cent (hash seed, where its
# memory lies), one second of this machine from the next by more: many short rounds, several starts.
STARTS, ROUNDS, ROUND_SECONDS, THREADS = 4, 8, 1.0, 4


class World:
    """A database with its own environment, files and server."""

    def __init__(self, engine, schools, folder):
        self.schools = schools
        self.folder = Path(folder) / f"{engine}-{schools}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.is_kept = (self.folder / KEPT).exists()
        self.environment = os.environ | {
            "SITEHUB_VAR": str(self.folder),
            "DATABASE_URL": self._database(engine),
            "DJANGO_SETTINGS_MODULE": "sitehub.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "PUBLIC_SCHEME": "http",
            "ADMIN_URL": "https://admin.localhost",  # passkeys need https; nobody signs in
            "LOG_LEVEL": "ERROR",
        }

    def _database(self, engine):
        if engine == "sqlite":
            return f"sqlite:///{self.folder / 'db.sqlite3'}"
        import psycopg

        url = os.environ["DATABASE_URL"]
        name = f"schools_{self.schools}"
        base, database = url.rsplit("/", 1)
        address = urlsplit(url)
        folder = address.path.rsplit("/", 1)[0][1:]
        where = {"host": folder} if folder else {"host": address.hostname, "port": address.port}
        with psycopg.connect(
            dbname=database, user=address.username, password=address.password, autocommit=True,
            **where,
        ) as connection:  # fmt: skip
            if not self.is_kept:
                connection.execute(f"CREATE DATABASE {name}")
        return f"{base}/{name}"

    def keep(self):
        """Another World of this folder finds the database as it is now."""
        (self.folder / KEPT).touch()

    def run(self, *command):
        """Run a program in this world; returns what it printed."""
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True,
            text=True,
        )  # fmt: skip
        if done.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
        return done.stdout

    def build(self, articles=ARTICLES):
        """Make schools and articles; returns articles a second."""
        self.run("manage.py", "migrate", "--verbosity", "0")
        self.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        printed = self.run(
            "manage.py", "demo", "--force", "--schools", str(self.schools), "--articles",
            str(articles),
        )  # fmt: skip
        return int(re.search(r"篇文章，.*每秒 (\d+)", printed).group(1))

    def probe(self):
        """What tests/bench/probe.py measured."""
        self.environment["PYTHONPATH"] = str(ROOT)
        return json.loads(self.run("tests/bench/probe.py"))

    @contextlib.contextmanager
    def serving(self):
        """A server with one worker; yields its port and process group."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        process = subprocess.Popen(
            [Path(sys.executable).parent / "granian", "--interface", "wsgi", "--workers", "1",
             "--port", str(port), "--log-level", "error", "sitehub.wsgi:application"],
            cwd=ROOT, env=self.environment, start_new_session=True,
        )  # fmt: skip
        try:
            wait_for(port)
            yield port, process.pid
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(15)


def wait_for(port):
    """Return when something listens on ``port``."""
    for _ in range(150):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    sys.exit("the server did not start")


def cpu_seconds(group):
    """Processor seconds that the processes of ``group`` have used so far (proc(5), stat)."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rsplit(")", 1)[1].split()
            if int(fields[2]) == group:
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def throughput(server, places):
    """Requests per processor second of the server over one round, with a few connections.

    Processor seconds, because other work on the machine, the load generator
    itself included, would decide a count by the clock.
    """
    port, group = server
    before = cpu_seconds(group)
    counts, end = [0] * THREADS, time.monotonic() + ROUND_SECONDS

    def work(number):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while time.monotonic() < end:
            host, path = places[counts[number] % len(places)]
            connection.request("GET", path, headers={"Host": host})
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise RuntimeError(f"{host}{path}: {response.status}")
            counts[number] += 1
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (cpu_seconds(group) - before)


def compare(small, large, places):
    """Median requests per processor second of both, and the median ratio of neighbouring rounds.

    Over several starts of both servers, in short rounds by turns.
    """
    rounds = []
    for _ in range(STARTS):
        with small.serving() as one, large.serving() as other:
            for server, where in ((one, places[0]), (other, places[1])):
                throughput(server, where)  # warm
            for number in range(ROUNDS):
                turn = [(one, places[0]), (other, places[1])]
                if number % 2:
                    turn.reverse()
                rates = [throughput(*each) for each in turn]
                rounds.append(tuple(reversed(rates)) if number % 2 else tuple(rates))
    medians = [statistics.median(values) for values in zip(*rounds, strict=True)]
    return (*medians, *statistics.quantiles((b / a for a, b in rounds), n=4))


def bench(engine):
    """Measure one engine; returns the broken limits."""
    broken = []
    with tempfile.TemporaryDirectory(prefix="sitehub-bench-") as folder:
        worlds = [World(engine, schools, folder) for schools in (SMALL, LARGE)]
        for world in worlds:
            rate = world.build()
            print(
                f"{engine}: {world.schools} schools, {ARTICLES} articles built at {rate} a second"
            )
            if engine == "postgres" and rate < ARTICLES_A_SECOND:
                broken.append(f"{rate} articles a second")
        small, large = (world.probe() for world in worlds)
        print(f"{'page':18}{'queries':>9}{'':>6}{'ms':>9}{'':>9}{'ratio':>8}")
        print(f"{'schools':18}{SMALL:>9}{LARGE:>6}{SMALL:>9}{LARGE:>9}")
        for kind, one in small["pages"].items():
            other = large["pages"][kind]
            ratio = other["ms"] / one["ms"]
            print(
                f"{kind:18}{one['queries']:>9}{other['queries']:>6}{one['ms']:>9}"
                f"{other['ms']:>9}{ratio:>8.2f}"
            )
            if max(one["queries"], other["queries"]) > LIMITS.get(kind, 99):
                broken.append(f"{kind}: {other['queries']} queries")
            if one["queries"] != other["queries"]:
                broken.append(f"{kind}: queries grow with schools")
        for kind in ("school home", "school column", "article", "district home"):
            places = [world["addresses"][kind] for world in (small, large)]
            a, b, low, ratio, high = compare(*worlds, places)
            print(
                f"{kind:18}{a:>8.0f} and {b:.0f} requests per processor second, "
                f"ratio {ratio:.3f} (half of the rounds {low:.3f} to {high:.3f})"
            )
            if ratio < THROUGHPUT_RATIO:
                broken.append(f"{kind}: throughput ratio {ratio:.3f}")
    return [f"{engine}: {each}" for each in broken]


def main():
    """Bench SQLite here, and PostgreSQL in a process that has a server for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["sqlite", "postgres"])
    engine = parser.parse_args().engine
    if engine:
        broken = bench(engine)
        print("\n".join(f"BROKEN {line}" for line in broken) or f"{engine}: every limit held")
        return 1 if broken else 0
    status = subprocess.run([sys.executable, __file__, "--engine", "sqlite"]).returncode
    command = [str(ROOT / "tools" / "with_postgres"), sys.executable, __file__]
    return subprocess.run([*command, "--engine", "postgres"]).returncode or status


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    sys.exit(main())
