"""What each process holds of the database, as long as nobody changes it."""

import time

from sitehub.publishing import bump, current


class Held:
    """``held()`` is what ``load()`` said, read again under another mark, or when it is old.

    ``name`` is the mark's; within ``trusted`` seconds a process does not ask for it again,
    after ``kept`` seconds it reads again in any case.
    """

    def __init__(self, name, load, *, trusted=1.0, kept=900.0):
        self._name, self._load, self._trusted, self._kept = name, load, trusted, kept
        self.forget()

    def __call__(self):
        now = time.monotonic()
        if self._value is not None and now - self._asked_at < self._trusted:
            return self._value
        # The mark is read before the rows: a change in between costs one more reading.
        mark, self._asked_at = current(self._name), now
        if self._value is None or mark != self._mark or now - self._read_at > self._kept:
            self._value, self._mark, self._read_at = self._load(), mark, now
        return self._value

    def changed(self):
        """Have every process read again, once the present transaction has committed."""
        self.forget()
        bump(self._name)

    def forget(self):
        """Have this process read again."""
        self._value, self._mark = None, None
        self._asked_at = self._read_at = 0.0
