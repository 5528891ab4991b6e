"""make bench-audit: what the audit adds to a publish, on SQLite and on PostgreSQL.

An editor of a school publishes a changed article by the admin's form, in turns
with and without audit lines being written. Prints medians of the processor's
time and of the clock's, in milliseconds. Exits 1 where the audit takes more than
5 % of the processor, or, on PostgreSQL, where the server's part is not in it, of
the clock.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
TURNS, WARM = 60, 6
LIMIT = 1.05


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
    """Build a small world, publish in it, and print what it took."""
    with tempfile.TemporaryDirectory(prefix="sitehub-bench-") as folder:
        os.environ |= {"SITEHUB_VAR": folder, "LOG_LEVEL": "ERROR"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "sitehub.settings.dev"
        for command in (["migrate"], ["demo", "--force", "--schools", "2", "--articles", "40"]):
            subprocess.run(
                [sys.executable, "manage.py", *command, "--verbosity", "0"],
                cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        import django

        django.setup()
        from django.conf import settings

        from sitehub.audit.models import AuditEntry

        settings.DEBUG = False  # no query log, as in production
        found = {True: [], False: []}
        publish = publisher()
        for number in range(2 * (TURNS + WARM)):
            recorded, before = bool(number % 2), AuditEntry.objects.count()
            with lines_written(recorded):
                took = publish(f"第 {number} 次修改")
            if recorded != (AuditEntry.objects.count() > before):
                sys.exit("lines were written where none should be, or none where they should")
            if number >= 2 * WARM:
                found[recorded].append(took)
    return report(engine, found)


def report(engine, found):
    """Print the medians; 1 where the limit is broken."""
    ratios = []
    for at, name in ((0, "processor"), (1, "clock")):
        without, with_ = (statistics.median(one[at] for one in found[key]) for key in (False, True))
        ratios.append(with_ / without)
        print(
            f"{engine:10} {name:10} without {without:6.1f} ms, with {with_:6.1f} ms,"
            f" ratio {ratios[-1]:.3f} (limit {LIMIT})"
        )
    return int(ratios[engine.startswith("postgres")] > LIMIT)


def publisher():
    """``publish(title)`` publishes by the admin's form and returns (processor, clock) in ms."""
    from django.contrib.auth import get_user_model
    from django.test import Client
    from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

    from school_sites.models import ArticlePage, SchoolSite
    from sitehub.provisioning.building import settle_groups

    settle_groups()  # worlds made in bulk have no groups
    site = SchoolSite.objects.schools().filter(kind="primary").first()
    user = get_user_model().objects.create_user("bench", password=None)
    user.groups.add(site.groups.get(role="school-editor").group)
    article = ArticlePage.objects.filter(listing__site=site).first()
    client = Client(headers={"host": "admin.localhost"})
    client.force_login(user)
    address = f"/admin/pages/{article.pk}/edit/"
    words = rich_text("<p>" + "校运会在操场举行，同学们参加了跳绳、接力和拔河。" * 20 + "</p>")

    def publish(title):
        body = streamfield([("text", words)])
        data = nested_form_data({"title": title, "body": body, "subject": ""})
        cpu, clock = time.process_time(), time.perf_counter()
        answer = client.post(address, data | {"action-publish": "1"})
        took = (time.process_time() - cpu) * 1000, (time.perf_counter() - clock) * 1000
        if answer.status_code != 302:
            sys.exit(f"not published: {answer.status_code}")
        return took

    return publish


@contextmanager
def lines_written(really):
    """Inside the block nothing is recorded unless ``really``."""
    from sitehub import audit

    if really:
        yield
        return
    record = audit.record
    users = [
        module for module in list(sys.modules.values()) if vars(module).get("record") is record
    ]
    handlers = [module for module in users if module.__name__.startswith("sitehub.oversight")]
    kept = {}
    for module in users:
        module.record = lambda *args, **details: None
    for module in handlers:
        for name in ("record_page_entry", "record_model_entry"):
            if hasattr(module, name):
                kept[module, name] = getattr(module, name)
                setattr(module, name, lambda entry: None)
    try:
        yield
    finally:
        for module in users:
            module.record = record
        for (module, name), function in kept.items():
            setattr(module, name, function)


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    sys.exit(main())
