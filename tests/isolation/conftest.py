"""The crawled world, made once for each module, in a transaction that never commits."""

import logging

import pytest
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.db import transaction

from school_sites import hosts
from tests.isolation.watch import Watch
from tests.isolation.world import make_world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The district with its schools; jobs are noted, and no file is ever removed."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(transaction, "on_commit", lambda run, *args, **kwargs: run())
        # What a request deletes is there again afterwards, its files must be, too.
        patch.setattr(FileSystemStorage, "delete", lambda self, name: None)
        hosts.forget()
        cache.clear()
        with transaction.atomic():
            yield make_world()
            transaction.set_rollback(True)
    hosts.forget()
    cache.clear()


@pytest.fixture(autouse=True)
def no_log():
    """A crawl is refused thousands of times; that is no news."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def watch(world, db):
    """Sends requests to the admin host as people of the world."""
    return Watch(world)


def pytest_collection_modifyitems(config, items):
    """The full crawl takes many minutes: it runs only where it is asked for by its marker."""
    if "isolation_full" in (config.option.markexpr or ""):
        return
    full = [item for item in items if item.get_closest_marker("isolation_full")]
    if full:
        config.hook.pytest_deselected(items=full)
        items[:] = [item for item in items if not item.get_closest_marker("isolation_full")]
