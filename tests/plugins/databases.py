"""What pytest-django leaves open: SQLite in a file, made once, and order after transactions.

Hundreds of migrations take half a minute of processor. What they make is kept in
pytest's cache until a migration changes; ``pytest --create-db`` makes it anew.
"""

import fcntl
import hashlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from pytest_django.plugin import blocking_manager_key

from sitehub.platform import backups

COMMITTING = {"transactional_db", "live_server"}
FIRST_STATE = pytest.StashKey()
# What these make is in the kept database, too.
MADE_AFTER_MIGRATING = (
    "sitehub/audit/guards.py",
    "sitehub/reviews/workflows.py",
    "sitehub/syndication/ledger_guards.py",
)


class Migrated:
    """A copy of the database right after its migrations, shared by workers and later runs.

    Whoever finds none makes it; the other workers wait meanwhile.
    """

    def __init__(self, folder, *, anew):
        self._suffix = backups.SUFFIXES[connection.vendor]
        self._path = folder / f"{_digest_of_migrations()}{self._suffix}"
        self._lock = (folder / "lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.found = self._path.exists() and not anew

    def copy_to(self, name):
        """Make the database ``name`` of the copy."""
        if connection.vendor == "sqlite":
            shutil.copyfile(self._path, name)
            return
        quoted = connection.ops.quote_name(name)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")
            cursor.execute(f"CREATE DATABASE {quoted}")
        usual = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = name
        backups.load_postgres(self._path)
        connection.settings_dict["NAME"] = usual

    def leave(self):
        """Keep the database as it is now, unless a copy was found; let the others go on."""
        if not self.found:
            for old in self._path.parent.glob(f"*{self._suffix}"):
                old.unlink()
            backups.DUMP[connection.vendor](self._path)
        self._lock.close()


def _digest_of_migrations():
    digest = hashlib.sha256(sqlite3.sqlite_version.encode())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.name} {path.name}".encode() + path.read_bytes())
    for name in MADE_AFTER_MIGRATING:
        digest.update((settings.BASE_DIR / name).read_bytes())
    return digest.hexdigest()[:20]


@pytest.fixture(scope="session")
def migrated(request, django_db_modify_db_settings_parallel_suffix):
    """The kept copy."""
    folder = request.config.cache.mkdir("databases")
    return Migrated(folder, anew=request.config.getvalue("create_db"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(migrated, django_db_blocker):
    """Take the kept copy; keep SQLite in a file, in this process's own folder.

    In memory, all threads of a live server would share one connection, and one
    request's transaction would be another's.
    """
    database = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        database["TEST"]["NAME"] = str(settings.VAR_DIR / "test-database.sqlite3")
        # Nothing here must survive a power cut.
        database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    if migrated.found:
        database["TEST"]["MIGRATE"] = False
        with django_db_blocker.unblock():
            migrated.copy_to(connection.creation._get_test_db_name())


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, migrated):
    """A copy that is there already is used as it is."""
    return django_db_keepdb or migrated.found


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, migrated, request):
    """Remember what the migrations made; remove the copy in the end."""
    with django_db_blocker.unblock():
        migrated.leave()
        request.config.stash[FIRST_STATE] = _first_state()
    yield
    if migrated.found:
        with django_db_blocker.unblock():
            connection.creation.destroy_test_db(verbosity=0)


def _first_state():
    """All rows, content types first: what is put back after them would make them anew."""
    rows = json.loads(connection.creation.serialize_db_to_string())
    return json.dumps(sorted(rows, key=lambda row: row["model"] != "contenttypes.contenttype"))


def pytest_unconfigure():
    """Remove this process's own folder, which settings/test.py made."""
    if settings.VAR_DIR.name.startswith("sitehub-test-"):
        shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """After a test that commits, put back what the migrations had made.

    Django empties all tables then, the tree's root included. It relies on such
    tests running last, which random order and parallel workers do not keep.
    """
    marker = item.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction")
    commits = commits or COMMITTING & set(getattr(item, "fixturenames", ()))
    if commits and FIRST_STATE in item.config.stash:
        with item.config.stash[blocking_manager_key].unblock():
            for guards in _guards():
                guards.remove()  # they refuse what Django does next
    try:
        return (yield)
    finally:  # also after a test whose fixtures failed: the next one needs the tree's root
        if commits and nextitem is not None:  # without a next one the database is gone by now
            with item.config.stash[blocking_manager_key].unblock():
                _restore(item.config.stash.get(FIRST_STATE, None))


def _guards():
    from sitehub.audit import guards
    from sitehub.syndication import ledger_guards

    return guards, ledger_guards


def _restore(first_state):
    if first_state is None:
        return  # skipped before any database was made
    from django.db import connection

    for guards in _guards():
        guards.remove()
    options = {"inhibit_post_migrate": True, "reset_sequences": False}
    call_command("flush", interactive=False, verbosity=0, **options)
    ContentType.objects.clear_cache()
    connection.creation.deserialize_db_from_string(first_state)
    for guards in _guards():
        guards.install()
    connection.close()
