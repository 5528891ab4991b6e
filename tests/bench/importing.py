"""make bench-import: a report of 20 pages with 30 photographs, while somebody else publishes.

Prints how long the import took with all its pictures, what memory it needed, and how
long another process waited for its turn to write. Exits 1 where a limit is broken.
"""

import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sitehub.settings.production")

PAGES, PICTURES = 20, 30
SIZE = (4000, 3000)  # as a telephone takes them
IMPORT_SECONDS = 10.0
WAIT_SECONDS = 1.0


def report():
    """The Word file."""
    import docx
    from docx.shared import Cm

    from tests.school_sites.word_import.documents import photograph

    document = docx.Document()
    document.add_heading("春季运动会纪实", 1)
    sentence = "三月的操场上，同学们奔跑、跳跃，为班级争光，欢呼声一阵高过一阵。"
    for page in range(PAGES):
        for _ in range(6):
            document.add_paragraph(sentence * 4)
        for number in range(page * PICTURES // PAGES, (page + 1) * PICTURES // PAGES):
            document.add_picture(io.BytesIO(photograph(number, SIZE)), width=Cm(12))
        document.add_page_break()
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def publish_until(stop):
    """Publish an article again and again; seconds of each time, the longest last."""
    from school_sites.models import ArticlePage

    article = ArticlePage.objects.filter(live=True).first()
    times = []
    while not stop.is_set():
        started = time.perf_counter()
        article.save_revision().publish()
        times.append(time.perf_counter() - started)
        time.sleep(0.1)
    return sorted(times)


def publisher():
    """Another process: publishes until its input ends, then prints the times."""
    import django

    django.setup()
    stop = threading.Event()

    def listen():
        sys.stdin.read()
        stop.set()

    threading.Thread(target=listen, daemon=True).start()
    print(json.dumps(publish_until(stop)))


def main():
    """Build a small world, and import into it."""
    with tempfile.TemporaryDirectory(prefix="sitehub-bench-") as folder:
        os.environ |= {
            "SITEHUB_VAR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "SECRET_KEY": "bench" * 12,
            "LOG_LEVEL": "ERROR",
        }
        for command in (["migrate"], ["demo", "--force", "--schools", "2", "--articles", "40"]):
            subprocess.run(
                [sys.executable, "manage.py", *command, "--verbosity", "0"],
                cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        return measure()


def measure():
    """Import beside a publisher; 1 if a limit is broken."""
    import django

    django.setup()
    from school_sites.imports import import_article
    from school_sites.models import ColumnPage

    data = report()
    column = ColumnPage.objects.filter(kind="news").last()
    before = resource.getrusage(resource.RUSAGE_SELF)
    other = subprocess.Popen(
        [sys.executable, __file__, "publisher"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    time.sleep(4)
    started = time.perf_counter()
    article = import_article(column=column, name="运动会.docx", data=data, by=None)
    took = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_SELF)
    times = json.loads(other.communicate()[0])
    pictures = sum(block.block_type == "image" for block in article.body)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{len(data) / 1e6:.0f} MB of Word, {pictures} pictures of {SIZE[0]}×{SIZE[1]} pixels")
    print(f"import: {took:.1f} s, {cpu:.1f} s of the processor, {after.ru_maxrss >> 10} MB at most")
    print(
        f"meanwhile somebody published {len(times)} times:"
        f" median {times[len(times) // 2]:.2f} s, longest {times[-1]:.2f} s"
    )
    slow = cpu > IMPORT_SECONDS or pictures != PICTURES
    return 1 if slow or times[-1] > WAIT_SECONDS + times[len(times) // 2] else 0


if __name__ == "__main__":
    sys.exit(publisher() if sys.argv[1:] == ["publisher"] else main())
