"""Word's automatic numbers: what stands before a paragraph that holds no number itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
          (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_MAX_LEVEL = 8


@dataclass(frozen=True)
class Level:
    """One level of a numbering: its format, its text such as "%1、", where it starts."""

    style: str = "decimal"
    text: str = "%1."
    start: int = 1

    @property
    def is_bullet(self) -> bool:
        return self.style in ("bullet", "none") and "%" not in self.text

    @property
    def is_plain(self) -> bool:
        """Whether an ordered list of a web page shows the same number."""
        return self.style == "decimal" and len(self.text) == 3 and self.text[-1] in ".．、"


@dataclass(frozen=True)
class Number:
    """What one paragraph is numbered with."""

    list_id: str
    depth: int
    level: Level
    value: int
    label: str


@dataclass
class _Abstract:
    levels: dict[int, Level] = field(default_factory=dict)
    link: str = ""
    counters: dict[int, int] = field(default_factory=dict)


class Numbering:
    """All numberings of a document; ``next`` is asked paragraph by paragraph, in order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._abstracts: dict[str, _Abstract] = {}
        self._nums: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._own_levels: dict[str, dict[int, Level]] = {}
        self._styles = _style_numbers(styles)
        if numbering is not None:
            self._read(numbering)

    def of_style(self, style_id: str) -> tuple[str, int] | None:
        """The numbering a paragraph style brings along: (number of the list, level)."""
        return self._styles.get(style_id)

    def next(self, list_id: str, depth: int) -> Number | None:
        """Count one paragraph on; None when the document defines no such list or level."""
        abstract = self._abstract(list_id)
        if abstract is None:
            return None
        levels = abstract.levels | self._own_levels.get(list_id, {})
        level = levels.get(depth)
        if level is None:
            return None
        for at, start in self._overrides.pop(list_id, {}).items():
            abstract.counters[at] = start - 1
        counters = abstract.counters
        for above in range(depth):
            counters.setdefault(above, levels[above].start if above in levels else 1)
        counters[depth] = counters.get(depth, level.start - 1) + 1
        for below in [at for at in counters if at > depth]:
            del counters[below]
        return Number(list_id, depth, level, counters[depth], _label(level, levels, counters))

    def _abstract(self, list_id: str, seen: int = 0) -> _Abstract | None:
        abstract = self._abstracts.get(self._nums.get(list_id, ""))
        if abstract is not None and abstract.link and not abstract.levels and seen < _MAX_LEVEL:
            linked = self._styles.get(abstract.link)
            return self._abstract(linked[0], seen + 1) if linked else abstract
        return abstract

    def _read(self, root: etree._Element) -> None:
        for element in root.iterfind(f"{W}abstractNum"):
            abstract = _Abstract(link=_value(element, "numStyleLink"))
            for level in element.iterfind(f"{W}lvl"):
                abstract.levels[_integer(level.get(f"{W}ilvl"))] = _level(level)
            self._abstracts[element.get(f"{W}abstractNumId", "")] = abstract
        for element in root.iterfind(f"{W}num"):
            list_id = element.get(f"{W}numId", "")
            self._nums[list_id] = _value(element, "abstractNumId")
            for override in element.iterfind(f"{W}lvlOverride"):
                at = _integer(override.get(f"{W}ilvl"))
                if start := _value(override, "startOverride"):
                    self._overrides.setdefault(list_id, {})[at] = _integer(start)
                if (own := override.find(f"{W}lvl")) is not None:
                    self._own_levels.setdefault(list_id, {})[at] = _level(own)


def number_text(style: str, n: int) -> str:
    """``n`` in one of Word's number formats; an unknown format counts 1, 2, 3."""
    writer = _FORMATS.get(style)
    return writer(n) if writer and n > 0 else str(n)


def chinese_number(n: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """``n`` below 10,000 as it is read: 十二, 二十, 一百零三."""
    if n >= 10_000:
        return str(n)
    result, gap = "", False
    for place in range(3, -1, -1):
        digit = n // 10**place % 10
        if digit:
            result += (digits[0] if gap and result else "") + digits[digit]
            result += units[place - 1] if place else ""
        gap = not digit if result else False
    return result[1:] if digits == _DIGITS and result.startswith("一十") else result


def _label(level: Level, levels: dict[int, Level], counters: dict[int, int]) -> str:
    label = level.text
    for at, value in counters.items():
        if f"%{at + 1}" in label:
            style = levels[at].style if at in levels else "decimal"
            label = label.replace(f"%{at + 1}", number_text(style, value))
    return label


def _level(element: etree._Element) -> Level:
    style = _value(element, "numFmt") or "decimal"
    text = _value(element, "lvlText")
    return Level(style, text, _integer(_value(element, "start") or "1"))


def _style_numbers(styles: etree._Element | None) -> dict[str, tuple[str, int]]:
    """Style id -> (list, level), through the styles a style is based on."""
    own: dict[str, tuple[str, int]] = {}
    parents: dict[str, str] = {}
    for style in styles.iterfind(f"{W}style") if styles is not None else ():
        name = style.get(f"{W}styleId", "")
        parents[name] = _value(style, "basedOn")
        numbering = style.find(f"{W}pPr/{W}numPr")
        if numbering is not None and _value(numbering, "numId"):
            own[name] = (_value(numbering, "numId"), _integer(_value(numbering, "ilvl") or "0"))
    found = {}
    for name in parents:
        at, steps = name, 0
        while at and at not in own and steps < 20:
            at, steps = parents.get(at, ""), steps + 1
        if at in own:
            found[name] = own[at]
    return found


def _value(element: etree._Element, name: str) -> str:
    child = element.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val", "")


def _integer(text: str | None) -> int:
    digits = (text or "").strip()
    return min(int(digits), 30_000) if digits.isascii() and digits.isdigit() else 0


def _letters(n: int) -> str:
    return chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1) if n <= 780 else str(n)


def _roman(n: int) -> str:
    if n >= 4000:
        return str(n)
    result = ""
    for value, sign in _ROMAN:
        result += sign * (n // value)
        n %= value
    return result


def _from_row(first: str, last: int):
    return lambda n: chr(ord(first) + n - 1) if n <= last else str(n)


def _cycle(signs: str):
    return lambda n: signs[(n - 1) % len(signs)]


def _digit_by_digit(n: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(n))


_FORMATS = {
    "chineseCounting": chinese_number,
    "chineseCountingThousand": chinese_number,
    "japaneseCounting": chinese_number,
    "taiwaneseCounting": chinese_number,
    "taiwaneseCountingThousand": chinese_number,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "koreanDigital": _digit_by_digit,
    "chineseLegalSimplified": lambda n: chinese_number(n, _LEGAL, "拾佰仟"),
    "ideographLegalTraditional": lambda n: chinese_number(n, _LEGAL, "拾佰仟"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _from_row("①", 20),
    "decimalEnclosedCircleChinese": _from_row("①", 20),
    "ideographEnclosedCircle": _from_row("㊀", 10),
    "decimalEnclosedParen": _from_row("⑴", 20),
    "decimalEnclosedFullstop": _from_row("⒈", 20),
    "decimalFullWidth": lambda n: str(n).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "decimalFullWidth2": lambda n: str(n).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "decimalZero": lambda n: f"{n:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "none": lambda n: "",
}
