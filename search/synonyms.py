"""Other ways to say a word, as the district has written them down.

Looked up when somebody asks, so that a new line works at once and nothing is indexed anew.
Held per process under a mark that every change renews.
"""

from . import borders, short_names, synonym_lines
from .held import Held

LONGEST_TERM = 12  # characters of a term whose words are said otherwise
MOST = 4  # other ways of one term; each is looked for besides it
MOST_WIDER = 12  # of one term; looked for after it


def synonyms(folded):
    """Other folded texts that mean the folded term, the likeliest first; none mostly.

    Of a term that holds a word (中考时间) the same with its other name, and of one that calls a
    school by its short name (一小报名) the same with the name in full.
    """
    found = [*short_names.in_full(folded), *_said(folded, _tables()[0])]
    return tuple(dict.fromkeys(found))[:MOST]


def wider(folded):
    """Folded texts of the same theme (党支部 for 党建), for where the term itself finds little."""
    return _said(folded, _tables()[1])[:MOST_WIDER]


def _said(folded, table):
    found = list(table.get(folded, ()))
    if len(folded) <= LONGEST_TERM:  # a whole title is meant as it stands
        found += _with_parts(folded, table)
    return tuple(text for text in dict.fromkeys(found) if _says_more(folded, text))


def _with_parts(folded, table):
    """``folded`` with a word in it said otherwise."""
    for start, end in borders.places(folded, table):
        word, rest = folded[start:end], folded[:start] + " " + folded[end:]
        for other in table[word]:
            # Not 放假假期, nor 期中考试试.
            if _says_more(word, other) and other not in rest:
                yield folded[:start] + other + folded[end:]


def _says_more(text, other):
    """Whether ``other`` finds what ``text`` does not: neither is a part of the other."""
    return other not in text and text not in other


def _load():
    """(words that mean the same, words of a theme), each {folded word: (folded others, …)}."""
    from .models import Synonyms

    tables = {}, {}
    for line in Synonyms.objects.values_list("line", flat=True):
        try:
            groups = synonym_lines.read(line)
        except ValueError:
            continue  # refused by the form; nothing else is hurt by it
        table = tables[synonym_lines.is_one_way(line)]
        for word, others in groups.items():
            table[word] = tuple(dict.fromkeys((*table.get(word, ()), *others)))
    return tables


_tables = Held("search-synonyms", _load)
changed, forget = _tables.changed, _tables.forget
