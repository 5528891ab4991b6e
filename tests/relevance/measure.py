"""make relevance: how well each engine answers the judged questions.

Prints nDCG@10, recall@50 and boundary pairs for the embedded engine on SQLite and on
PostgreSQL, with pairs of characters alone beside it and Wagtail's own search on the same
databases, and for Elasticsearch; then the same of the second set, by itself in a database of
its own. ``--set`` and ``--only`` narrow it. ``--why`` tells the tags and the questions that are
answered worst, of the tuning part alone: who reads another question begins to choose by it, and
then it tells nothing about questions that nobody has seen. Exits 1 below the targets, and where a
server is missing, which is named.
"""

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.plugins import requirements  # noqa: E402 (of this folder, wherever it is started)
from tests.relevance import judged  # noqa: E402

WAGTAILS = "wagtail.search.backends.database"
ENGINES = ("sqlite", "postgres", "elasticsearch")
TARGETS = {"nDCG@10": 0.98, "recall@50": 1.0, "pairs": 0.99}


def fill(of="first"):
    """Make a set's sites and pages in an empty database; {page number: document id}."""
    from school_sites.models import ArticlePage, ColumnPage
    from search import entries, files, texts, vocabulary
    from tests.factories import make_district, make_school

    found = judged.documents(of)
    district = make_district()
    sites = {"": district}
    for number, name in enumerate(sorted({one["school"] for one in found} - {""})):
        sites[name] = make_school(f"school{number}", name=name, short_name=name)
    pages, numbers, attachments = [], {}, {}
    for one in found:
        site = sites[one["school"]]
        column = _column(site, ColumnPage)
        page = ArticlePage(
            title=one["title"], keywords=one.get("keywords", "")[:120], locale_id=column.locale_id,
            document_number=one.get("number", ""), first_published_at=_moment(one["date"]),
            body=[("text", "".join(f"<p>{part}</p>" for part in one["text"].split("\n")))],
        )  # fmt: skip
        column.add_child(instance=page)
        pages.append(page)
        numbers[page.pk] = one["id"]
        if one.get("attachment"):
            attachments[page.pk] = [texts.File("附件", "/f", "DOCX", one["attachment"])]
    files.files_of = lambda _pages: attachments
    entries.write_many(pages)
    vocabulary.recount()
    return numbers


def _column(site, model, known={}):  # noqa: B006 (one for each site, for this process)
    if site.pk not in known:
        columns = model.objects.filter(root_path=site.root_page.path, kind="news")
        known[site.pk] = columns.order_by("-depth", "path").first()
    return known[site.pk]


def _moment(day):
    from datetime import UTC, datetime

    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


# --- the ways to search that are compared


def ours(text):
    """Page numbers in our order."""
    from search import api

    api.PAGE_SIZE = 50
    return [hit.page for hit in api.search(None, text).hits]


def pairs_only(text):
    """The same, with the pairs of characters as the only words."""
    from search import analysis, api, questions

    words, reading = analysis.words_of, questions.Reading.words
    questions.Reading.words = property(lambda self: self.pairs)
    try:
        return ours(text)
    finally:
        analysis.words_of, questions.Reading.words = words, reading
        del api


def stock(text):
    """Wagtail's search over its own index."""
    from school_sites.models import ArticlePage

    return [page.pk for page in ArticlePage.objects.live().search(text)[:50]]


def measure(way, numbers, name="first"):
    """The measures of each question of a set, asked in one way."""
    rows = []
    for query in judged.queries(name):
        found = [numbers[page] for page in way(query.text) if page in numbers]
        rows.append({
            "text": query.text, "tags": query.tags, "part": query.part,
            "ndcg": judged.ndcg(found, query.grades), "recall": judged.recall(found, query.grades),
            "held": judged.pairs_held(found, query.pairs), "pairs": len(query.pairs),
            "found": found[:10], "grades": query.grades,
        })  # fmt: skip
    return rows


def report(name, rows):
    """Print one line of figures; returns them."""
    pairs = sum(row["pairs"] for row in rows) or 1
    figures = {
        "nDCG@10": sum(row["ndcg"] for row in rows) / len(rows),
        "recall@50": sum(row["recall"] for row in rows) / len(rows),
        "pairs": sum(row["held"] for row in rows) / pairs,
    }
    print(f"{name:34}" + "".join(f"{figures[one]:>11.4f}" for one in TARGETS))
    return figures


def evaluate(engine, name, why):
    """In a process that has a database: fill it, ask all, print; returns what is below target."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    numbers = fill(name)
    title = engine if name == "first" else f"{engine}, {name} set"
    if engine == "elasticsearch":
        with _elasticsearch():
            rows = measure(ours, numbers, name)
    else:
        # As Wagtail has it, without the words of ours that the admin's searches have.
        settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": WAGTAILS}}
        call_command("update_index", verbosity=0)
        rows = measure(ours, numbers, name)
    figures = report(title, rows)
    if name == "first":
        for part in _parts():
            report(f"{title}, {part}", [one for one in rows if one["part"] == part])
    if engine != "elasticsearch":
        report(f"{title}, pairs alone", measure(pairs_only, numbers, name))
        report(f"{title}, Wagtail's own", measure(stock, numbers, name))
    if why and name == "first":
        _tell_worst([row for row in rows if row["part"] == "tuned on"])
    return [f"{title}: {one} {figures[one]:.4f}" for one in TARGETS if figures[one] < TARGETS[one]]


def _parts():
    """Names of the parts of the first set's questions."""
    there = {query.part for query in judged.queries()}
    return [part for part in judged.PARTS.values() if part in there]


@contextmanager
def _elasticsearch():
    """A server that has what the database has, and is asked instead."""
    import fcntl

    from django.conf import settings

    from search import building
    from tests.plugins.elasticsearch import start

    with tempfile.TemporaryDirectory(prefix="sitehub-relevance-es-") as folder:
        told = Path(folder) / "told"
        with told.open("a") as lock:  # the server runs as long as somebody holds it
            fcntl.flock(lock, fcntl.LOCK_SH)
            settings.ELASTICSEARCH_URL = start(told, Path(folder) / "log")
            settings.ELASTICSEARCH_TIMEOUT = 20  # what is measured here is not speed
            building.build()
            yield
            from search.engines import breaker, current

            if not breaker.allows() or current().name != "elasticsearch":
                sys.exit("Elasticsearch did not answer to the end")


def _tell_worst(rows):
    tags = sorted({tag for row in rows for tag in row["tags"]})
    for tag in tags:
        report(f"  {tag}", [row for row in rows if tag in row["tags"]])
    for row in sorted(rows, key=lambda row: row["ndcg"])[: int(os.environ.get("WORST", 40))]:
        missed = [one for one in row["grades"] if one not in row["found"]]
        print(f"{row['ndcg']:.2f} {row['recall']:.2f} {row['text']} {row['tags']}"
              "\n   "
              + " ".join(f"{one}:{row['grades'].get(one, 0)}" for one in row["found"])
              + f"\n   missed {missed}")  # fmt: skip


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--why", action="store_true")
    arguments.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    arguments.add_argument("--only", choices=ENGINES)
    arguments.add_argument("--set", choices=judged.SETS)
    given = arguments.parse_args()
    if given.here:
        below = evaluate(given.only, given.set, given.why)
        print("".join(f"BELOW {line}\n" for line in below), end="")
        return 0
    print(f"{'':34}" + "".join(f"{name:>11}" for name in TARGETS), flush=True)
    failed = False
    for name, engine in itertools.product(judged.SETS, ENGINES):
        if given.only in (None, engine) and given.set in (None, name):
            with tempfile.TemporaryDirectory(prefix="sitehub-relevance-") as folder:
                failed |= _ask(engine, name, folder, given.why)
    return int(failed)


def _ask(engine, name, folder, why):
    """Whether ``engine`` is not as good on a set as it should be, or could not be measured."""
    if engine == "elasticsearch" and (missing := requirements.missing_for_elasticsearch()):
        print(f"NOT MEASURED {engine}: {missing}", flush=True)
        return True
    command = [sys.executable, __file__, "--here", "--only", engine, "--set", name]
    command += ["--why"] if why else []
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "sitehub.settings.test", "SITEHUB_VAR": folder,
        "PYTHONPATH": str(ROOT), "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
    }  # fmt: skip
    if engine == "postgres":
        command = [str(ROOT / "tools" / "with_postgres"), *command]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        why = done.stderr.strip()[-2000:]
        print(f"{done.stdout}NOT MEASURED {engine}: {why}", flush=True)
        return True
    print(done.stdout, end="", flush=True)
    return "BELOW" in done.stdout


if __name__ == "__main__":
    sys.exit(main())
