"""A question in the languages of the two databases: every term by its words or as a phrase.

The index holds pairs of characters only, so a word is the phrase of its pairs: 教育信息化 is the
whole phrase, or 教育 and 信息化 apart. What the last pair leaves open is a prefix, and so is a
word of another script that is still being typed.
"""

from modelsearch.query import And, Phrase, PlainText

from search import analysis, questions
from search.questions import Reading


def asked(query):
    """The Question that ``query``, one of Wagtail's, asks."""
    return questions.parse(_typed(query))


def _typed(query):
    if isinstance(query, PlainText):
        return query.query_string
    if isinstance(query, Phrase):
        return f"“{query.query_string}”"
    if isinstance(query, And):
        return " ".join(_typed(one) for one in query.subqueries)
    raise NotImplementedError(f"{type(query).__name__} is not asked in the admin")


class Language:
    """How a database says it. ``phrase(pairs, is_prefix, in_title)`` returns a text."""

    both, either, without = " AND ", " OR ", "({}) NOT ({})"

    def phrase(self, pairs, *, is_prefix, in_title):
        """The condition that ``pairs`` stand one behind another."""
        raise NotImplementedError

    def match(self, question, *, is_typing):
        """The condition for what ``question`` means."""
        last = question.terms[-1] if is_typing else None
        text = self.both.join(self._term(term, term is last) for term in question.terms)
        if not question.excluded:
            return text
        excluded = self.either.join(self._term(term, False) for term in question.excluded)
        return self.without.format(text, excluded)

    def _term(self, term, is_typing):
        parts = []
        for reading in term.readings:
            parts.append(self._reading(reading, term, is_typing))
            if not term.is_phrase and len(reading.words) > 1:
                words = (self._reading(Reading(word), term, is_typing) for word in reading.words)
                parts.append(f"({self.both.join(words)})")
        return f"({self.either.join(parts)})"

    def _reading(self, reading, term, is_typing):
        is_prefix = reading.is_open or (is_typing and not analysis.is_han(reading.pairs[-1]))
        return self.phrase(reading.pairs, is_prefix=is_prefix, in_title=term.in_title)


class Fts5(Language):
    """SQLite's."""

    def phrase(self, pairs, *, is_prefix, in_title):
        """See Language."""
        column = "{title}" if in_title else "{title body}"
        return f'({column} : "{" ".join(pairs)}"{"*" if is_prefix else ""})'


class TsQuery(Language):
    """PostgreSQL's: places of titles have the weight A."""

    both, either, without = " & ", " | ", "({}) & !({})"

    def phrase(self, pairs, *, is_prefix, in_title):
        """See Language."""
        lexemes = [f"'{one}':{'A' if in_title else ''}" for one in pairs]
        lexemes[-1] += "*" if is_prefix else ""
        return f"({' <-> '.join(one.rstrip(':') for one in lexemes)})"
