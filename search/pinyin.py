"""How Chinese text sounds: for what is typed by its sound, in letters or in wrong characters."""

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

# What many speakers do not tell apart: at the beginning, and at the end of a syllable.
NEAR_BEGINNINGS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
NEAR_ENDINGS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
LETTERS = re.compile(r"[a-z]+")
SPACES = re.compile(r"[\s'’]+")


@lru_cache(maxsize=4096)
def syllables(folded):
    """The sound of each character, without tones; what has none stands for itself."""
    return tuple(lazy_pinyin(folded, style=Style.NORMAL, errors=list))


def joined(folded):
    """What an input method is told: 教育 is jiaoyu."""
    return "".join(syllables(folded))


def initials(folded):
    """The first letter of each syllable: 教育 is jy."""
    return "".join(one[:1] for one in syllables(folded))


def key(sounds):
    """Equal for what sounds the same. ``sounds`` as ``syllables`` gives them."""
    return " ".join(sounds)


def near_key(sounds):
    """Equal for what many people say alike: 神 and 绳, 兰 and 南."""
    return " ".join(_near(one) for one in sounds)


@lru_cache(maxsize=1024)
def _near(syllable):
    for ending, plain in NEAR_ENDINGS:
        if syllable.endswith(ending):
            syllable = syllable.removesuffix(ending) + plain
            break
    for beginning, plain in NEAR_BEGINNINGS:
        if len(syllable) > len(beginning) and syllable.startswith(beginning):
            return plain + syllable.removeprefix(beginning)
    return syllable


def typed(folded):
    """``folded`` as letters without spaces, if that is all there is; else empty."""
    letters = SPACES.sub("", folded)
    return letters if LETTERS.fullmatch(letters) else ""
