"""Back up and restore the database, and the uploaded files if asked.

SQLite through its own backup call, PostgreSQL through pg_dump and pg_restore:
both give one consistent moment while people go on writing.
"""

import contextlib
import os
import sqlite3
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

KEEP = 14
SUFFIXES = {"sqlite": ".sqlite3", "postgresql": ".dump"}
FILES_SUFFIX = ".files.tar"
# Tables of migrations newer than the backup would otherwise stay.
DROP_ALL_TABLES = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', one.tablename);
  END LOOP;
END $$;
"""


class BackupError(Exception):
    """A backup or restore could not be done; the message says why."""


def make_backup(*, with_files=False, label=""):
    """Write a new backup into BACKUP_DIR, remove the oldest, and return its path."""
    folder = Path(settings.BACKUP_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S-%fZ")
    stem = f"sitehub-{moment}{'-' + label if label else ''}"
    if with_files:
        with _written_whole(folder / (stem + FILES_SUFFIX)) as target:
            pack_files(settings.MEDIA_ROOT, target)
    path = folder / (stem + SUFFIXES[connection.vendor])
    with _written_whole(path) as target:
        DUMP[connection.vendor](target)
    _forget_old(folder)
    return path


def list_backups():
    """Paths of the database backups in BACKUP_DIR, newest first."""
    folder = Path(settings.BACKUP_DIR)
    found = [one for suffix in SUFFIXES.values() for one in folder.glob(f"sitehub-*{suffix}")]
    return sorted(found, key=lambda path: path.name, reverse=True)


def restore_backup(path, *, with_files=False):
    """Put the database back as it was in ``path``; return the path of the safety copy made first.

    All or nothing: if it fails, the database is as before. Raises BackupError.
    """
    path = Path(path)
    if path.suffix != SUFFIXES[connection.vendor]:
        raise BackupError(f"{path.name} is not a backup of a {connection.vendor} database")
    files = path.with_name(path.stem + FILES_SUFFIX)
    missing = [one for one in ([path, files] if with_files else [path]) if not one.is_file()]
    if missing:
        raise BackupError(f"no such file: {missing[0]}")
    CHECK[connection.vendor](path)
    safety = make_backup(label="before-restore")
    connections.close_all()
    LOAD[connection.vendor](path)
    if with_files:
        unpack_files(files, settings.MEDIA_ROOT)
    return safety


# --- SQLite ------------------------------------------------------------------
def dump_sqlite(target, source=None):
    """Copy the live database, or the file ``source``, as it is at this moment."""
    with _opened(source or _sqlite_name()) as live, _opened(target) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it


def load_sqlite(path, target=None):
    """Copy a backup over the live database (or ``target``), under its own lock.

    Processes that have it open see the restored content at their next query.
    """
    with _opened(path) as copy, _opened(target or _sqlite_name()) as live:
        copy.backup(live)


def check_sqlite(path):
    """Raise BackupError unless ``path`` is a sound database of ours."""
    try:
        with _opened(path) as copy:
            sound = copy.execute("PRAGMA quick_check").fetchone()[0] == "ok"
            copy.execute("SELECT 1 FROM django_migrations LIMIT 1")
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{path.name} is not a database of SiteHub: {error}") from error
    if not sound:
        raise BackupError(f"{path.name} is damaged")


def _opened(name):
    return contextlib.closing(
        sqlite3.connect(f"file:{name}" if "mode=memory" in str(name) else name, timeout=60)
    )


def _sqlite_name():
    return connection.settings_dict["NAME"]


# --- PostgreSQL --------------------------------------------------------------
def dump_postgres(target):
    """Write a custom-format dump."""
    _pg("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={target}")


def load_postgres(path):
    """Drop every table and load the dump, in one transaction."""
    with tempfile.TemporaryDirectory() as folder:
        drop, load = Path(folder) / "drop.sql", Path(folder) / "load.sql"
        drop.write_text(DROP_ALL_TABLES)
        _pg("pg_restore", "--clean", "--if-exists", "--no-owner", "--no-acl",
            f"--file={load}", str(path))  # fmt: skip
        _pg("psql", "--quiet", "--no-psqlrc", "--single-transaction",
            "--set=ON_ERROR_STOP=1", "--output=/dev/null", f"--file={drop}",
            f"--file={load}")  # fmt: skip


def check_postgres(path):
    """Raise BackupError unless ``path`` is a dump that names our tables."""
    if "django_migrations" not in _pg("pg_restore", "--list", str(path)):
        raise BackupError(f"{path.name} is not a database of SiteHub")


def _pg(*command):
    """Run one of PostgreSQL's programs against our database; return what it printed."""
    facts = connection.settings_dict
    options = facts.get("OPTIONS", {})
    values = {
        "PGHOST": facts["HOST"],
        "PGPORT": facts["PORT"],
        "PGUSER": facts["USER"],
        "PGPASSWORD": facts["PASSWORD"],
        "PGDATABASE": facts["NAME"],
        "PGSSLMODE": options.get("sslmode"),
        "PGSSLROOTCERT": options.get("sslrootcert"),
    }
    environment = os.environ | {name: str(value) for name, value in values.items() if value}
    try:
        done = subprocess.run(  # noqa: S603
            command, env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise BackupError(f"{command[0]} not found: install PostgreSQL's client") from error
    if done.returncode:
        raise BackupError(f"{command[0]}: {done.stderr.strip()}")
    return done.stdout


DUMP = {"sqlite": dump_sqlite, "postgresql": dump_postgres}
CHECK = {"sqlite": check_sqlite, "postgresql": check_postgres}
LOAD = {"sqlite": load_sqlite, "postgresql": load_postgres}


# --- files -------------------------------------------------------------------
def pack_files(folder, target):
    """Write the uploaded files under ``folder`` into the tar ``target``."""
    with tarfile.open(target, "w") as tar:
        if Path(folder).exists():
            tar.add(folder, arcname=".")


def unpack_files(source, folder):
    """Put the files of a tar back under ``folder``; files added since then stay."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    with tarfile.open(source) as tar:
        tar.extractall(folder, filter="data")


@contextlib.contextmanager
def _written_whole(path):
    """Yield a temporary path that takes ``path``'s place once it is written and on disk."""
    temporary = path.with_name(path.name + ".part")
    try:
        temporary.touch(mode=0o600)
        yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _forget_old(folder):
    for path in list_backups()[KEEP:]:
        path.with_name(path.stem + FILES_SUFFIX).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
