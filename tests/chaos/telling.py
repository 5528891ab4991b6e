"""make chaos: Elasticsearch is killed while people publish and indexes are made.

Then everything is told, and Elasticsearch must say what the database says: nothing lost,
nothing too much. Prints what happened; exits 1 where they differ.
"""

import logging
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

KILLS = int(os.environ.get("KILLS", 3))
ROOT = Path(__file__).resolve().parents[2]


class Server:
    """An Elasticsearch that can be killed and started again with what it wrote."""

    def __init__(self, folder):
        from tests.plugins.elasticsearch import prepare

        folder.chmod(0o755)
        self.folder, self.log = folder, folder / "log"
        self.command, self.environment, self.url = prepare(folder)

    def start(self):
        from tests.plugins.elasticsearch import wait_until_ready

        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command, env=self.environment, cwd=self.folder, stdout=output,
                stderr=output, start_new_session=True,
            )  # fmt: skip
        wait_until_ready(self.url, self.process, self.log)
        self.process.returncode = None  # the wait above is for servers that are left alone

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def publish(school, stop, done):
    """Publish, edit, withdraw and delete articles until told to stop."""
    from django.db import connection

    from tests.factories import make_article

    articles = []
    while not stop.is_set():
        what = random.choice(["new", "new", "edit", "withdraw", "delete"])
        if what == "new" or not articles:
            articles.append(make_article(school, f"读书{len(done)}"))
        elif what == "edit":
            article = random.choice(articles)
            article.title = f"读书改{len(done)}"
            article.save_revision().publish()
        elif what == "withdraw":
            random.choice(articles).unpublish()
        else:
            articles.pop(random.randrange(len(articles))).delete()
        done.append(what)
        time.sleep(0.05)
    connection.close()


def tell(stop, done):
    """What the worker and the scheduler do, without their pauses."""
    from django.db import connection

    from search import outbox

    while not stop.is_set():
        outbox.tell()
        make_due()
        time.sleep(0.1)
        done.append(1)
    connection.close()


def build(stop, done):
    """Make one index after the other."""
    import elasticsearch
    from django.db import connection

    from search import building

    while not stop.is_set():
        try:
            building.build()
            done.append("built")
        except (building.NotBuilt, elasticsearch.ApiError, elasticsearch.TransportError) as error:
            done.append(type(error).__name__)
        time.sleep(1)
    connection.close()


def make_due():
    from django.utils import timezone

    from search.models import Change

    now = timezone.now()
    soon = now + timedelta(minutes=1)  # what is claimed for longer is being told
    Change.objects.filter(due_at__gt=now, due_at__lt=soon).update(due_at=now)


def main(folder):
    from django.conf import settings
    from django.core.management import call_command

    from search import building, index_drift, outbox
    from search.engines import cluster
    from search.models import Change, Entry
    from tests.factories import make_district, make_school

    call_command("migrate", verbosity=0)
    make_district()
    school = make_school("shiyan")
    server = Server(folder)
    server.start()
    settings.ELASTICSEARCH_URL = server.url
    building.build()
    stop, published, told, built = threading.Event(), [], [], []
    threads = [
        threading.Thread(target=publish, args=(school, stop, published)),
        threading.Thread(target=tell, args=(stop, told)),
        threading.Thread(target=build, args=(stop, built)),
    ]
    for thread in threads:
        thread.start()
    for _kill in range(KILLS):
        time.sleep(random.uniform(3, 8))
        server.kill()
        time.sleep(random.uniform(1, 3))
        server.start()
        print("killed and started again", flush=True)
    time.sleep(3)
    stop.set()
    for thread in threads:
        thread.join()
    Change.objects.update(due_at="2000-01-01T00:00Z")
    all_told = outbox.tell()
    wrong = list(index_drift.find(cluster.serving()))
    ours, theirs = Entry.objects.filter(listed=True).count(), index_drift.count(cluster.serving())
    server.kill()
    cluster.forget()
    results = {name: built.count(name) for name in sorted(set(built))}
    print(f"{len(published)} changes, {KILLS} kills, rebuilds {results}")
    print(f"{ours} entries, {theirs} found in Elasticsearch, {len(wrong)} differ")
    return int(bool(wrong) or ours != theirs or not all_told or not results.get("built"))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="sitehub-chaos-") as name:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "sitehub.settings.test", "SITEHUB_VAR": name,
            "LOG_LEVEL": "ERROR",
        }  # fmt: skip
        import django

        django.setup()
        logging.disable()  # what fails is the point
        sys.exit(main(Path(name)))
