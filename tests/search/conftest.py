"""What each test of search begins with."""

import pytest

from search import known_words, suggestions, synonyms


@pytest.fixture(autouse=True)
def fresh_words():
    """No words or statements of the test before."""
    known_words.forget()
    synonyms.forget()
    suggestions._statement.cache_clear()
