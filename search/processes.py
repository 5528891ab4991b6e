"""Long work by several processes, each with a connection to the database of its own."""

import multiprocessing
import os
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor

from django.db import connection, connections

AHEAD = 2  # things that wait for each process, so that memory does not grow


def spread(do, things, processes):
    """Yield ``do(thing)`` for each of ``things``, in their order, done by ``processes`` at once.

    By this process alone where that is 1, or where it is in a transaction, which others would
    not see. What ``do`` raises is raised here; BrokenProcessPool where one of them was killed.
    """
    if processes == 1 or connection.in_atomic_block:
        yield from map(do, things)
        return
    connections.close_all()  # or the others would use the same
    pool = ProcessPoolExecutor(
        processes, multiprocessing.get_context("fork"), initializer=_end_with_parent
    )
    try:
        pool.submit(int).result()  # all have begun, before this one connects again
        waiting = deque()
        for thing in things:
            waiting.append(pool.submit(do, thing))
            if len(waiting) > AHEAD * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _end_with_parent():
    """Where the parent is killed, its processes would wait for it for ever."""
    threading.Thread(target=_wait_for_the_end_of_parent, daemon=True).start()


def _wait_for_the_end_of_parent():
    multiprocessing.parent_process().join()
    os._exit(1)
