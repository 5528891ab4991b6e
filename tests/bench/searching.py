"""make bench-search: 200,000 articles at 500 sites, and beside them as many at 10.

Texts are sentences of the judged collection (tests/relevance) in ever new mixtures; what is
asked are its questions. On SQLite and PostgreSQL prints the rate of a rebuild and its memory,
then p50 and p95 of a page of ten with count and facets, of one site's, of a suggestion (what
is typed are beginnings of the questions, in characters and in pinyin) and of writing one
entry anew; then 20 questions a second beside four publishers. A real Elasticsearch of the same
articles is built beside the first database and asked the same, with a worker that tells it what
changes; where it does not answer in time, that is an error here.
Exits 1 where a limit is broken. ARTICLES, ENGINES and SITES narrow it. KEEP names a folder in which
the worlds stay, to be measured again without being built; on PostgreSQL DATABASE_URL then names a
server that stays, too.
"""

import fcntl
import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager, nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = int(os.environ.get("ARTICLES", 200_000))
SITES = [int(number) for number in os.environ.get("SITES", "10 500").split()]
ENGINES = os.environ.get("ENGINES", "sqlite postgres elasticsearch").split()
DATABASES = [one for one in ENGINES if one != "elasticsearch"]
LIMITS = {  # milliseconds, p95
    "sqlite": {"page": 60, "one site": 30, "suggestion": 5, "update": 15},
    "postgres": {"page": 80, "one site": 30, "suggestion": 5, "update": 25},
    "elasticsearch": {"page": 60, "one site": 30, "told": 2_000},
}
MEASURED = {"page": ("pages", False), "one site": ("pages", True), "suggestion": ("suggestions",),
            "update": ("updates",), "told": ("told",)}  # fmt: skip
JVM_OPTIONS = "-Xms2g\n-Xmx2g\n-Djava.io.tmpdir=${ES_TMPDIR}\n"
RATE, LOADED, MORE_MEMORY = 800, 300, 1.2
ASKERS, PUBLISHERS = 2, 4  # processes of the server; of people who publish
PROBE = ROOT / "tests/bench/searching_probe.py"
KEEP = os.environ.get("KEEP")


class Asked:
    """A Probe in a world of its own."""

    def __init__(self, engine, schools, folder, **environment):
        from run import World

        self.world = World(engine, schools, folder)
        self.world.environment |= {
            "DJANGO_SETTINGS_MODULE": "sitehub.settings.dev", "PYTHONPATH": str(ROOT), **environment
        }  # fmt: skip
        if not self.world.is_kept:
            self.world.build(articles=ARTICLES)
        self.processes = [self._probe() for _ in range(ASKERS + PUBLISHERS)]

    def _probe(self):
        return subprocess.Popen(
            [sys.executable, PROBE], cwd=ROOT, env=self.world.environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __call__(self, name, *arguments):
        self.tell(0, name, *arguments)
        return self.hear(0, name)

    def tell(self, number, name, *arguments):
        print(json.dumps([name, *arguments]), file=self.processes[number].stdin, flush=True)

    def hear(self, number, name):
        line = self.processes[number].stdout.readline()
        return json.loads(line) if line else sys.exit(f"{name}: the probe has ended")

    def loaded(self):
        """(milliseconds of each question, errors) of twenty a second beside PUBLISHERS."""
        for number in range(ASKERS):
            self.tell(number, "warm")
        for number in range(ASKERS):
            self.hear(number, "warm")
        names = ["ask"] * ASKERS + ["publish"] * PUBLISHERS
        for number, name in enumerate(names):
            self.tell(number, name, number)
        answers = [self.hear(number, name) for number, name in enumerate(names)]
        times = [one for asked, _errors in answers[:ASKERS] for one in asked]
        errors = [one for _times, errors in answers[:ASKERS] for one in errors]
        return times, errors + [one for errors in answers[ASKERS:] for one in errors]

    def end(self):
        for process in self.processes:
            process.stdin.close()
            process.wait()


def bench(engine):
    """Measure one database at each number of sites; yields broken limits."""
    for schools in SITES:
        kept = nullcontext(KEEP) if KEEP else tempfile.TemporaryDirectory(prefix="sitehub-bench-")
        with kept as folder:
            asked = Asked(engine, schools, folder)
            if not asked.world.is_kept:
                yield from _built(asked, engine, "index", schools)
                asked.world.keep()
            if engine in ENGINES:
                yield from _measured(asked, engine, schools)
            asked.end()
            if "elasticsearch" in ENGINES and engine == _first_database():
                yield from _beside(engine, schools, folder)


def _beside(engine, schools, folder):
    """Measure Elasticsearch beside the world that ``engine`` has; yields broken limits."""
    with _elasticsearch() as url:
        environment = {"ELASTICSEARCH_URL": url, "ELASTICSEARCH_INDEX": "bench"}
        asked = Asked(engine, schools, folder, **environment)
        for number in range(ASKERS):
            asked.tell(number, "nothing_instead")
            asked.hear(number, "nothing_instead")
        yield from _built(asked, "elasticsearch", "build", schools)
        command = [
            sys.executable,
            "manage.py",
            "db_worker",
            "--queue-name",
            "*",
            "--verbosity",
            "0",
            "--no-reload",
        ]
        worker = subprocess.Popen(command, cwd=ROOT, env=asked.world.environment)
        yield from _measured(asked, "elasticsearch", schools)
        asked.end()
        worker.terminate()
        worker.wait()


@contextmanager
def _elasticsearch():
    """A server of its own, with the memory that a small one has; yields its URL."""
    from tests.plugins.elasticsearch import start

    with tempfile.TemporaryDirectory() as folder, open(f"{folder}/told", "w") as told:
        fcntl.flock(told, fcntl.LOCK_SH)
        yield start(Path(told.name), Path(folder) / "log", JVM_OPTIONS)


def _built(asked, engine, name, schools):
    """Index all; yields broken limits."""
    rate, early, late = asked(name)
    print(f"{engine}, {schools} sites: {rate:.0f} articles a second indexed,"
          f" {early:.0f} MB after a tenth, {late:.0f} MB at the end")  # fmt: skip
    if rate < RATE:
        yield f"{engine}: {rate:.0f} articles a second"
    if late > MORE_MEMORY * early:
        yield f"{engine}: memory grows from {early:.0f} to {late:.0f} MB"


def _measured(asked, engine, schools):
    """Ask it all; yields broken limits."""
    for name, limit in LIMITS[engine].items():
        each = asked(*MEASURED[name])
        p50, p95 = statistics.median(each), statistics.quantiles(each, n=20)[-1]
        print(f"  {name:12} p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  most {max(each):7.1f}")
        if p95 > limit:
            yield f"{engine}, {schools} sites: {name} {p95:.1f} ms"
    each, errors = asked.loaded()
    p95 = statistics.quantiles(each, n=20)[-1]
    print(f"  {len(each)} questions beside publishers: p95 {p95:.0f} ms, errors {errors}")
    if errors or p95 > LOADED:
        yield f"{engine}, {schools} sites: {p95:.0f} ms beside publishers, {errors}"


def _first_database():
    return (DATABASES or ["sqlite"])[0]


def main():
    sys.path.insert(0, str(ROOT))
    if "--postgres" in sys.argv:
        return _told("postgres")
    failed = _told("sqlite") if "sqlite" in ENGINES or not DATABASES else 0
    if "postgres" in ENGINES and KEEP and "DATABASE_URL" in os.environ:
        failed |= _told("postgres")
    elif "postgres" in ENGINES:
        command = [str(ROOT / "tools/with_postgres"), sys.executable, __file__, "--postgres"]
        failed |= subprocess.run(command).returncode
    return failed


def _told(engine):
    broken = list(bench(engine))
    print("\n".join(f"BROKEN {line}" for line in broken) or f"{engine}: limits held")
    return int(bool(broken))


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    sys.exit(main())
