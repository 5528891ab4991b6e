import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from sitehub.platform.schedule import run_due

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Run what is due, again and again, until told to stop.

    Several may run: each job's run is claimed by one. SIGTERM and SIGINT end
    it after the job at hand.
    """

    help = "Run scheduled jobs: publishing, nightly checks, backups."

    def add_arguments(self, parser):
        parser.add_argument("--interval", type=float, default=30, help="seconds between looks")
        parser.add_argument("--once", action="store_true", help="look once and end")

    def handle(self, *, interval, once, **options):
        if once:
            self.stdout.write(" ".join(run_due()))
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        logger.info("scheduler started, looks every %g s", interval)
        while not stop.is_set():
            self._look()
            stop.wait(interval)
        logger.info("scheduler stopped")

    @staticmethod
    def _look():
        close_old_connections()
        try:
            run_due()
        except DatabaseError:
            # The database restarts or is locked for long: look again later.
            logger.exception("scheduler could not look at its table")
