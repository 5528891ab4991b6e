"""Writers of several processes and threads take turns on SQLite."""

import sqlite3
import subprocess
import sys

import pytest
from django.db import OperationalError, connection

from sitehub.database.sqlite3.base import DatabaseWrapper
from sitehub.database.sqlite3.queue import QueueTimeout, WriterQueue

OPTIONS = {"transaction_mode": "IMMEDIATE", "timeout": 0.2}


@pytest.fixture
def connect(db, tmp_path):
    """Opens connections of our backend to one database file with one empty table."""
    path = tmp_path / "queued.sqlite3"
    with sqlite3.connect(path) as opened:
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute("CREATE TABLE line (text TEXT)")
    opened.close()
    made = []

    def connect():
        settings = connection.settings_dict | {"NAME": str(path), "OPTIONS": dict(OPTIONS)}
        settings["ENGINE"] = "sitehub.database.sqlite3"
        made.append(DatabaseWrapper(settings, alias=f"queued-{len(made)}"))
        return made[-1]

    yield connect
    for one in made:
        one.close()


def begin(one):
    """Begin a transaction as ``transaction.atomic`` does."""
    one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def end(one, how="commit"):
    getattr(one, how)()
    one.set_autocommit(True)


def write(one):
    with one.cursor() as cursor:
        cursor.execute("INSERT INTO line VALUES ('x')")


def count(one):
    with one.cursor() as cursor:
        return cursor.execute("SELECT count(*) FROM line").fetchone()[0]


@pytest.fixture
def start(tmp_path, request):
    """Starts greedy.py at a queue for ``seconds``; it waits for a line first."""
    started = []

    def start(seconds):
        command = [sys.executable, "-m", "tests.sitehub.database.greedy", tmp_path / "db", seconds]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        process = subprocess.Popen(
            [str(one) for one in command], cwd=request.config.rootpath, text=True, **pipes
        )
        started.append(process)
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_of_four_greedy_processes_each_gets_its_share(start):
    processes = [start(1.5) for _ in range(4)]
    for one in processes:
        one.stdin.write("go\n")
        one.stdin.flush()
    done = [int(one.communicate(timeout=20)[0]) for one in processes]
    assert [one.returncode for one in processes] == [0] * 4, "two wrote at once"
    assert min(done) > max(done) / 4, done


def test_the_turn_of_a_process_that_dies_is_free(start, tmp_path):
    start(0).communicate("go\n")
    path = tmp_path / "db"
    queue = WriterQueue(path)
    queue.enter(0.1)
    with pytest.raises(QueueTimeout):
        WriterQueue(path).enter(0.05)
    queue.leave()
    WriterQueue(path).enter(0.1)


@pytest.mark.parametrize("how", ["commit", "rollback"])
def test_a_transaction_waits_for_the_one_before_and_says_so_when_it_takes_too_long(connect, how):
    first, second = connect(), connect()
    begin(first)
    write(first)
    with pytest.raises(OperationalError, match="database is locked: no turn to write"):
        begin(second)
    assert count(second) == 0, "reading waits for nobody"
    end(first, how)
    begin(second)
    write(second)
    end(second)
    assert count(first) == (2 if how == "commit" else 1)


def test_a_statement_outside_of_a_transaction_takes_its_turn_too(connect):
    first, second = connect(), connect()
    begin(first)
    with pytest.raises(OperationalError, match="no turn to write"):
        write(second)
    end(first)
    write(second)
    begin(first)  # the statement left the queue behind it
    end(first, "rollback")
    assert count(first) == 1


def test_a_connection_lost_in_a_transaction_and_a_begin_that_failed_leave_the_queue(connect):
    first, second = connect(), connect()
    begin(first)
    first.close()
    outsider = sqlite3.connect(second.settings_dict["NAME"], isolation_level=None)
    outsider.execute("BEGIN IMMEDIATE")  # not through our backend: only SQLite keeps it apart
    with pytest.raises(OperationalError, match=r"^database is locked$"):
        begin(second)
    outsider.close()
    third = connect()
    begin(third)
    end(third)
