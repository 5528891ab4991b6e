"""Every URL is decided about, and every argument filled: a new one forces a decision."""

import pytest

from sitehub.isolation.surface import RULES

from . import crawl
from .fillers import Unmapped, filler
from .walk import ADMIN, PUBLIC, surfaces
from .world import CRAWLED

pytestmark = pytest.mark.isolation


def undecided(urlconf=ADMIN):
    """Names of ``urlconf`` that the guard's table lacks."""
    return sorted({one.name for one in surfaces(urlconf)} - RULES.keys())


def unmapped(urlconf=ADMIN):
    """Arguments that nobody has said the meaning of."""
    found = []
    for surface in surfaces(urlconf):
        for argument in surface.arguments if surface.reversible else ():
            try:
                filler(surface, argument)
            except Unmapped as error:
                found.append(str(error))
    return found


def test_every_name_is_in_the_table():
    assert not undecided()


def test_the_table_names_nothing_that_is_gone():
    assert not sorted(RULES.keys() - {one.name for one in surfaces()})


@pytest.mark.parametrize("urlconf", [ADMIN, PUBLIC])
def test_every_argument_has_a_filler(urlconf):
    assert not unmapped(urlconf)


def test_every_exception_has_a_reason_and_known_words():
    for one in crawl.golden():
        assert one["kind"] in crawl.KINDS
        assert len(one["reason"]) > 10
        assert set(one["people"]) <= set(CRAWLED)
