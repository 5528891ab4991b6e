"""Numbers as they are written otherwise: 第12届 and 第十二届, 5年级 and 五年级, 26年 and 2026年."""

import re

DIGITS = "零一二三四五六七八九"
UNITS = "年级班届期周月日号次轮节课册章单天岁个条项名所中小附分"  # what is counted
TEN = "十"
FIGURES = re.compile(r"(?<![0-9a-z.])([1-9][0-9]?)(?=[\u4e00-\u9fff])")
# A single character is a number after 第 or before 年级 only: not in 六一, 一个.
WRITTEN = re.compile(
    f"(?<![{DIGITS}{TEN}百千])([{DIGITS[2:]}]?{TEN}[{DIGITS[1:]}]|[{DIGITS[2:]}]{TEN}"
    f"|(?<=第)[{DIGITS[1:]}{TEN}]|[{DIGITS[1:]}](?=年级))(?=[{UNITS}])"
)
# A year by its last two digits, or in characters: 26年中考, 26届, 二〇二六年.
SHORT_YEAR = re.compile("(?<![0-9a-z.第])([0-3][0-9])(?=[年届级])")
WRITTEN_YEAR = re.compile(f"[一二][〇{DIGITS}]{{3}}(?=[年届级学])")
CENTURY = "20"


def otherwise(folded):
    """``folded`` with its numbers below a hundred in the other writing; itself without any."""
    text = FIGURES.sub(lambda found: _in_words(int(found[1])), folded)
    return text if text != folded else WRITTEN.sub(lambda found: _in_figures(found[0]), folded)


def _in_words(number):
    tens, ones = divmod(number, 10)
    words = (DIGITS[tens] if tens > 1 else "") + TEN if tens else ""
    return words + (DIGITS[ones] if ones else "")


def _in_figures(words):
    tens, ten, ones = words.rpartition(TEN)
    many = (DIGITS.index(tens) if tens else 1) if ten else 0
    return str(many * 10 + (DIGITS.index(ones) if ones else 0))


def with_years(folded):
    """``folded`` with its years in four figures; itself where they are so or there is none."""
    text = WRITTEN_YEAR.sub(lambda found: "".join(map(_figure, found[0])), folded)
    return SHORT_YEAR.sub(lambda found: CENTURY + found[1], text)


def _figure(char):
    return str(DIGITS.index(char)) if char in DIGITS else "0"
