"""Starts the process that reads a file, waits for it, and believes it nothing."""

import contextlib
import io
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path, PurePath

from .child import READERS
from .gathering import tidy
from .limits import MAX_ANSWER_BYTES, MAX_FILE_BYTES, WALL_SECONDS
from .problems import MAY_PASS, TEXTS

ROOT = Path(__file__).resolve().parents[2]  # where ``search`` can be imported from
PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Extracted:
    """The words of a file, or why there are none.

    ``pages``: how many a pdf or slides have, else None. ``truncated``: the file holds more.
    ``problem``: "" or a sentence for the file's editors. ``may_pass``: another try may succeed.
    """

    text: str = ""
    pages: int | None = None
    truncated: bool = False
    problem: str = ""
    may_pass: bool = False


def can_read(name):
    """Whether files called ``name`` are of a kind whose words can be read."""
    return _kind(name) in READERS


def text_of(path_or_file, *, name):
    """Read the words of a file whose name ends as ``name``; return Extracted.

    ``path_or_file`` is a path or an open binary file, whose position may change. No file
    makes this raise, or take longer than 30 seconds or more memory than is allowed; only
    a storage that cannot be read does raise, OSError.
    """
    if not can_read(name):
        return _problem("unknown-kind")
    with _opened(path_or_file) as descriptor:
        size = os.fstat(descriptor).st_size
        if not size or size > MAX_FILE_BYTES:
            return _problem("too-large" if size else "empty")
        os.lseek(descriptor, 0, os.SEEK_SET)
        code, answer = _run(_command(_kind(name)), descriptor)
    return _believed(code, answer)


def _kind(name):
    return PurePath(name).suffix.lower().lstrip(".")


def _problem(code):
    return Extracted(problem=TEXTS[code], may_pass=code in MAY_PASS)


@contextlib.contextmanager
def _opened(path_or_file):
    """The number of an open file; of one that is not the system's, a copy."""
    if isinstance(path_or_file, (str, os.PathLike)):
        with open(path_or_file, "rb") as file:
            yield file.fileno()
        return
    number = _number(path_or_file)
    if number is not None:
        yield number
        return
    with tempfile.TemporaryFile() as copy:
        path_or_file.seek(0)
        shutil.copyfileobj(path_or_file, copy)
        copy.flush()
        yield copy.fileno()


def _number(file):
    try:
        return file.fileno()
    except (AttributeError, io.UnsupportedOperation):
        return None


def _command(kind):
    return [sys.executable, "-E", "-s", "-B", "-m", "search.extraction.child", kind]


def _run(command, source, seconds=WALL_SECONDS):
    """(exit code, answer) of ``command``; the code is None where its time ran out.

    Neither it nor anything it started is left running; its environment holds no secrets.
    """
    process = subprocess.Popen(  # noqa: S603 - our own program, no shell
        command,
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={"LANG": "C.UTF-8"},
        start_new_session=True,
    )
    deadline = time.monotonic() + seconds
    try:
        answer = _read(process.stdout, deadline)
        if len(answer) > MAX_ANSWER_BYTES:
            return 0, b""
        return process.wait(max(0.1, deadline - time.monotonic())), answer
    except (TimeoutError, subprocess.TimeoutExpired):
        return None, b""
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


def _read(pipe, deadline):
    """What comes out of ``pipe``, as far as an answer can be long. Raises TimeoutError."""
    pieces, length = [], 0
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while length <= MAX_ANSWER_BYTES:
            if not selector.select(max(0, deadline - time.monotonic())):
                raise TimeoutError
            piece = os.read(pipe.fileno(), PIECE)
            if not piece:
                break
            pieces.append(piece)
            length += len(piece)
    return b"".join(pieces)


def _believed(code, answer):
    if code != 0:
        slow = code == -signal.SIGXCPU
        killed = {None: "busy", -signal.SIGALRM: "busy", -signal.SIGKILL: "killed"}
        return _problem("slow" if slow else killed.get(code, "too-complex"))
    try:
        found = json.loads(answer)
        if "code" in found:
            return _problem(found["code"])
        text, pages = tidy(found["text"]), found["pages"]
        truncated = bool(found["truncated"])
        pages = None if pages is None else int(pages)
    except (ValueError, KeyError, TypeError):
        return _problem("damaged")
    if not text:
        return _problem("no-text")
    return Extracted(text, pages, truncated)
