"""How a line of synonyms is written: 中考，初中学业水平考试 — or, wider one way: 党建 → 党支部."""

import re

from . import analysis

LONGEST = 30  # characters of a word
COMMAS = re.compile(r"[,，、;；]+")
ARROW = re.compile(r"→|->|=>|－>")


def read(line):
    """{folded word: (folded words to look for as well, …)} of one line.

    Raises ValueError where the line names no two words.
    """
    sides = [_words(side) for side in ARROW.split(line)]
    if len(sides) > 2 or not all(sides):
        raise ValueError(line)
    if len(sides) == 2:
        found = {word: tuple(w for w in sides[1] if w != word) for word in sides[0]}
    else:
        found = {word: tuple(w for w in sides[0] if w != word) for word in sides[0]}
    if not all(found.values()) or any(len(word) > LONGEST for one in sides for word in one):
        raise ValueError(line)
    return found


def is_one_way(line):
    """Whether ``line`` names what is wider or near, not the same."""
    return ARROW.search(line) is not None


def _words(side):
    words = (" ".join(analysis.fold(word).split()) for word in COMMAS.split(side))
    return list(dict.fromkeys(word for word in words if analysis.RUN.search(word)))
