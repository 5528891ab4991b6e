"""python -m search.extraction.child KIND: reads the file on its input, answers with JSON.

Whatever a hostile file makes of a reader, this process has no memory, no time, no files and
no network to do harm with: the kernel says so, not the reader.
"""

import contextlib
import importlib
import json
import os
import resource
import signal
import sys

from .limits import CPU_SECONDS, MAX_FILE_BYTES, MEMORY_BYTES, WALL_SECONDS

READERS = {
    "pdf": "pdf", "docx": "documents", "pptx": "slides", "xlsx": "sheets", "txt": "plain",
    "csv": "plain",
}  # fmt: skip
# Python loads a codec from a file when it is first asked for one; then no file can be opened.
CODECS = ("ascii", "latin-1", "cp1252", "cp437", "charmap", "gb2312", "gbk", "gb18030", "big5",
          "utf-8", "utf-16", "utf-16-be", "utf-16-le", "utf-32", "shift_jis", "euc_jp", "euc_kr",
          "cp949", "cp950", "cp932", "mac_roman", "unicode_escape",
          "raw_unicode_escape")  # fmt: skip
STANDARD_STREAMS = 3
LXML_NO_MEMORY = 2  # etree.ErrorTypes.ERR_NO_MEMORY


def confine(*, memory=MEMORY_BYTES, cpu=CPU_SECONDS, wall=WALL_SECONDS):
    """Bound what this process may use from now on; bytes and seconds."""
    limits = [
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, cpu, cpu + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NPROC, 0, 0),  # does not bind the superuser; the next does
    ]
    for name, soft, hard in limits:
        with contextlib.suppress(OSError, ValueError):  # some systems know fewer of them
            resource.setrlimit(name, (soft, hard))
    signal.alarm(wall + 5)  # ends it where whoever started it was killed


def seal():
    """From now on nothing can be opened: no file, no socket, no pipe to another process.

    The three standard streams stay open, so that their numbers are never free.
    """
    for name in CODECS:
        "".encode(name)
    resource.setrlimit(resource.RLIMIT_NOFILE, (STANDARD_STREAMS, STANDARD_STREAMS))


def answer(kind, file):
    """What is found in ``file``, of the kind ``kind``: a dict of text, pages, truncated, or code.

    Seals the process before it looks at the first byte. Raises nothing that a file could cause.
    """
    from school_sites.word_import.document import ImportRefused

    from .gathering import EnoughRead, Gathered
    from .problems import Unreadable, code_of_import

    read = importlib.import_module(f".{READERS[kind]}", __package__).read
    seal()
    gathered, truncated = Gathered(), False
    try:
        read(file.read(MAX_FILE_BYTES), gathered)
    except EnoughRead:
        if gathered.is_late() and not gathered.lines:
            return {"code": "slow"}
        truncated = True
    except Unreadable as problem:
        return {"code": problem.code}
    except ImportRefused as refused:
        short = _short_of_memory(refused)
        return {"code": "too-complex" if short else code_of_import(refused.code)}
    except (MemoryError, RecursionError):
        return {"code": "too-complex"}
    except Exception:
        # A reader stumbles over a broken file with errors of every kind; all mean the same.
        return {"code": "damaged"}
    return {"text": gathered.text(), "pages": gathered.pages, "truncated": truncated}


def _short_of_memory(error):
    """Whether that is why lxml called a file broken."""
    return getattr(error.__context__, "code", None) == LXML_NO_MEMORY


def main():
    confine()
    found = answer(sys.argv[1], sys.stdin.buffer)
    sys.stdout.buffer.write(json.dumps(found, ensure_ascii=False).encode())
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing a reader left behind is run


if __name__ == "__main__":
    main()
