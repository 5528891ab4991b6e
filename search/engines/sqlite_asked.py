"""What a question asks of FTS5: its own language, and what makes a hit better."""

from dataclasses import replace

from .worth import TOGETHER, WEIGHTS

MOST_PARTS = 100  # of a question that any of its parts will do for


def match(question, loose=False):
    """``question`` in the language of FTS5: every term by all its words or as a phrase.

    Loosely any word or pair of the terms; phrases and exclusions stay what they are.
    """
    parts = loose_parts(question) if loose else [_term(term) for term in question.terms]
    return without((" OR " if loose else " AND ").join(parts), question)


def match_titles(question):
    """The same for titles alone."""
    asked = " AND ".join(_term(replace(term, in_title=True)) for term in question.terms)
    return without(asked, question)


def loose_parts(question):
    """Each word and pair of the terms, and each phrase, as a question of its own."""
    words, pairs = [], []
    for term in question.terms:
        if term.is_phrase:
            words.append(_term(term))
            continue
        for reading in term.readings:
            words += [f"{_in('w', term)} : {quoted(word)}" for word in reading.telling[0]]
            pairs += [f"{_in('b', term)} : {quoted(pair)}" for pair in reading.telling[1]]
    return list(dict.fromkeys(words + pairs))[:MOST_PARTS]


def scored_parts(question):
    """[(question to the index, weight)] for each word and pair that makes a hit better."""
    words, pairs = {}, {}
    for term in question.terms:
        for reading in term.readings:
            words |= dict.fromkeys(reading.telling[0])
            pairs |= dict.fromkeys(reading.telling[1])
    joined = [term.readings[0] for term in question.terms if term.is_joined]
    parts = [(f"{{tb bb}} : {_row(one)}", TOGETHER["bb"]) for one in joined]
    named = [(column, word) for word in words for column in ("tw", "bw")]
    named += [(column, pair) for pair in pairs if pair not in words for column in ("tb", "bb")]
    parts += [(f"{column} : {quoted(token)}", WEIGHTS[column]) for column, token in named]
    return parts[:MOST_PARTS]


def without(asked, question):
    """``asked``, in the language of FTS5, without what ``question`` excludes."""
    excluded = " OR ".join(_term(term) for term in question.excluded)
    return f"({asked}) NOT ({excluded})" if excluded else asked


def _term(term):
    parts = []
    for reading in term.readings:
        if not term.by_words:
            parts.append(f"({_in('b', term)} : {_row(reading)})")
        if not term.is_phrase:
            words = " AND ".join(quoted(word) for word in reading.words)
            parts.append(f"({_in('w', term)} : ({words}))")
    return f"({' OR '.join(parts)})"


def _row(reading):
    """All its pairs in a row."""
    return quoted(" ".join(reading.pairs)) + ("*" if reading.is_open else "")


def _in(which, term):
    return f"{{t{which}}}" if term.in_title else f"{{t{which} b{which}}}"


def quoted(token):
    """``token``, or several with spaces between, as one phrase."""
    return f'"{token}"'
