"""Chinese text as engines index it: folded, cut into words and into pairs of characters.

One analysis serves every engine; engines only store and match. Folding keeps the length,
so that a place in the folded text is the same place in the text people see.
Measured on judged questions: docs/decisions/0030.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import opencc
import rjieba

CODE_VERSION = 3  # rises where the functions here say something else of the same text
VOCABULARY = Path(__file__).parent / "data" / "vocabulary.txt"
STOP_WORDS = Path(__file__).parent / "data" / "stop_words.txt"
FORM_WORDS = Path(__file__).parent / "data" / "form_words.txt"
# Of a word of the vocabulary, as the cutter counts them: often enough to be cut, not so often
# that it takes a part of its neighbour (公开课 from 公开课题).
FREQUENCY, KIND = 500, "n"
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
# A run of Chinese characters, or a word of another script.
RUN = re.compile(f"([{HAN}]+)|([^\\W_{HAN}]+)")
MOST_KEPT = 50_000  # words whose parts are remembered
SHORTEST_CUT = 4  # longer words are searched by their parts, too


@dataclass(frozen=True, slots=True)
class Tokens:
    """What is indexed of one text: its words, and the pairs of neighbouring characters."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]


@cache
def _table():
    """One character for another: full width to half, capitals to small letters."""
    found = {}
    for code in range(0x80, 0x10000):
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char)
        folded = folded.lower() if len(folded) == 1 else char.lower()
        if len(folded) == 1 and folded != char:
            found[code] = folded
    return found | {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}


@cache
def _converter(name):
    return opencc.OpenCC(name)


def converted(text, name):
    """``text`` by the OpenCC conversion ``name`` (such as "s2twp"); its length may change."""
    return _converter(name).convert(text)


def fold(text):
    """``text`` in small letters, half width, simplified characters; as long as it was."""
    plain = text.translate(_table())
    simplified = converted(plain, "t2s")
    if len(simplified) == len(plain):
        return simplified
    return "".join(_simplified(char) for char in plain)


@cache
def _simplified(char):
    simplified = converted(char, "t2s")
    return simplified if len(simplified) == 1 else char


def lines_of(path):
    """The words of a data file, one a line; what follows a ``#`` is a remark."""
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return [line for line in lines if line]


@cache
def stop_words():
    """Words that say nothing by themselves."""
    return frozenset(lines_of(STOP_WORDS))


@cache
def form_words():
    """Words that say of what form a text is, not what it is about."""
    return frozenset(lines_of(FORM_WORDS))


@cache
def version():
    """Names what was indexed by this code and vocabulary; another one needs a rebuild."""
    content = VOCABULARY.read_bytes() + STOP_WORDS.read_bytes()
    return f"{CODE_VERSION}-{hashlib.sha256(content).hexdigest()[:8]}"


@cache
def _cutter():
    cutter = rjieba.Jieba()
    for word in lines_of(VOCABULARY):
        cutter.add_word(fold(word), FREQUENCY, KIND)
    return cutter


@lru_cache(MOST_KEPT)
def is_word(text):
    """Whether a dictionary, ours or the cutter's, has ``text``."""
    return _cutter().has_word(text)


def words_of(folded):
    """The words of a folded text, in its order, and those that stand in them as words."""
    found = []
    for han, other in RUN.findall(folded):
        if other:
            found.append(other)
            continue
        before = ""
        for word in _cutter().cut(han):
            found.append(word)
            if len(word) >= SHORTEST_CUT:
                found += _parts(word)
            elif len(word) == SHORTEST_CUT - 1:
                found += _within(word)
            elif len(word) == 1 and before:
                found += _across(before, word)
            before = word
    return found


@lru_cache(MOST_KEPT)
def _within(word):
    """The shorter words that a word of three characters says: 体育 of 体育课, 支部 of 党支部."""
    parts = (word[:2], word[1:]) if is_word(word) else (word[:2],)
    return tuple(part for part in parts if is_word(part))


@lru_cache(MOST_KEPT)
def _across(word, char):
    """What the end of a long word makes with the character after it: 运动会 of 田径运动|会."""
    parts = _parts(word) if len(word) >= SHORTEST_CUT else ()
    return tuple(part + char for part in parts if word.endswith(part) and is_word(part + char))


def asked_words_of(folded):
    """The words that are asked for: of a long word its parts, for a text may say them apart."""
    found = []
    for han, other in RUN.findall(folded):
        if other:
            found.append(other)
            continue
        for word in _cutter().cut(han):
            found += (_parts(word) if len(word) >= SHORTEST_CUT else ()) or [word]
    return found


@lru_cache(MOST_KEPT)
def _parts(word):
    """The words a long word is made of, where they fill it: 集中 and 学习 of 集中学习, no 中学."""
    for cut in range(2, len(word) - 1):
        first, rest = word[:cut], word[cut:]
        if is_word(first) and is_word(rest):
            more = [*_parts(first), *_parts(rest)] if len(word) > SHORTEST_CUT else []
            return (first, rest, *more)
    return ()


def pairs_of(folded, *, asked=False):
    """Pairs of neighbouring characters, and words of other scripts, in the text's order.

    The last character of a run is there alone as well, so that one character is found
    wherever it stands: as the beginning of a pair, or alone. Of what is ``asked`` for the
    last run has no such end: in a text it may go on.
    """
    found = []
    for han, other in RUN.findall(folded):
        if other:
            found.append(other)
        else:
            found += [han[at : at + 2] for at in range(len(han))]
    if asked and len(found) > 1 and _ends_a_pair(*found[-2:]):
        found.pop()
    return found


def _ends_a_pair(pair, last):
    match = RUN.fullmatch(last)
    return len(last) == 1 and bool(match[1]) and len(pair) == 2 and pair[1] == last


def is_han(text):
    """Whether ``text`` is Chinese characters alone."""
    match = RUN.fullmatch(text)
    return match is not None and bool(match[1])


def tokens_of(folded):
    """What is indexed of a folded text."""
    return Tokens(tuple(words_of(folded)), tuple(pairs_of(folded)))
