"""What differs between two texts, told in words a reader of Chinese can follow.

Chinese has no blanks between words: Wagtail's own comparison takes a whole
stretch between two punctuation marks as one word. Here a character is one, and
changes that stand nearly together are told as one change of a phrase.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

TOKEN = re.compile(r"[A-Za-z]+|\d+|\s+|.", re.DOTALL)
PHRASE = re.compile(r"[^，。；！？、,.;!?\n]+[，。；！？、,.;!?\n]*|[，。；！？、,.;!?\n]+")
FINE_LIMIT = 3000  # tokens of a paragraph; longer ones are compared phrase by phrase
SHORT = 2  # an unchanged stretch this short between two changes belongs to them
CONTEXT = 1  # unchanged paragraphs shown around a change
ALIKE = 0.35  # paragraphs less alike than this are told as one gone and one come

SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class Part:
    """A stretch of text that is the same, was added, or was removed."""

    kind: str
    text: str


def compare(old, new):
    """The parts that lead from the text ``old`` to ``new``."""
    if old == new:
        return [Part(SAME, new)] if new else []
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    if max(len(before), len(after)) > FINE_LIMIT:
        before, after = PHRASE.findall(old), PHRASE.findall(new)
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    parts, gone, come = [], "", ""
    for number, (tag, a, b, c, d) in enumerate(codes):
        text = "".join(after[c:d])
        inside = 0 < number < len(codes) - 1
        if tag == "equal" and not (inside and len(text.strip()) <= SHORT and (gone or come)):
            parts += _changed(gone, come)
            parts.append(Part(SAME, text))
            gone = come = ""
        else:
            gone += "".join(before[a:b])
            come += text
    return parts + _changed(gone, come)


def _changed(gone, come):
    if gone == come:
        return [Part(SAME, come)] if come else []
    found = []
    if gone:
        found.append(Part(REMOVED, gone))
    if come:
        found.append(Part(ADDED, come))
    return found


def compare_paragraphs(old, new):
    """Paragraphs, each a list of parts; ``None`` stands where unchanged ones are left out."""
    rows = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            rows += [("same", [Part(SAME, one)]) for one in new[c:d]]
        else:
            rows += [("changed", parts) for parts in _paired(old[a:b], new[c:d])]
    return _with_gaps(rows)


def _paired(old, new):
    """Changed paragraphs: those alike are compared with one another, in order."""
    found, old = [], list(old)
    for text in new:
        twin = next((n for n, one in enumerate(old) if _alike(one, text)), None)
        if twin is None:
            found.append([Part(ADDED, text)])
            continue
        found += [[Part(REMOVED, one)] for one in old[:twin]]
        found.append(compare(old[twin], text))
        old = old[twin + 1 :]
    return found + [[Part(REMOVED, one)] for one in old]


def _alike(one, other):
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() > ALIKE and matcher.quick_ratio() > ALIKE


def _with_gaps(rows):
    near = {
        at + step
        for at, (kind, _parts) in enumerate(rows)
        if kind == "changed"
        for step in range(-CONTEXT, CONTEXT + 1)
    }
    shown = []
    for at, (_kind, parts) in enumerate(rows):
        if at in near:
            shown.append(parts)
        elif not shown or shown[-1] is not None:
            shown.append(None)
    return shown
