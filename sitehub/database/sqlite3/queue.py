"""A queue of writers across processes and threads, by file locks beside the database."""

import fcntl
import os
import random
import time

# Seconds between looks. Only the first in the queue looks often.
FIRST_LOOKS_EVERY = 0.002
OTHERS_LOOK_EVERY = (0.004, 0.012)


class QueueTimeout(Exception):
    """The turn did not come in time."""


class WriterQueue:
    """One writer at a time, and nobody twice in a row while others wait.

    Two locks make it fair. Whoever holds ``entrance`` is next and waits for
    ``writer``; a process that has just written and comes again finds the
    entrance taken, however quick it is. The kernel lets go of the locks of a
    process that dies.
    """

    def __init__(self, database):
        self._entrance = f"{database}-entrance"
        self._writer = f"{database}-writer"
        self._held = None

    @property
    def is_inside(self):
        """Whether this queue object holds the turn to write."""
        return self._held is not None

    def enter(self, patience):
        """Wait for the turn to write, ``patience`` seconds at most; else raise QueueTimeout."""
        until = time.monotonic() + patience
        entrance = _lock(self._entrance, until, OTHERS_LOOK_EVERY)
        try:
            self._held = _lock(self._writer, until, (FIRST_LOOKS_EVERY, FIRST_LOOKS_EVERY))
        finally:
            os.close(entrance)

    def leave(self):
        """Let the next one write. Does nothing for who is not inside."""
        if self._held is not None:
            held, self._held = self._held, None
            os.close(held)


def _lock(path, until, pause):
    # Reading is enough for a lock, so a file made by another user serves as well.
    # Opened each time: a descriptor kept open would be shared with forked processes.
    file = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return file
            except BlockingIOError:
                if time.monotonic() > until:
                    raise QueueTimeout from None
            time.sleep(random.uniform(*pause))  # noqa: S311
    except BaseException:
        os.close(file)
        raise
