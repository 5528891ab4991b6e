"""What a question that finds little may have meant.

Wrong characters of the same sound (终考), sounds that many say alike (跳神), one character
wrong, missing or in the wrong place, and what was typed in letters (xiaoyunhui, jzh). Only into
words that stand in titles here or belong to the field, and only where that finds something.
"""

from dataclasses import dataclass, replace

from . import analysis, borders, found, pinyin, vocabulary
from .known_words import SHORTEST_NEAR, known_words, rests

MOST = 3  # corrections that are told
LOOKED_AT = 8  # of all that is thinkable are asked of the index
LONGEST_PART, SHORTEST_PART = 8, 2  # characters that are taken for one misspelt word
LONGEST_LETTERS = 40
MOST_PIECES = 5  # words that letters are cut into
SAME, NEAR, WRITTEN_NEAR_SOUND, WRITTEN = 6.0, 3.5, 3.0, 1.0  # how likely each slip is
BY_INITIALS = 2.0


@dataclass(frozen=True, slots=True)
class Guess:
    """``text`` is the question as it may have been meant; ``likely``: the more, the likelier.

    ``part`` is what was taken for misspelt; ``sounds_same`` whether it sounds as its correction;
    ``stands_out`` whether it begins and ends where words do and, where it sounds otherwise, has
    a character that belongs to no word.
    """

    text: str
    likely: float
    part: str = ""
    sounds_same: bool = False
    stands_out: bool = True


def corrections(scope, question, *, finds_some=False):
    """Up to three texts ``question`` (a questions.Question) may have meant, likeliest first.

    Each finds something that ``scope`` (a SchoolSite; None for all sites) shows. Of a question
    that ``finds_some`` itself only what stands out is taken for misspelt: else 青禾小学招生 would
    be 青禾小学生, and 寒假放假 have a character too few. One query, besides those for the words
    of this process.
    """
    folded = analysis.fold(question.text)
    guesses = {}  # a text may be reached by several slips
    for guess in _guesses(folded, question, only_what_stands_out=finds_some):
        known = guesses.get((guess.text, guess.part))
        if guess.text != folded and (known is None or guess.likely > known.likely):
            guesses[guess.text, guess.part] = guess
    best = sorted(guesses.values(), key=lambda one: (-one.likely, one.text))[:LOOKED_AT]
    asked = [(one.text, f'"{one.part}"' if one.part and _is_meant(one) else "") for one in best]
    good = [text for text, _part in found.that_find(scope, asked)]
    return list(dict.fromkeys(good))[:MOST]


def _is_meant(guess):
    """Whether the part was meant as it was typed, if it stands here so."""
    return not guess.sounds_same or analysis.is_word(guess.part)


def _guesses(folded, question, only_what_stands_out):
    letters = pinyin.typed(folded)
    if letters:
        yield from _by_letters(letters)
        return
    best = {}
    for term in question.terms:
        at = folded.find(term.text)
        if term.is_phrase or at < 0:
            continue
        for guess in _of_term(term.text):
            if only_what_stands_out and not guess.stands_out:
                continue
            text = folded[:at] + guess.text + folded[at + len(term.text) :]
            yield replace(guess, text=text)
            if guess.likely > best.get(term.text, guess).likely or term.text not in best:
                best[term.text] = guess
    if len(best) > 1:
        for text, guess in best.items():
            folded = folded.replace(text, guess.text, 1)
        yield Guess(folded, sum(one.likely for one in best.values()))


def _of_term(text):
    """Guesses at one term alone."""
    has_han = any(map(analysis.is_han, text))
    letters = pinyin.typed(pinyin.joined(text) if has_han else text)
    if not has_han:
        return _by_letters(letters) if letters else ()
    if letters and any(char.isascii() for char in text):
        return _by_letters(letters)  # half typed: 家zhang会
    return _by_characters(text)


# --- letters


def _by_letters(letters):
    """Words whose pinyin ``letters`` are, or whose initials; or several words together."""
    words = known_words()
    letters = letters[:LONGEST_LETTERS]
    for word in words.by_letters.get(letters, ()):
        if not word.isascii():
            yield Guess(word, SAME + _worth(word))
    if len(letters) > 1:
        for word in words.by_initials.get(letters, ()):
            yield Guess(word, BY_INITIALS + _worth(word))
    for pieces in _cuts(letters):
        yield Guess("".join(pieces), NEAR + min(map(_worth, pieces)) - len(pieces) / 2)


def _cuts(letters):
    """Ways to read ``letters`` as words one after another; the best for each number of words."""
    by_letters = known_words().by_letters
    best = {(0, 0): (0.0, ())}  # (place, words so far) -> (what they are worth, which)
    for start in range(len(letters)):
        for many in range(MOST_PIECES):
            if (start, many) not in best:
                continue
            worth, pieces = best[start, many]
            for end in range(start + 2, len(letters) + 1):
                word = next(iter(by_letters.get(letters[start:end], ())), "")
                more = (worth + _worth(word), (*pieces, word)) if len(word) > 1 else None
                if more and more > best.get((end, many + 1), (0.0, ())):
                    best[end, many + 1] = more
    return [best[place][1] for place in best if place[0] == len(letters) and place[1] > 1]


# --- characters


def _by_characters(text):
    words = known_words()
    sounds = pinyin.syllables(text)
    if len(sounds) != len(text):
        return
    ends = set(borders.of(text))
    alone = {at for at in ends if at + 1 in ends}  # characters that are cut off from both sides
    for size in range(min(len(text), LONGEST_PART), SHORTEST_PART - 1, -1):
        for start in range(len(text) - size + 1):
            part = text[start : start + size]
            for word, slip in _of_part(words, part, sounds[start : start + size]):
                # The larger the part that is one word, the less it is chance.
                likely = slip + _worth(word) - _worth(part) + size / 4
                text_meant = text[:start] + word + text[start + size :]
                is_odd = slip >= NEAR or not alone.isdisjoint(range(start, start + size))
                stands_out = {start, start + size} <= ends and is_odd
                yield Guess(text_meant, likely, part, slip == SAME, stands_out)


def _of_part(words, part, sounds):
    """(word, how likely the slip) for what ``part`` may have meant."""
    if not any(map(analysis.is_han, part)):
        return
    for heard in {sounds, pinyin.syllables(part)}:
        for word in words.by_key.get(pinyin.key(heard), ()):
            if word != part:
                yield word, SAME
        for word in words.by_near_key.get(pinyin.near_key(heard), ()):
            if word != part:
                yield word, NEAR
    if len(part) >= SHORTEST_NEAR:
        yield from _written(words, part)


def _written(words, part):
    """Words of three characters and more that differ from ``part`` in one."""
    for rest in rests(part):
        for word in words.by_rest.get(rest, ()):
            if word == part or not _one_slip(part, word):
                continue
            sounds = [set(pinyin.near_key(pinyin.syllables(one)).split()) for one in (part, word)]
            sounds_near = len(sounds[0] ^ sounds[1]) <= 1
            yield word, WRITTEN_NEAR_SOUND if sounds_near else WRITTEN


def _one_slip(part, word):
    """Whether one character is another, too many, missing, or changed places with the next."""
    if len(part) != len(word):
        return True  # each is left of the other without one character
    differ = [at for at in range(len(part)) if part[at] != word[at]]
    if len(differ) == 1:
        return True
    first, last = differ[0], differ[-1]
    swapped = len(differ) == 2 and last == first + 1
    return swapped and part[first] == word[last] and part[last] == word[first]


def _worth(word):
    return vocabulary.worth(known_words().weight.get(word, 0))
