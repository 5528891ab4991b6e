"""Where a word of some list stands in a text as a word: 中考 does not in 期中考试."""

from . import analysis

LONGEST = 30  # characters of a word


def places(folded, table):
    """(start, end) of words of ``table`` within a folded term, longer ones first.

    Only where words begin and end: 中考 is not meant by 期中考试.
    """
    borders = of(folded)
    whole = (0, len(folded))
    return sorted(
        (
            (start, end)
            for start in borders
            for end in borders
            if 1 < end - start <= LONGEST and (start, end) != whole and folded[start:end] in table
        ),
        key=lambda place: place[0] - place[1],
    )


def of(folded):
    """Where the words of a folded text begin and end, in order."""
    places = set()
    for run in analysis.RUN.finditer(folded):
        at = run.start()
        places.add(at)
        for word in analysis.words_of(run.group()):
            if folded.startswith(word, at) and at + len(word) <= run.end():
                at += len(word)
                places.add(at)
    return sorted(places)
