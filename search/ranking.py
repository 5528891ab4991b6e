"""What comes first: the last word over what an engine thinks best.

An engine's score says how much a text is about the words. Here the title is looked at as a
person would: the very title that was typed comes first, then titles that say it in one piece.
"""

from . import analysis

LOOKED_AT = 60  # of the engine's best are looked at again
EXACT, WHOLE, ALL_TERMS = 4.0, 1.6, 1.25  # times the score


def order(scored, titles, question):
    """Numbers of ``scored``, [(number, score)], best first; ``titles`` are theirs, by number."""
    asked = question.folded
    ranked = []
    for place, (number, score) in enumerate(scored):
        weight = _weight(_letters(analysis.fold(titles[number])), asked, question)
        ranked.append((-score * weight, place, number))
    return [number for _score, _place, number in sorted(ranked)]


def _weight(title, asked, question):
    if title == _letters(asked):
        return EXACT
    if _letters(asked) in title:
        return WHOLE
    if all(any(_letters(one.text) in title for one in term.readings) for term in question.terms):
        return ALL_TERMS
    return 1.0


def _letters(folded):
    """Letters and characters alone: a title is the same with other marks and spaces."""
    return "".join(first or second for first, second in analysis.RUN.findall(folded))
