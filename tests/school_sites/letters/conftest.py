"""What tests of letters share."""

import pytest
from django.core.cache import cache

from school_sites.letters import guards
from tests.factories import make_mailbox
from tests.school_sites.letters.visitor import HOST, Clock, Visitor


@pytest.fixture(autouse=True)
def nothing_counted():
    """Each test begins with empty counters, and leaves none."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clock(monkeypatch):
    """Time as the guards see it; ``clock.pass_by(seconds)``."""
    clock = Clock()
    monkeypatch.setattr(guards.time, "time", clock)
    return clock


@pytest.fixture
def mailbox(school):
    """A mailbox of ``school``."""
    return make_mailbox(school)


@pytest.fixture
def visitor(school, clock):
    """A visitor of ``school``."""
    return Visitor(HOST, clock)
