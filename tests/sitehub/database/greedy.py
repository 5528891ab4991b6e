"""A process of its own that writes again and again, or dies while it writes.

``python -m tests.sitehub.database.greedy PATH SECONDS`` prints ``ready``, waits for a
line, and prints how often its turn came; with 0 seconds it dies inside.
"""

import os
import sys
import time

from sitehub.database.sqlite3.queue import WriterQueue


def main(path, seconds):
    """Take turns without a pause between them, and prove that nobody else is inside."""
    queue, done = WriterQueue(path), 0
    print("ready", flush=True)
    sys.stdin.readline()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        queue.enter(10)
        os.mkdir(f"{path}-alone")  # fails where two are inside
        time.sleep(0.01)
        os.rmdir(f"{path}-alone")
        done += 1
        queue.leave()
    print(done, flush=True)
    if not seconds:
        queue.enter(10)
        os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
