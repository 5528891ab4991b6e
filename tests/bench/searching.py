"""make bench-search: 200,000 articles at 500 sites, and beside them as many at 10.

Texts are sentences of the judged collection (tests/relevance) in ever new mixtures; what is
asked are its questions. On SQLite and PostgreSQL prints the rate of indexing and its memory,
then p50 and p95 of a page of ten with count and facets, of one site's, of a suggestion (what
is typed are beginnings of the questions, in characters and in pinyin) and of writing one
entry anew; then 20 questions a second beside four publishers.
Exits 1 where a limit is broken. ARTICLES, ENGINES and SITES narrow it.
"""

import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = int(os.environ.get("ARTICLES", 200_000))
SITES = [int(number) for number in os.environ.get("SITES", "10 500").split()]
ENGINES = os.environ.get("ENGINES", "sqlite postgres").split()
LIMITS = {  # milliseconds, p95
    "sqlite": {"page": 60, "one site": 30, "suggestion": 5, "update": 15},
    "postgres": {"page": 80, "one site": 30, "suggestion": 5, "update": 25},
}
RATE, LOADED, MORE_MEMORY = 800, 300, 1.2
BATCH, SECONDS, ARRIVING = 250, 20, 20  # ARRIVING: questions a second
ASKERS, PUBLISHERS, PAUSE = 2, 4, 0.2  # processes of the server; of people who publish; seconds


class Probe:
    """Answers in a process that has a world."""

    def __init__(self):
        import django

        django.setup()
        from django.conf import settings

        from tests.relevance import judged

        settings.DEBUG = False
        self.sentences = [
            sentence + "。"
            for one in judged.documents()
            for sentence in one["text"].replace("\n", "").split("。")
            if sentence
        ]
        self.titles = [one["title"] for one in judged.documents()]
        self.questions = [query.text for query in judged.queries()]

    def answer(self):
        for line in sys.stdin:
            name, *arguments = json.loads(line)
            print(json.dumps(getattr(self, name)(*arguments)), flush=True)

    def index(self):
        """(articles a second, megabytes at a tenth of the way, at the end) of indexing all."""
        from school_sites.models import ArticlePage
        from search import entries, texts

        chance, last, done, early = random.Random(7), 0, 0, 0

        def text_of(page, files=()):
            body = "".join(chance.choices(self.sentences, k=chance.randint(3, 14)))
            title = f"{chance.choice(self.titles)}（{chance.choice('一二三四五六七八九十')}）"
            return texts.Text(title, "", body)

        texts.text_of = text_of
        started, total = time.perf_counter(), ArticlePage.objects.count()
        while pages := list(ArticlePage.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
            entries.write_many(pages)
            last, done = pages[-1].pk, done + len(pages)
            if not early and done >= total / 10:
                early = _megabytes()
        took = time.perf_counter() - started
        self.vacuum()
        return done / took, early, _megabytes()

    def vacuum(self):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
            if connection.vendor != "postgresql":
                cursor.execute("INSERT INTO search_fts(search_fts) VALUES('optimize')")

    def pages(self, in_one_site):
        """Milliseconds of each question's page of ten, with count and facets."""
        from school_sites.models import SchoolSite
        from search import api

        schools = list(SchoolSite.objects.schools()[:50])
        times = []
        for turn in range(2):  # the first warms
            chance = random.Random(5)
            for question in self.questions:
                scope = chance.choice(schools) if in_one_site else None
                started = time.perf_counter()
                api.search(scope, question)
                if turn:
                    times.append((time.perf_counter() - started) * 1000)
        return times

    def suggestions(self):
        """Milliseconds of what is offered for beginnings of the questions."""
        from school_sites.models import SchoolSite
        from search import analysis, pinyin, suggestions, vocabulary

        vocabulary.recount()
        schools = list(SchoolSite.objects.schools()[:50])
        chance, times = random.Random(9), []
        typed = [text[: chance.randint(1, 4)] for text in self.questions]
        typed += [pinyin.joined(analysis.fold(text))[: chance.randint(1, 6)] for text in typed]
        typed += [pinyin.initials(analysis.fold(text)) for text in typed[: len(self.questions)]]
        for turn in range(2):  # the first warms
            for text in typed:
                scope = chance.choice([None, *schools])
                started = time.perf_counter()
                suggestions.suggest(scope, text)
                if turn:
                    times.append((time.perf_counter() - started) * 1000)
        return times

    def updates(self):
        """Milliseconds of writing one article's entry with another text."""
        from school_sites.models import ArticlePage
        from search import entries

        pages = list(ArticlePage.objects.order_by("-pk")[:150])
        times = []
        for page in pages:
            started = time.perf_counter()
            entries.write(page)
            times.append((time.perf_counter() - started) * 1000)
        return times[20:]

    def publish(self, number):
        """Write entries one after another until the time is over; returns errors."""
        from school_sites.models import ArticlePage
        from search import entries

        until, errors, chance = time.monotonic() + SECONDS, [], random.Random(number)
        mine = list(ArticlePage.objects.order_by("pk")[number * 100 : number * 100 + 100])
        while time.monotonic() < until:
            try:
                entries.write(chance.choice(mine))
            except Exception as error:
                errors.append(repr(error))
            time.sleep(PAUSE)
        return errors[:5]

    def ask(self, number):
        """(milliseconds of each question, errors), ARRIVING / ASKERS of them a second."""
        from django.db import connection

        from search import api

        times, errors, asking = [], [], []
        api.search(None, self.questions[0])  # warms
        chance, due = random.Random(number), time.monotonic() + number / ARRIVING
        until = due + SECONDS

        def ask(question, due):
            try:
                api.search(None, question)
                times.append((time.monotonic() - due) * 1000)
            except Exception as error:
                errors.append(repr(error))
            connection.close()

        while due < until:
            time.sleep(max(0, due - time.monotonic()))
            asking.append(threading.Thread(target=ask, args=(chance.choice(self.questions), due)))
            asking[-1].start()
            due += ASKERS / ARRIVING
        for thread in asking:
            thread.join()
        return times, errors[:5]


def _megabytes():
    """Of this process' own; what it maps of the database's file is the system's."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"RssAnon:\s+(\d+)", status)[1]) / 1024


class Asked:
    """A Probe in a world of its own."""

    def __init__(self, engine, schools, folder):
        from run import World

        self.world = World(engine, schools, folder)
        self.world.environment |= {
            "DJANGO_SETTINGS_MODULE": "sitehub.settings.dev", "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        self.world.build(articles=ARTICLES)
        self.processes = [self._probe() for _ in range(ASKERS + PUBLISHERS)]

    def _probe(self):
        return subprocess.Popen(
            [sys.executable, __file__, "--probe"], cwd=ROOT, env=self.world.environment,
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
        """(milliseconds of each question, errors) of ARRIVING a second beside PUBLISHERS."""
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
    limits = LIMITS[engine]
    for schools in SITES:
        with tempfile.TemporaryDirectory(prefix="sitehub-bench-") as folder:
            asked = Asked(engine, schools, folder)
            rate, early, late = asked("index")
            print(f"{engine}, {schools} sites: {rate:.0f} articles a second indexed,"
                  f" {early:.0f} MB after a tenth, {late:.0f} MB at the end")  # fmt: skip
            if rate < RATE:
                yield f"{engine}: {rate:.0f} articles a second"
            if late > MORE_MEMORY * early:
                yield f"{engine}: memory grows from {early:.0f} to {late:.0f} MB"
            times = {"page": asked("pages", False), "one site": asked("pages", True),
                     "suggestion": asked("suggestions"), "update": asked("updates")}  # fmt: skip
            for name, each in times.items():
                p50, p95 = statistics.median(each), statistics.quantiles(each, n=20)[-1]
                print(f"  {name:12} p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  most {max(each):7.1f}")
                if p95 > limits[name]:
                    yield f"{engine}, {schools} sites: {name} {p95:.1f} ms"
            each, errors = asked.loaded()
            p95 = statistics.quantiles(each, n=20)[-1]
            print(f"  {len(each)} questions beside publishers: p95 {p95:.0f} ms, errors {errors}")
            if errors or p95 > LOADED:
                yield f"{engine}, {schools} sites: {p95:.0f} ms beside publishers, {errors}"
            asked.end()


def main():
    if "--probe" in sys.argv:
        return Probe().answer()
    if "--postgres" in sys.argv:
        return _told("postgres")
    failed = _told("sqlite") if "sqlite" in ENGINES else 0
    if "postgres" in ENGINES:
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
