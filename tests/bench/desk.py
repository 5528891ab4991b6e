"""make bench-desk: the district's desk and home page, and publishing, at 10 and at 500 schools.

Two worlds on PostgreSQL: 10 schools with 1,000 articles, and 500 with 100,000 (FULL=1: a
million) of which 2,000 wait. Both are asked in turns, so that a noisy machine slows both.
Prints queries and milliseconds of server time. Exits 1 where a limit is broken: every
view of the desk at most 15 queries and less than 300 ms; desk and home 1.2 times their
time in the small world; publishing with a submission 1.3 times publishing without;
what is withdrawn is gone with the answer; reconciling takes no more memory.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SMALL, LARGE = (10, 1_000), (500, 1_000_000 if os.environ.get("FULL") else 100_000)
WAITING = 4  # of each school
QUERIES, MS, RATIO, PUBLISH_RATIO, MORE_MEMORY = 15, 300, 1.2, 1.3, 1.25
ROUNDS, REPEATS, PUBLICATIONS = 12, 5, 30
COMPARED = ("desk", "district home")
DESK = "/admin/submissions/"
TEXT = "校运会在操场举行，同学们参加了跳绳、接力和拔河。"
RECONCILE = """
import pathlib, re
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "reconcile_submissions", "--check"])
print(re.search("VmHWM:.*", pathlib.Path("/proc/self/status").read_text())[0])
"""


# --- in a process of its own, which the environment gives a world


class Probe:
    """Answers one question a line: the name of a method and its arguments, as JSON."""

    def __init__(self):
        import django

        django.setup()
        from django.conf import settings
        from django.contrib.auth import get_user_model
        from django.test import Client

        from school_sites.models import SchoolSite
        from sitehub.provisioning.building import settle_groups

        settings.DEBUG = False  # no query log, as in production
        settle_groups()  # worlds made in bulk have no groups
        self.site = SchoolSite.objects.schools().filter(kind="primary").order_by("code").first()
        self.admin, self.public = Client(headers={"host": "admin.localhost"}), Client()
        people = get_user_model().objects
        district = SchoolSite.objects.get(kind="district")
        self.user = people.create_user("bench-desk", password=None)
        self.user.groups.add(district.groups.get(role="district-editor").group)
        self.admin.force_login(self.user)
        self.editor = people.create_user("bench-school", password=None)
        self.editor.groups.add(self.site.groups.get(role="school-editor").group)
        self.school = Client(headers={"host": "admin.localhost"})
        self.school.force_login(self.editor)

    def answer(self):
        for line in sys.stdin:
            name, *arguments = json.loads(line)
            print(json.dumps(getattr(self, name)(*arguments)), flush=True)

    def settle(self):
        """WAITING submissions of each school wait, the others are accepted; their number."""
        from django.db import connection
        from django.db.models import F, Window
        from django.db.models.functions import RowNumber

        from sitehub.syndication.models import Decision, Submission

        number = Window(RowNumber(), partition_by="site", order_by="-pk")
        rows = Submission.objects.annotate(number=number).filter(number__lte=WAITING)
        chosen = list(rows.values_list("pk", flat=True))
        Submission.objects.filter(decision=Decision.WAITING).update(
            decision=Decision.ACCEPTED, accepted_at=F("waiting_since"),
            decided_at=F("waiting_since"),
        )  # fmt: skip
        undecided = {"accepted_at": None, "decided_at": None, "decision": Decision.WAITING}
        Submission.objects.filter(pk__in=chosen).update(**undecided)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        return Submission.objects.waiting().count()

    def views(self):
        """{name: address} of what is measured."""
        from school_sites.queries import Cursor
        from sitehub.syndication.models import Channel, Submission

        rows = Submission.objects.waiting().order_by("waiting_since", "pk")
        row = rows[20]
        last = str(Cursor(row.waiting_since, 0, row.pk))
        channel = Channel.objects.order_by("order").first().pk
        title = rows.last().title[:4]
        return {
            "desk": DESK,
            "desk, last page": f"{DESK}?after={last}",
            "desk, one school": f"{DESK}?school={self.site.pk}",
            "desk, a kind of school": f"{DESK}?kind=primary",
            "desk, a channel": f"{DESK}?channel={channel}",
            "desk, words": f"{DESK}?q={title}",
            "desk, rare words": f"{DESK}?q=没有这样的题目",
            "desk, accepted": f"{DESK}?state=accepted",
            "desk, accepted, words": f"{DESK}?state=all&q={title}",
            "desk, changed": f"{DESK}?state=changed",
            "district home": "/",
        }

    def queries(self, path):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self.get(path)
        with CaptureQueriesContext(connection) as captured:
            self.get(path)
        return len(captured)

    def took(self, path):
        """Milliseconds of REPEATS requests, each."""
        times = []
        for _number in range(REPEATS):
            started = time.perf_counter()
            self.get(path)
            times.append((time.perf_counter() - started) * 1000)
        return times

    def get(self, path):
        client = self.admin if path.startswith("/admin/") else self.public
        headers = {} if path.startswith("/admin/") else {"host": "district.localhost"}
        response = client.get(path, headers=headers)
        if response.status_code != 200:
            sys.exit(f"{path}: {response.status_code} {response.get('Location', '')}")
        return response.content.decode()

    def publish(self):
        """Milliseconds of first publications by the form, in turns: [(without, with), …]."""
        from django.db.models import Max

        from sitehub.syndication.models import Submission
        from tests.factories import make_article

        before = Submission.objects.aggregate(n=Max("pk"))["n"]
        pairs = []
        for number in range(PUBLICATIONS + 3):
            kinds = ["notice", "news"]
            took = {}
            for kind in kinds if number % 2 else reversed(kinds):
                article = make_article(self.site, f"{kind} {number}", kind=kind, publish=False)
                took[kind] = self._publish(article)
            pairs.append([took["notice"], took["news"]])
        made = Submission.objects.filter(pk__gt=before).count()
        if made != len(pairs):
            sys.exit(f"{made} submissions were made of {len(pairs)}")
        return pairs[3:]

    def _publish(self, article):
        from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

        from school_sites.models import ArticlePage

        body = streamfield([("text", rich_text(f"<p>{TEXT * 20}</p>"))])
        data = nested_form_data({"title": article.title, "body": body, "subject": ""})
        address = f"/admin/pages/{article.pk}/edit/"
        started = time.perf_counter()
        self.school.post(address, data | {"action-publish": "1"})
        took = (time.perf_counter() - started) * 1000
        if not ArticlePage.objects.get(pk=article.pk).live:
            sys.exit("not published")
        return took

    def withdraw(self):
        """Milliseconds of a withdrawal, and where the article is seen before and after it."""
        from sitehub.syndication import transitions
        from sitehub.syndication.models import Submission
        from tests.factories import make_article

        article = make_article(self.site, "要撤回的文章")
        row = Submission.objects.get(article=article)
        transitions.accept(row, version=row.version, by=self.user)
        places = ["/", "/xinwen/xuexiao/", "/feed/", "/feed.json", "/xinwen/xuexiao/feed.json"]
        before = sum(article.title in self.get(place) for place in places)
        started = time.perf_counter()
        self.school.post(f"/admin/my-submissions/{row.pk}/withdraw/")
        took = (time.perf_counter() - started) * 1000
        return took, before, sum(article.title in self.get(place) for place in places), len(places)


# --- in the process that asks


class Asked:
    """A Probe in the world of its own."""

    def __init__(self, world, folder):
        schools, articles = world
        from run import World

        self.world = World("postgres", schools, folder)
        self.world.environment |= {
            "DJANGO_SETTINGS_MODULE": "sitehub.settings.dev", "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        self.world.build(articles=articles)
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--probe"], cwd=ROOT, env=self.world.environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __call__(self, name, *arguments):
        print(json.dumps([name, *arguments]), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        return json.loads(line) if line else sys.exit(f"{name}: the probe has ended")

    def reconcile(self):
        """(seconds, megabytes at most) of a check of all submissions.

        The process tells its memory itself: what ``wait4`` says of a process begins with
        the most that its parent ever had, and this one has built a world.
        """
        started = time.monotonic()
        ended = subprocess.run(
            [sys.executable, "-c", RECONCILE], cwd=ROOT, env=self.world.environment,
            capture_output=True, text=True,
        )  # fmt: skip
        if ended.returncode:
            sys.exit(f"reconcile_submissions in a world made in bulk: {ended.stderr}")
        return time.monotonic() - started, int(ended.stdout.split()[-2]) / 1024

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def bench():
    """Measure both worlds; returns the broken limits."""
    with tempfile.TemporaryDirectory(prefix="sitehub-bench-") as folder:
        small, large = Asked(SMALL, folder), Asked(LARGE, folder)
        print(f"{small('settle')} wait of {SMALL[0]} schools, {large('settle')} of {LARGE[0]}")
        broken = [*_screens(small, large), *_publishing(large), *_reconciling(small, large)]
        small.end()
        large.end()
    return broken


def _screens(small, large):
    print(f"{'':26}{'queries':>9}{'':>6}{'ms':>9}{'':>9}{'ratio':>8}")
    there, here = small("views"), large("views")
    for name in here:
        counts = small("queries", there[name]), large("queries", here[name])
        rounds = [(small("took", there[name]), large("took", here[name])) for _ in range(ROUNDS)]
        one, other = (statistics.median(chain(*each)) for each in zip(*rounds, strict=True))
        ratio = statistics.median(statistics.median(b) / statistics.median(a) for a, b in rounds)
        print(f"{name:26}{counts[0]:>9}{counts[1]:>6}{one:>9.1f}{other:>9.1f}{ratio:>8.2f}")
        if counts[1] > QUERIES and name.startswith("desk"):
            yield f"{name}: {counts[1]} queries"
        if other >= MS:
            yield f"{name}: {other:.0f} ms"
        if name in COMPARED and ratio > RATIO:
            yield f"{name}: {ratio:.2f} times the time at {SMALL[0]} schools"


def _publishing(world):
    pairs = world("publish")
    without, with_ = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratio = statistics.median(b / a for a, b in pairs)
    print(f"publish: without {without:.1f} ms, with a submission {with_:.1f} ms, ratio {ratio:.2f}")
    if ratio > PUBLISH_RATIO:
        yield f"publishing with a submission: {ratio:.2f} times"
    took, before, after, places = world("withdraw")
    print(f"withdraw: {took:.1f} ms; seen in {before} of {places} places before, {after} after")
    if before < places or after:
        yield f"withdrawn, and seen in {after} places"


def _reconciling(small, large):
    few, many = small.reconcile(), large.reconcile()
    for (schools, articles), (seconds, megabytes) in ((SMALL, few), (LARGE, many)):
        print(f"reconcile {articles} articles of {schools} schools: {seconds:.1f} s,"
              f" {megabytes:.0f} MB")  # fmt: skip
    if many[1] > MORE_MEMORY * few[1]:
        yield f"reconciling: {many[1]:.0f} MB, {few[1]:.0f} in the small world"


def main():
    """In a process that has a PostgreSQL."""
    if "--probe" in sys.argv:
        return Probe().answer()
    if not re.match("postgres", os.environ.get("DATABASE_URL", "")):
        command = [str(ROOT / "tools" / "with_postgres"), sys.executable, __file__]
        return subprocess.run(command).returncode
    broken = bench()
    print("\n".join(f"BROKEN {line}" for line in broken) or "limits held")
    return int(bool(broken))


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    sys.exit(main())
