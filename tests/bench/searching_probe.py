"""What tests/bench/searching.py measures, in a process that the environment gives a world.

Reads one question a line, the name of a method and its arguments as JSON, and answers as JSON.
"""

import json
import os
import random
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

SECONDS, PAUSE = 20, 0.2  # of the load; between what one person publishes
ASKERS, RATE = 2, 10  # processes of the server, and questions that come to each in a second
THREADS = 16  # of a process of the server, each with a connection of its own (tools/serve)


class Probe:
    """Answers in a process that has a world."""

    def __init__(self):
        import django

        django.setup()
        from django.conf import settings

        from search import texts
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
        self.chance = random.Random()
        texts.text_of = self._text_of

    def answer(self):
        for line in sys.stdin:
            name, *arguments = json.loads(line)
            print(json.dumps(getattr(self, name)(*arguments)), flush=True)

    def index(self):
        """(articles a second, megabytes at a tenth of the way, at the end) of a rebuild."""
        from search import drift

        self.chance = None  # each page has a text of its own, whichever process asks
        started, bar = time.perf_counter(), Watched()
        drift.mend_all(bar.begin, os.cpu_count())
        took = time.perf_counter() - started
        self.chance = random.Random()
        self.vacuum()
        return bar.done / took, bar.early, bar.late

    def build(self):
        """The same of building Elasticsearch's index."""
        from search import building

        started, bar = time.perf_counter(), Watched()
        found = building.build(bar.begin)
        return found / (time.perf_counter() - started), bar.early, bar.late

    def nothing_instead(self):
        """Who asks Elasticsearch and has no answer in time has none at all."""
        from search import engines

        def instead():
            raise engines.Unavailable

        engines.instead = instead

    def _text_of(self, page, files=()):
        """Another text each time, but while all are indexed."""
        from search import texts

        chance = self.chance or random.Random(page.pk)
        title = f"{chance.choice(self.titles)}（{chance.choice('一二三四五六七八九十')}）"
        body = "".join(chance.choices(self.sentences, k=chance.randint(3, 14)))
        return texts.Text(title, "", body)

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

        chance, schools = random.Random(5), list(SchoolSite.objects.schools()[:50])
        return _timed(
            partial(api.search, chance.choice(schools) if in_one_site else None, question)
            for question in self.questions
        )

    def suggestions(self):
        """Milliseconds of what is offered for beginnings of the questions."""
        from school_sites.models import SchoolSite
        from search import analysis, pinyin, suggestions, vocabulary

        vocabulary.recount()
        schools = list(SchoolSite.objects.schools()[:50])
        chance = random.Random(9)
        typed = [text[: chance.randint(1, 4)] for text in self.questions]
        typed += [pinyin.joined(analysis.fold(text))[: chance.randint(1, 6)] for text in typed]
        typed += [pinyin.initials(analysis.fold(text)) for text in typed[: len(self.questions)]]
        return _timed(
            partial(suggestions.suggest, chance.choice([None, *schools]), text) for text in typed
        )

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

    def told(self):
        """Milliseconds until what was published is found, or what was hidden is not."""
        from school_sites.models import ArticlePage
        from search import api, entries

        times = []
        for page in ArticlePage.objects.order_by("pk")[:20]:
            word = f"told{self.chance.randrange(10**9)}"
            self.titles = [word]
            for is_found, change in ((True, entries.write), (False, entries.hide)):
                started = time.perf_counter()
                change(page)
                while bool(api.search(None, word).total) != is_found:
                    time.sleep(0.02)
                times.append((time.perf_counter() - started) * 1000)
            entries.write(page)
        return times

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

    def warm(self):
        """Begin the threads of a server's process, each with a connection that has answered."""
        from search import api

        self.server = ThreadPoolExecutor(THREADS)
        list(self.server.map(api.search, [None] * THREADS, self.questions))

    def ask(self, number):
        """(milliseconds of each question, errors), RATE of them a second."""
        from search import api

        times, errors, chance = [], [], random.Random(number)

        def ask(question, due):
            try:
                api.search(None, question)
                times.append((time.monotonic() - due) * 1000)
            except Exception as error:
                errors.append(repr(error))

        due = time.monotonic() + number / (ASKERS * RATE)
        until = due + SECONDS
        while due < until:
            time.sleep(max(0, due - time.monotonic()))
            self.server.submit(ask, chance.choice(self.questions), due)
            due += 1 / RATE
        self.server.shutdown()
        return times, errors[:5]


class Watched:
    """What is told how far a rebuild is; looks at the memory of its processes."""

    def begin(self, total):
        self.total, self.done, self.early, self.late = total, 0, 0, 0
        return self

    def update(self, many):
        before, self.done = self.done, self.done + many
        if self.done * 20 // self.total > before * 20 // self.total:
            self.late = _megabytes(os.getpid())
        if not self.early and self.done >= self.total / 10:
            self.early = self.late


def _timed(calls):
    """Milliseconds of each of ``calls``, which are made twice: the first time warms."""
    calls = list(calls)
    for _turn in range(2):
        times = []
        for call in calls:
            started = time.perf_counter()
            call()
            times.append((time.perf_counter() - started) * 1000)
    return times


def _megabytes(process):
    """Of its own and its children's; what they map of the database's file is the system's."""
    status = Path(f"/proc/{process}/status").read_text()
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    own = int(re.search(r"RssAnon:\s+(\d+)", status)[1]) / 1024
    return own + sum(map(_megabytes, children))


if __name__ == "__main__":
    Probe().answer()
