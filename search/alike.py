"""What is about the same as the best of what was found: it ends a list that has few hits."""

from collections import Counter
from dataclasses import replace

from django.db.models.functions import Left

from . import analysis, questions
from .models import EntryText

BEST = 5  # of what was found are read
READ = 200  # characters of a text, which begins with what it is about
SHARED = 2  # of the best say a word, where there are twice as many; else one is enough
MOST_WORDS = 10
NEAR = 0.1  # of the score of the best of them; what has less is about something else


def question(of, numbers):
    """``of`` with the words that the best entries of ``numbers`` share in place of its own.

    To be asked for loosely. None where they share none. One query.
    """
    rows = EntryText.objects.filter(pk__in=numbers[:BEST])
    told = [(_words(title), _words(text)) for title, text in rows.values_list(
        "title", Left("body", READ))]  # fmt: skip
    said = Counter(word for title, text in told for word in {*title, *text})
    titles = Counter(word for title, _text in told for word in {*title})
    often = Counter(word for title, text in told for word in title + text)
    least = SHARED if len(told) >= 2 * SHARED else 1
    words = (word for word in said if said[word] >= least)
    best = sorted(words, key=lambda word: (-said[word] - titles[word], -often[word], word))
    terms = tuple(questions.Term((questions.Word(word),)) for word in best[:MOST_WORDS])
    return replace(of, terms=terms) if terms else None


def near(scored, numbers):
    """Of ``scored``, [(number, score)], what is near the best of ``numbers``, without those."""
    best = max((score for number, score in scored if number in numbers[:BEST]), default=0)
    there = set(numbers)
    return [number for number, score in scored if number not in there and score >= NEAR * best]


def _words(text):
    """The words of a dictionary in ``text`` that tell what it is about, in its order."""
    empty = analysis.form_words() | analysis.stop_words()
    return [
        word
        for word in analysis.asked_words_of(analysis.fold(text))
        if len(word) > 1 and word not in empty and analysis.is_word(word)
    ]
