"""The words a misspelt question may have meant, by how they sound and how they are written.

Held per process, as hosts are: read again when the words were counted anew, or after a while.
"""

from collections import defaultdict
from functools import lru_cache

from . import pinyin, vocabulary
from .held import Held
from .models import SuggestedPhrase
from .models.entries import Type

MOST = 20_000  # words held, the most frequent ones
SURE = 3  # a word of the field counts as one that stands in so many titles
SHORTEST_NEAR = 3  # characters of a word that may be written wrongly in one


class KnownWords:
    """``weight`` by word; words by sound, by near sound, by letters, and by what is left of
    them without one character."""

    def __init__(self, weights):
        self.weight = weights
        self.by_key, self.by_near_key = defaultdict(list), defaultdict(list)
        self.by_letters, self.by_initials = defaultdict(list), defaultdict(list)
        self.by_rest = defaultdict(list)
        for word in sorted(weights, key=weights.get, reverse=True):
            self._file(word)

    def _file(self, word):
        sounds = _sounds(word)
        self.by_key[pinyin.key(sounds)].append(word)
        self.by_near_key[pinyin.near_key(sounds)].append(word)
        self.by_letters["".join(sounds)].append(word)
        self.by_initials["".join(one[:1] for one in sounds)].append(word)
        if len(word) >= SHORTEST_NEAR and not word.isascii():
            for rest in rests(word):
                self.by_rest[rest].append(word)


@lru_cache(maxsize=2 * MOST)
def _sounds(word):
    return pinyin.syllables(word)


def rests(word):
    """``word``, and what is left of it without each of its characters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _load():
    words = SuggestedPhrase.objects.filter(kind=SuggestedPhrase.Kind.WORD)
    rows = words.order_by("-weight").values_list("folded", "weight")[:MOST]
    weights = dict(rows)
    people = SuggestedPhrase.objects.filter(entry__type=Type.PERSON)
    for name in people.values_list("folded", flat=True)[:MOST]:
        weights.setdefault(name, 1)
    for word in vocabulary.school_names().folded:
        weights.setdefault(word, 1)
    for word in vocabulary.field_names().folded:
        weights[word] = max(SURE, weights.get(word, 0))
    return KnownWords(weights)


# This process's KnownWords. A query or two where they are old, else none.
known_words = Held(vocabulary.GENERATION, _load, trusted=0)
