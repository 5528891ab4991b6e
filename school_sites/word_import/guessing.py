"""Guesses what a document says of itself: who wrote it, where it comes from, its date.

A guess never changes the text; the editor is shown every one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from .document import Guess
from .docx_looks import DOCUMENT_NUMBER
from .nodes import Heading, Node, Paragraph, text_of

_LABELS = {
    "author": "作者|文",
    "source": "来源|稿件来源|供稿单位|供稿|报送单位",
    "writer": "撰稿|撰稿人|通讯员",
    "photographer": "摄影|图|摄",
    "reviewer": "审核|审核人|审稿",
}
_ALL_LABELS = "|".join(_LABELS.values())
_CREDIT = {
    field: re.compile(
        f"(?:^|[\\s（(【\\[|｜/]){'(?:' + labels + ')'}\\s?[：:]\\s{{0,3}}"
        f"([^：:（()）\\[\\]【】|｜\\n]{{2,40}}?)"
        f"(?=\\s*(?:$|[）)\\]】|｜/]|\\s(?:{_ALL_LABELS}|编辑|责编|校对|日期|时间|发布)))"
    )
    for field, labels in _LABELS.items()
}
_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
    "Ｏ": "0",
}
_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d|[一二][〇○零Ｏ一二三四五六七八九]{3})\s?[年./-]\s?"
    r"(?P<m>\d{1,2}|十[一二]?|[一二三四五六七八九])\s?[月./-]\s?"
    r"(?P<d>\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s?日?"
)
_PERSON = re.compile("[\u4e00-\u9fff·]{2,4}")
_NOBODY = {"微软用户", "用户", "管理员", "未知", "雨林木风", "番茄花园", "深度技术", "系统用户"}
_SIGNATURE_ZONE = 6  # last paragraphs
_CREDIT_LINE = 120
_SUMMARY = 120
_SENTENCE = 15
_NOTE = re.compile(r"\[\d+\] ")
_SIGNER = re.compile(
    "[\u4e00-\u9fff（）()]{3,30}(?:学校|小学|中学|幼儿园|教育局|中心|委员会|办公室|学院|集团|处|科|室|部)"
)


def guess(nodes: list[Node], author: str = "") -> tuple[Guess, ...]:
    """Return guesses from the body's nodes; `author` is who the file's properties name."""
    lines = [text_of(node.runs) for node in nodes if isinstance(node, Paragraph | Heading)]
    found: dict[str, object] = {}
    for line in _credit_lines(lines):
        for field, pattern in _CREDIT.items():
            if field not in found and (match := pattern.search(line)):
                found[field] = " ".join(match[1].split())[:60]
    if "author" not in found and _PERSON.fullmatch(author) and author not in _NOBODY:
        found["author"] = author
    _signature(lines, found)
    number = next(
        (m for line in lines[:10] if (m := DOCUMENT_NUMBER.fullmatch(line.strip()))), None
    )
    if number:
        found["document_number"] = "".join(number[0].split())
    if summary := _summary(nodes):
        found["summary"] = summary
    return tuple(Guess(field, value) for field, value in found.items())


def _credit_lines(lines: list[str]) -> Iterable[str]:
    near = lines[:8] + lines[-8:] if len(lines) > 16 else lines
    for text in near:
        for line in text.split("\n"):
            if len(line) <= _CREDIT_LINE:
                yield line


def _signature(lines: list[str], found: dict[str, object]) -> None:
    """A closing line that is only a date, and who signs above it."""
    lines = [line for line in lines if not _NOTE.match(line)]
    tail = [part for line in lines[-_SIGNATURE_ZONE:] for part in line.split("\n")]
    for i in range(len(tail) - 1, -1, -1):
        day = read_date(tail[i].strip(" \u3000（()）"))
        if day:
            found["document_date"] = day
            signer = tail[i - 1].strip() if i else ""
            if "source" not in found and _SIGNER.fullmatch(signer):
                found["source"] = signer
            return


def read_date(text: str) -> date | None:
    """Return the day that `text` is, such as 2026年3月5日 or 二〇二六年三月五日; else None."""
    match = _DATE.fullmatch(text)
    if not match:
        return None
    year = int("".join(_DIGITS.get(c, c) for c in match["y"]))
    try:
        return date(year, _small(match["m"]), _small(match["d"]))
    except ValueError:
        return None


def _small(text: str) -> int:
    if text.isdigit() and text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    value = int(_DIGITS[ones]) if ones else 0
    return value + (10 * (int(_DIGITS[tens]) if tens else 1) if ten else 0)


def _summary(nodes: list[Node]) -> str:
    """The first sentences of the first paragraph that is one."""
    for node in nodes:
        if not isinstance(node, Paragraph):
            continue
        text = "".join(run.text for run in node.runs if "sup" not in run.marks)
        text = text.split("\n")[0].strip()
        if text.endswith(("：", ":")):
            text = text[: text.rfind("。") + 1]
        if len(text) < _SENTENCE or _is_furniture(text):
            continue
        if len(text) <= _SUMMARY:
            return text
        cut = max(text.rfind(mark, 0, _SUMMARY) for mark in "。！？；")
        return text[: cut + 1] if cut > _SUMMARY // 3 else text[: _SUMMARY - 1] + "…"
    return ""


def _is_furniture(text: str) -> bool:
    numbered = bool(DOCUMENT_NUMBER.search(text[:40])) and len(text) < 40
    credit = any(pattern.search(text) for pattern in _CREDIT.values()) and len(text) < 60
    return numbered or credit
