"""Where the words of a question stand in a text, and the passage that shows them best.

Places are found in the folded text and cut from the text as it is written: in its script.
"""

from . import analysis

LENGTH = 110  # characters of a passage
BEFORE = 20  # of them before the first word shown


def marked(text, question):
    """``text`` as [(piece, whether it was asked for)]."""
    return _pieces(text, _places(analysis.fold(text), question), 0, len(text))


def passage(text, question, length=LENGTH):
    """(the best passage of ``text`` as ``marked`` gives it, where it begins).

    ("[]", 0) where nothing of the question stands in it.
    """
    places = _places(analysis.fold(text), question)
    if not places:
        return [], 0
    start = max(0, _best_start(places, length) - BEFORE)
    line = text.rfind("\n", 0, start + BEFORE) + 1
    start = max(start, line) if line else start
    end = min(len(text), start + length)
    pieces = _pieces(text, places, start, end)
    if start > line:
        pieces.insert(0, ("…", False))
    if end < len(text):
        pieces.append(("…", False))
    return [(piece.replace("\n", " "), is_mark) for piece, is_mark in pieces], start


def _best_start(places, length):
    """The beginning of the window that shows most of what was asked for."""
    best, best_start = (0, 0), places[0][0]
    for at, (start, _end, _name) in enumerate(places):
        inside = []
        for place in places[at:]:
            if place[1] > start + length - BEFORE:
                break
            inside.append(place)
        worth = (len({name for _s, _e, name in inside}), sum(e - s for s, e, _n in inside[:8]))
        if worth > best:
            best, best_start = worth, start
    return best_start


def _places(folded, question):
    """[(start, end, what)] of what was asked for, in order, none across another."""
    names = []
    for term in question.terms:
        names += [one.text for one in term.readings]
    whole = _found(folded, names)
    if not term_is_missing(question, whole):
        return _apart(whole)
    words = [
        word
        for term in question.terms
        if not term.is_phrase
        for one in term.readings
        for word in one.words
        if len(word) > 1 or len(one.words) == 1
    ]
    return _apart(whole + _found(folded, words))


def term_is_missing(question, places):
    """Whether a term of ``question`` stands nowhere in one piece."""
    there = {name for _start, _end, name in places}
    return any(not there & {one.text for one in term.readings} for term in question.terms)


def _found(folded, names):
    places = []
    for name in dict.fromkeys(names):
        at = folded.find(name)
        while at >= 0 and len(places) < 500:
            places.append((at, at + len(name), name))
            at = folded.find(name, at + len(name))
    return places


def _apart(places):
    """Longer ones first; what overlaps another is left out."""
    taken, result = [], []
    for place in sorted(places, key=lambda one: (one[0] - one[1], one[0])):
        if all(place[1] <= start or place[0] >= end for start, end in taken):
            taken.append(place[:2])
            result.append(place)
        if len(result) == 200:
            break
    return sorted(result)


def _pieces(text, places, start, end):
    pieces, at = [], start
    for first, last, _name in places:
        if first < at or last > end:
            continue
        if first > at:
            pieces.append((text[at:first], False))
        pieces.append((text[first:last], True))
        at = last
    if at < end:
        pieces.append((text[at:end], False))
    return pieces
