"""A printed article as the PDF that a browser makes of it: whole, black on white, without tools."""

import re
import unicodedata
from io import BytesIO

from pypdf import PdfReader

from tests.themes.comfort import medium

MARGIN = 36  # points; the style sheet leaves 45, an opening bracket hangs into them
DARK = 0.42  # the lightest grey of words
LEFT_OUT = ["跳到正文", "菜单", "学校概况", "搜索", "打印", "朗读", "分享", "下一篇", "相关文章"]
WORDS = """() => ({
  once: [...document.querySelectorAll(".article__title, :is(.block-text, .block-heading) :is(p, li, h2, h3, h4)")]
    .map((one) => one.textContent),
  there: [...document.querySelectorAll(".masthead__name, .article__facts > :not(.article__views), .article__body :is(td, th, figcaption, .quote > *), .print-only")]
    .filter((one) => one.checkVisibility() && one.textContent.trim()).map((one) => one.textContent),
})"""  # noqa: E501
# Characters that a font shares with radicals, and NFKC leaves.
RADICALS = str.maketrans("⻘⻅⻓⻰⻔⻋⻢⻛⻚⻉⻦⻥⻄⻬⻆", "青见长龙门车马风页贝鸟鱼西齐角")
COLOURS = {b"g": 1, b"rg": 3, b"k": 4}


def on_paper(tab):
    """Faults of the open article's PDF, one line each."""
    with medium(tab, media="print"):
        reader = PdfReader(BytesIO(tab.pdf(format="A4")))
    found, pages = [], []
    for number, page in enumerate(reader.pages, 1):
        text, faults = _read(page)
        pages.append(text)
        found += [f"page {number}: {fault}" for fault in sorted(faults)]
    return found + _compared("".join(pages), tab.evaluate(WORDS))


def _compared(text, words):
    # A line that a page's edge cuts is drawn on both pages, so its words would be there twice.
    text = _plain(text)
    found = [
        f"“{line.strip()[:16]}” is on paper {text.count(_plain(line))} times"
        for line in words["once"]
        if text.count(_plain(line)) != 1
    ]
    found += [
        f"“{line.strip()[:16]}” is left out" for line in words["there"] if _plain(line) not in text
    ]
    return found + [f"prints “{word}”" for word in LEFT_OUT if word in text]


def _read(page):
    """Text of a page, and what is wrong with how it is drawn."""
    width = float(page.mediabox.width)
    ink, faults = [0.0], set()

    def look(operator, operands, matrix, _text_matrix):
        if operator in COLOURS:
            ink[0] = _light(operator, [float(one) for one in operands])
        elif operator in (b"Tj", b"TJ", b"'") and ink[0] > DARK:
            faults.add(f"words in a grey of {ink[0]:.2f}")

    def place(text, matrix, text_matrix, _font, _size):
        x = text_matrix[4] * matrix[0] + text_matrix[5] * matrix[2] + matrix[4]
        if text.strip() and not MARGIN <= x <= width - MARGIN:
            faults.add(f"“{text.strip()[:16]}” begins {x:.0f} points from the left")

    text = page.extract_text(visitor_operand_before=look, visitor_text=place)
    return text, faults


def _light(operator, values):
    if operator == b"k":
        return (1 - values[3]) * (1 - sum(values[:3]) / 3)
    red, green, blue = values * 3 if operator == b"g" else values
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _plain(text):
    """Without spaces, and with the usual one of characters that look alike."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(RADICALS)
