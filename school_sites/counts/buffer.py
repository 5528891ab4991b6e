"""Views wait in the memory of the process and are written together.

A beacon must not wait for the database: on SQLite it would queue behind everybody
who publishes, and with enough of them no thread would be left for pages.
"""

import atexit
import logging
import threading

from django.conf import settings
from django.db import DatabaseError, connection

from school_sites.models import ViewMark

logger = logging.getLogger(__name__)

MOST_WAITING = 5_000  # beyond it views are lost: the database has been away for long


class Buffer:
    """Marks that are not written yet, and the thread that writes them every few seconds.

    The thread is started by the first mark, so in the process that serves, not in
    the one it was forked from. ``model`` has a primary key that tells the same mark again.
    """

    def __init__(self, model=ViewMark, name="views"):
        self._model, self._name = model, name
        self._waiting, self._thread = {}, None
        self._lock, self._stop = threading.Lock(), threading.Event()

    def add(self, mark):
        """Take ``mark`` in; it is written within VIEWS_WRITTEN_EVERY seconds."""
        with self._lock:
            if len(self._waiting) < MOST_WAITING:
                self._waiting.setdefault(mark.key, mark)
            if self._thread is None and settings.VIEWS_WRITTEN_EVERY:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
                atexit.register(self.close)
        if not settings.VIEWS_WRITTEN_EVERY:
            self.write()

    def write(self):
        """Write what waits, in one statement. A mark that is there already stays as it is."""
        with self._lock:
            marks, self._waiting = self._waiting, {}
        if not marks:
            return
        try:
            self._model.objects.bulk_create(marks.values(), ignore_conflicts=True, batch_size=500)
        except DatabaseError:
            logger.warning(
                "%d %s could not be written and wait", len(marks), self._name, exc_info=True
            )
            with self._lock:
                waiting = [*marks.items(), *self._waiting.items()]
                self._waiting = dict(waiting[:MOST_WAITING])

    def close(self):
        """Write the rest; called when the process ends in order."""
        self._stop.set()
        self.write()

    def _run(self):
        while not self._stop.wait(settings.VIEWS_WRITTEN_EVERY):
            try:
                self.write()
            finally:
                connection.close()


buffer = Buffer()
