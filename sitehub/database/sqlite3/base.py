"""Django's SQLite backend, whose writers wait in a queue.

SQLite lets a waiting writer look again ten times a second, so a process that
writes one transaction after another keeps the others out until they give up
with "database is locked" (docs/decisions/0011). Here a transaction, and a
writing statement outside of one, first takes its turn.
"""

from contextlib import contextmanager

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from .queue import QueueTimeout, WriterQueue

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
DEFAULT_PATIENCE = 20  # seconds


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that queues before ``BEGIN IMMEDIATE`` and leaves at the transaction's end."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._queue = None
        self.execute_wrappers.append(self._queue_single_statement)

    def get_new_connection(self, conn_params):
        # Here, not in __init__: test runners change the name afterwards.
        in_memory = self.is_in_memory_db()
        self._queue = None if in_memory else WriterQueue(self.settings_dict["NAME"])
        return super().get_new_connection(conn_params)

    def _start_transaction_under_autocommit(self):
        self._enter()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave()
            raise

    def _commit(self):
        super()._commit()
        self._leave()  # after a commit that failed Django rolls back

    def _rollback(self):
        try:
            super()._rollback()
        finally:
            self._leave()

    def _close(self):
        try:
            super()._close()
        finally:
            self._leave()

    def _enter(self):
        if self._queue is None:
            return
        patience = self.settings_dict["OPTIONS"].get("timeout", DEFAULT_PATIENCE)
        try:
            self._queue.enter(patience)
        except QueueTimeout:
            raise OperationalError(
                f"database is locked: no turn to write within {patience} seconds; "
                "another process holds a transaction open, or too many write"
            ) from None

    def _leave(self):
        if self._queue is not None:
            self._queue.leave()

    @contextmanager
    def _turn(self):
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def _queue_single_statement(self, execute, sql, params, many, context):
        """Queue a writing statement outside of a transaction; it is a transaction of its own."""
        is_alone = self.autocommit and not self.in_atomic_block
        if not is_alone or self._queue is None or self._queue.is_inside:
            return execute(sql, params, many, context)
        if not sql.lstrip().upper().startswith(WRITES):
            return execute(sql, params, many, context)
        with self._turn():
            return execute(sql, params, many, context)
