"""How long opening a school takes, from the first to the five hundredth.

Run as ``python tests/bench/provisioning.py``. Makes a temporary SQLite file
database, opens 500 schools with the open_schools command, codes shuffled, and
prints the means of the first and last fifty and the maximum, in seconds.
Exits 1 when a limit is broken.
"""

import argparse
import csv
import os
import random
import sys
import tempfile
import time
from pathlib import Path

COUNT = 500
WINDOW = 50
MAX_SECONDS = 0.5  # for any one school
MAX_GROWTH = 0.15  # last fifty on average above the first fifty, seconds
KINDS = ("小学", "初中", "幼儿园", "高中", "九年一贯制学校", "特殊教育学校", "其他单位")


def main():
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory(prefix="sitehub-bench-") as folder:
        _prepare(Path(folder))
        table = Path(folder) / "schools.csv"
        _write_table(table, count)
        seconds, cpu = _measure(table)
    return _report(seconds, cpu)


def _prepare(folder):
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    os.environ["SITEHUB_VAR"] = str(folder)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
    os.environ["DJANGO_SETTINGS_MODULE"] = "sitehub.settings.dev"
    import django
    from django.conf import settings

    django.setup()
    settings.DEBUG = False  # no query log, as in production
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from sitehub.district.setup import open_district_site

    open_district_site(name="云澜区教育信息网", host="district.localhost", by=None)


def _write_table(path, count):
    numbers = list(range(count))
    random.Random(1).shuffle(numbers)
    with path.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["代码", "全称", "类型", "域名", "地址"])
        for number in numbers:
            kind = KINDS[number % len(KINDS)]
            writer.writerow(
                [f"s{number:03}", f"云澜区第{number}{kind}", kind, f"s{number:03}.localhost",
                 f"云澜路 {number} 号"]
            )  # fmt: skip


def _measure(path):
    """Seconds and processor seconds of each school, as the command takes each row."""
    from django.core.management import call_command

    from sitehub.provisioning import csv_import

    seconds, cpu, inner = [], [], csv_import.open_school

    def timed(**values):
        start, start_cpu = time.perf_counter(), time.process_time()
        site = inner(**values)
        seconds.append(time.perf_counter() - start)
        cpu.append(time.process_time() - start_cpu)
        return site

    csv_import.open_school = timed
    call_command("open_schools", path)
    return seconds, cpu


def _report(seconds, cpu):
    first, last = _ends(seconds)
    first_cpu, last_cpu = _ends(cpu)
    print(
        f"{len(seconds)} schools  first {WINDOW}: {first:.3f} s  last {WINDOW}: {last:.3f} s  "
        f"growth: {last - first:.3f} s (limit {MAX_GROWTH})  "
        f"max: {max(seconds):.3f} s (limit {MAX_SECONDS})"
    )
    # Where other work shares the machine, the processor's own time tells the two apart.
    print(
        f"processor time  first: {first_cpu:.3f} s  last: {last_cpu:.3f} s  max: {max(cpu):.3f} s"
    )
    return int(max(seconds) > MAX_SECONDS or last - first > MAX_GROWTH)


def _ends(numbers):
    """Means of the first and last WINDOW numbers."""
    first, last = numbers[:WINDOW], numbers[-WINDOW:]
    return sum(first) / len(first), sum(last) / len(last)


if __name__ == "__main__":
    sys.exit(main())
