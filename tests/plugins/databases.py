"""Two things pytest-django leaves open: SQLite in a file, and order after transactions."""

import shutil

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from pytest_django.plugin import blocking_manager_key

COMMITTING = {"transactional_db", "live_server"}
FIRST_STATE = pytest.StashKey()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Keep SQLite's test database in a file, in this process's own folder.

    In memory, all threads of a live server would share one connection, and one
    request's transaction would be another's.
    """
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(settings.VAR_DIR / "test-database.sqlite3")
        # Nothing here must survive a power cut.
        database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, request):
    """Remember what the migrations made."""
    from django.db import connection

    with django_db_blocker.unblock():
        request.config.stash[FIRST_STATE] = connection.creation.serialize_db_to_string()


def pytest_unconfigure():
    """Remove this process's own folder, which settings/test.py made."""
    from django.conf import settings

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
            from sitehub.audit import guards

            guards.remove()  # they refuse what Django does next
    result = yield
    if nextitem is None:
        return result  # the database itself is gone by now
    if commits:
        with item.config.stash[blocking_manager_key].unblock():
            _restore(item.config.stash.get(FIRST_STATE, None))
    return result


def _restore(first_state):
    if first_state is None:
        return  # skipped before any database was made
    from django.db import connection

    from sitehub.audit import guards

    guards.remove()
    options = {"inhibit_post_migrate": True, "reset_sequences": False}
    call_command("flush", interactive=False, verbosity=0, **options)
    ContentType.objects.clear_cache()
    connection.creation.deserialize_db_from_string(first_state)
    guards.install()
    connection.close()
