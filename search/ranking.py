"""What comes first: the last word over what an engine thinks best.

An engine's score says how much a text is about the words. Here the title is looked at as a
person would: the very title that was typed comes first, then titles that say it in one piece.
"""

import math
import re
from functools import lru_cache

from . import analysis

LOOKED_AT = 60  # of the engine's best are looked at again
TITLES_KEPT = 4_000  # whose words are remembered; who looks for one thing sees them again and again
DIGIT = re.compile("[0-9〇一二三四五六七八九十]+")
# A year or a session, not 一年级.
NAMED = re.compile("[0-9]{2}|第[0-9〇一二三四五六七八九十]|[〇一二三四五六七八九]{4}")
EXACT, WHOLE, ALL_TERMS = 1000.0, 1.6, 1.25  # times the score
SHARE = 0.8  # more, the more of the title was asked for
COVERED = 1.0  # more, the more of what was typed the title says


def order(scored, titles, question):
    """Numbers of ``scored``, [(number, score)], best first; ``titles`` are {number: (title, date)}.

    Of the notices of every year, whose titles differ in digits only, the newest is worth
    what the best of them is, unless the question names a number.
    """
    letters = {number: _letters_and_words(titles[number][0])[0] for number, _score in scored}
    words = {number: _letters_and_words(titles[number][0])[1] for number, _score in scored}
    rarity = _rarity(question, words.values())
    worth = {
        number: score * _weight(letters[number], words[number], question)
        * (1 + COVERED * _covered(words[number], rarity))
        for number, score in scored
    }  # fmt: skip
    ranked = sorted(scored, key=lambda one: -worth[one[0]])
    if NAMED.search(question.folded):
        return [number for number, _score in ranked]
    return _newest_of_their_form([number for number, _score in ranked], letters, titles)


def _newest_of_their_form(numbers, letters, titles):
    """Where several have titles of one form, in their places the newer before the older."""
    forms = {}
    for number in numbers:
        forms.setdefault(DIGIT.sub("", letters[number]), []).append(number)
    newer = {
        form: iter(sorted(alike, key=lambda number: titles[number][1], reverse=True))
        for form, alike in forms.items()
    }
    return [next(newer[DIGIT.sub("", letters[number])]) for number in numbers]


def _weight(title, words, question):
    asked = _letters(question.folded)
    if title == asked:
        return EXACT
    if asked in title and all(_says(term.readings[0], words) for term in question.terms):
        return WHOLE + SHARE * len(asked) / len(title)
    if all(any(_says(one, words) for one in term.readings) for term in question.terms):
        return ALL_TERMS
    return 1.0


def _rarity(question, titles):
    """{word that was typed: how much it tells}: the fewer of ``titles`` say it, the more."""
    typed = [term.readings[0] for term in question.terms]
    asked = {word for reading in typed for word in reading.telling[0]}
    many = {word: sum(_has(words, word) for words in titles) for word in asked}
    return {word: math.log1p(len(titles) / (0.5 + many[word])) for word in asked}


def _covered(words, rarity):
    """The share of what was typed that ``words``, of a title, say."""
    said = sum(worth for word, worth in rarity.items() if _has(words, word))
    return said / (sum(rarity.values()) or 1)


def _says(reading, words):
    """Whether ``words``, of a title, say ``reading``: 班会课 says 班会, 最高考核 no 高考."""
    return all(_has(words, word) for word in reading.words)


def _has(words, word):
    return word in words or (len(word) > 1 and any(word in one for one in words))


@lru_cache(TITLES_KEPT)
def _letters_and_words(title):
    folded = analysis.fold(title)
    return _letters(folded), frozenset(analysis.words_of(folded))


def _letters(folded):
    """Letters and characters alone: a title is the same with other marks and spaces."""
    return "".join(first or second for first, second in analysis.RUN.findall(folded))
