"""What a person typed, read: words that must be there, phrases, words that must not.

A space is AND; quotation marks make a phrase; a minus before a word excludes it;
``标题:`` before a word looks for it in titles only.
"""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from school_sites.plain_text import without_control

from . import analysis, numerals

LONGEST = 100  # characters of a question; what is beyond is not looked for
MOST_TERMS = 8
MOST_READINGS = 6  # of one term: itself, its regional variants, the district's synonyms
QUOTES = {"“": "”", "「": "」", "『": "』", "《": "》", '"': '"', "＂": "＂"}
MINUS = "-－−–"
TITLE = re.compile(r"(?:标题|標題|title)[:：]", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """One way to say a term. ``words`` are all to be there, or ``pairs`` as one phrase.

    Where ``is_open`` the last of the pairs is a single character, which may begin another.
    """

    text: str

    @cached_property
    def words(self):
        stop = analysis.stop_words()
        words = list(dict.fromkeys(analysis.asked_words_of(self.text)))
        telling = [word for word in words if word not in stop]
        return tuple(telling or words)

    @cached_property
    def pairs(self):
        return tuple(analysis.pairs_of(self.text, asked=True))

    @cached_property
    def telling(self):
        """(words, pairs) any of which tells what is asked about: none of a form, none across."""
        empty = analysis.form_words() | analysis.stop_words()
        words = [word for word in self.words if word not in empty]
        words = [word for word in words if len(word) > 1 or word.isascii()] or words
        if not words:
            return self.words, self.pairs
        rest = self.text
        for word in analysis.asked_words_of(self.text):
            if word in empty:
                rest = rest.replace(word, " ")
        return tuple(words), tuple(dict.fromkeys(analysis.pairs_of(rest, asked=True)))

    @cached_property
    def is_joined(self):
        """Whether it is of several words."""
        return len(analysis.asked_words_of(self.text)) > 1

    @property
    def is_open(self):
        return len(self.pairs[-1]) == 1 and not self.pairs[-1].isascii()


@dataclass(frozen=True)
class Word(Reading):
    """A word of the dictionary, where loosely asked for needs no pairs beside it."""

    @property
    def telling(self):
        return (self.text,), ()


@dataclass(frozen=True)
class Term:
    """One thing asked for. ``readings`` begin with what was typed; any of them will do."""

    readings: tuple[Reading, ...]
    is_phrase: bool = False
    is_excluded: bool = False
    in_title: bool = False
    by_words: bool = False  # its readings are found as words, not as characters in a row

    @property
    def text(self):
        return self.readings[0].text

    @property
    def is_joined(self):
        """Whether several words were typed as one: whoever did wants them together."""
        return not (self.is_phrase or self.by_words) and self.readings[0].is_joined


@dataclass(frozen=True)
class Question:
    """``text`` is what was asked, tidied; ``terms`` are to be there, ``excluded`` are not."""

    text: str
    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    folded: str = field(default="", compare=False)  # the words alone, as one text
    is_cut: bool = field(default=False, compare=False)  # more was typed than is looked for

    def __bool__(self):
        return bool(self.terms)

    @property
    def is_joined(self):
        """Whether a term is: a text that has it in one piece comes first."""
        return any(term.is_joined for term in self.terms)


def parse(text, synonyms=lambda folded: ()):
    """Read ``text``; returns a Question, which is false where there is nothing to look for.

    ``synonyms(folded)`` gives other ways to say a folded term. Nothing is refused: what
    means nothing is looked for as it stands, and a question of exclusions alone asks nothing.
    """
    typed = tidy(text)
    text, is_cut = typed[:LONGEST].strip(), len(typed) > LONGEST
    terms, excluded = [], []
    for piece, is_phrase, is_excluded, in_title in _pieces(text):
        if len(terms) + len(excluded) == MOST_TERMS:
            is_cut = True
            break
        readings = readings_of(piece, synonyms)
        if not readings:
            continue
        term = Term(readings, is_phrase, is_excluded, in_title)
        (excluded if is_excluded else terms).append(term)
    folded = "".join(term.text for term in terms)
    return Question(text, tuple(terms), tuple(excluded), folded, is_cut)


def wider(question, of):
    """``question`` with the words of its themes in place of its own; None where there are none.

    ``of(folded)`` gives the words of a folded term's theme.
    """
    terms = []
    for term in question.terms:
        others = () if term.is_phrase else of(term.text)
        if others:
            term = replace(term, readings=tuple(map(Reading, others)), by_words=True)
        terms.append(term)
    return replace(question, terms=tuple(terms)) if tuple(terms) != question.terms else None


def by_words(question):
    """``question`` with words where they may stand apart; characters in a row in quotes only."""
    terms = tuple(replace(term, by_words=not term.is_phrase) for term in question.terms)
    return replace(question, terms=terms)


def tidy(text):
    """``text`` in one line, without control characters."""
    return " ".join(without_control(text).split())


def _pieces(text):
    """(words, is a phrase, is excluded, in titles) of each part of ``text``."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        is_excluded = text[at] in MINUS and at + 1 < len(text) and not text[at + 1].isspace()
        at += is_excluded
        mark = TITLE.match(text, at)
        at = mark.end() if mark else at
        closing = QUOTES.get(text[at : at + 1])
        end = text.find(closing, at + 1) if closing else -1
        is_phrase = end > at
        if is_phrase:
            piece, at = text[at + 1 : end], end + 1
        else:
            end = next((i for i in range(at, len(text)) if _ends(text, at, i)), len(text))
            piece, at = text[at:end], max(end, at + 1)
        yield piece, is_phrase, is_excluded, bool(mark)


def _ends(text, start, at):
    """Whether a piece without quotes that begins at ``start`` ends before ``at``."""
    return text[at].isspace() or (at > start and text[at] in QUOTES and text[at] != "《")


def readings_of(piece, synonyms=lambda folded: ()):
    """The readings of one piece, itself first; none where it has no letter or character."""
    folded = analysis.fold(piece)
    others = [analysis.fold(analysis.converted(piece, name)) for name in ("tw2sp", "s2twp")]
    numbers = (numerals.with_years(folded), numerals.otherwise(folded))
    texts = [folded, *numbers, *synonyms(folded), *others]
    readings = [Reading(text) for text in dict.fromkeys(texts) if analysis.RUN.search(text)]
    return tuple(readings[:MOST_READINGS])
