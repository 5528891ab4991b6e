"""make chaos: writers are killed while they publish and withdraw; what they left is counted.

Twenty schools on PostgreSQL; four writers do a thousand publications, take-downs and
withdrawals: by forms, in bulk, by the scheduler, after a review, by a command. Two
hundred times one of them, anyone, is killed (SIGKILL) at a random moment, and another
takes its place. Then the district must show exactly what was acknowledged. Prints counts;
exits 1 where something is missing, double, wrongly shown, half done or not recorded.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from multiprocessing import RawValue
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
WRITERS = 4
LONGEST_ACTION = 0.25  # seconds; a kill comes at any moment of one
LOOK_EVERY = 0.002


def main():
    """Run in a PostgreSQL of its own, unless DATABASE_URL names one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--schools", type=int, default=20, help="fewer stand in each other's way")
    parser.add_argument("--seed", default=str(time.time_ns()))
    options = parser.parse_args()
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        command = [str(ROOT / "tools" / "with_postgres"), sys.executable, *sys.argv]
        return subprocess.run(command).returncode
    with tempfile.TemporaryDirectory(prefix="sitehub-chaos-") as folder:
        os.environ |= {
            "SITEHUB_VAR": folder, "LOG_LEVEL": "CRITICAL",
            "DJANGO_SETTINGS_MODULE": "sitehub.settings.dev",
        }  # fmt: skip
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"],
                       cwd=ROOT, check=True)  # fmt: skip
        import django

        django.setup()
        from django.conf import settings

        settings.DEBUG = False
        print(f"seed {options.seed}: {options.actions} actions, {options.kills} kills")
        return chaos(Path(folder), options)


def chaos(folder, options):
    """Build the world, let them write and be killed, and look at what is left."""
    from tests.chaos.journal import Story
    from tests.chaos.looking import verdict

    build_world(options.schools)
    killed = Killer(folder, options).run()
    stories = [Story().read(folder / f"journal-{number}") for number in range(WRITERS)]
    return verdict(stories, killed)


def build_world(schools):
    """Schools with two people each; most are trusted, so that what they publish shows."""
    from school_sites.models import ColumnPage
    from sitehub.syndication.models import TrustedSchool
    from tests.chaos.writing import REVIEWED
    from tests.factories import column_of, make_district, make_school, make_user

    make_district()
    for number in range(schools):
        code = f"school{number:02}"
        site = make_school(code, name=f"第{number}小学", short_name=f"{number}小")
        if number % 5:  # one in five is not
            TrustedSchool.objects.create(site=site)
        make_user(f"{code}.editor", site=site, role="school-editor")
        make_user(f"{code}.reviewer", site=site, role="school-final-reviewer")
        column = ColumnPage.objects.get(pk=column_of(site, REVIEWED).pk)
        column.review = "one"
        column.save_revision().publish()


class Killer:
    """Starts the writers, kills one now and then, and starts another in its place."""

    def __init__(self, folder, options):
        self.folder, self.random = folder, random.Random(options.seed)
        self.goal = options.actions // WRITERS
        # While every writer is still at work.
        self.points = sorted(
            self.random.uniform(0, options.actions * 0.9) for _ in range(options.kills)
        )
        self.progress = [RawValue("i", 0) for _ in range(WRITERS)]
        self.running = {}  # process: writer
        self.killed = 0
        self.started = time.monotonic()

    def run(self):
        """Until all is done; returns how many were killed, and the seconds it took."""
        for number in range(WRITERS):
            self.start(number)
        for point in self.points:
            while self.running and sum(one.value for one in self.progress) < point:
                time.sleep(LOOK_EVERY)
                self.reap()
            time.sleep(self.random.uniform(0, LONGEST_ACTION))
            self.reap()
            if not self.running:
                break
            self.kill(self.random.choice(sorted(self.running)))
        while self.running:
            time.sleep(LOOK_EVERY)
            self.reap()
        return self.killed, time.monotonic() - self.started

    def start(self, number):
        """Fork: the program is loaded already, so the next one is there at once."""
        from django.db import connections

        connections.close_all()  # a child opens its own
        process = os.fork()
        if process == 0:
            self.be_a_writer(number)
        self.running[process] = number

    def be_a_writer(self, number):
        status = 1
        try:
            from tests.chaos.writing import Writer

            Writer(number, self.folder, self.progress[number], self.goal).work()
            status = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(status)

    def kill(self, process):
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        self.killed += 1
        self.start(self.running.pop(process))

    def reap(self):
        """Let go of writers that are done; one that failed by itself ends everything."""
        while self.running:
            process, status = os.waitpid(-1, os.WNOHANG)
            if not process:
                return
            del self.running[process]
            if status:
                for other in self.running:
                    os.kill(other, signal.SIGKILL)
                sys.exit("a writer failed; see above")


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    sys.exit(main())
