"""The checks, and the one function that runs them."""

import re

from django.utils import timezone
from django.utils.translation import gettext as _

from .findings import MUST, SHOULD, Finding
from .links import check_links
from .reading import read

LONGEST_TITLE = 40
SHOWN_LENGTH = 24
# Where letters were lost; full-width marks in a row are emphasis, not loss.
LOST = re.compile(r"\?{3,}|\ufffd")
IDENTITY = re.compile(r"(?<![0-9A-Za-z])(\d{17}[0-9Xx])(?![0-9A-Za-z])")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"


def check(article):
    """Findings about ``article`` as it is in memory, the grave ones first.

    Three to five queries, however long the article is. Returns a list of Finding.
    """
    reading = read(article)
    found = [
        *check_title(article),
        *check_text(reading),
        *check_pictures(article, reading),
        *check_headings(reading),
        *check_tables(reading),
        *check_links(reading),
        *[_missing(place) for place in reading.missing_files],
        *check_dates(article),
    ]
    found.sort(key=lambda one: one.severity != MUST)
    return list(dict.fromkeys(found))


def check_title(article):
    """A title that lists will cut."""
    if len(article.title or "") <= LONGEST_TITLE or article.short_title:
        return []
    message = _("标题有 %(n)d 个字，手机上会折成几行；请缩短，或另填“短标题”。")
    return [Finding("long-title", SHOULD, message % {"n": len(article.title)}, "id_title")]


def check_text(reading):
    """Lost letters, and numbers that identify a person."""
    found = []
    for piece in reading.pieces:
        if match := LOST.search(piece.text):
            message = _("“%(text)s”处像是丢了字，请核对原文。")
            around = _around(piece.text, match)
            found.append(Finding("lost-letters", MUST, message % {"text": around}, piece.place))
        if any(is_identity_number(match[1]) for match in IDENTITY.finditer(piece.text)):
            message = _("文中像是有身份证号，请删去或遮盖。")
            found.append(Finding("identity-number", MUST, message, piece.place))
        if match := MOBILE.search(piece.text):
            message = _("文中像是有手机号（%(text)s…），请改成办公电话。")
            values = {"text": match[0][:3]}
            found.append(Finding("mobile-number", MUST, message % values, piece.place))
    return found


def is_identity_number(text):
    """Whether 18 characters are an identity number: plausible birthday, right check digit."""
    text = text.upper()
    if not ("1900" <= text[6:10] <= "2100" and "01" <= text[10:12] <= "12"):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], WEIGHTS, strict=True))
    return text[17] == CHECK_DIGITS[total % 11]


def check_pictures(article, reading):
    """No cover, a picture that is gone, a picture without words."""
    found = []
    if article.cover_id is None and not hasattr(article, "photos"):
        message = _("没有封面：列表里没有配图，也上不了首页的图片新闻。")
        found.append(Finding("no-cover", SHOULD, message, "id_cover"))
    for image, alt, caption, place in reading.pictures:
        if image is None:
            message = _("有一张图片已经删除，请换一张或去掉这一块。")
            found.append(Finding("picture-gone", MUST, message, place))
        elif not alt and not caption:
            message = _("图片没有替代文字，也没有说明；看不见图片的人不知道画的是什么。")
            found.append(Finding("no-alternative", MUST, message, place))
        elif not alt:
            message = _("图片没有替代文字（“%(text)s”）。")
            values = {"text": caption[:SHOWN_LENGTH]}
            found.append(Finding("no-alternative-text", SHOULD, message % values, place))
    return found


def check_headings(reading):
    """Levels that skip one: an outline read aloud makes no sense then."""
    found, before = [], 1
    for level, text, place in reading.headings:
        if level > before + 1:
            message = _("小标题“%(text)s”跳了级，请从一级标题开始，逐级使用。")
            values = {"text": text[:SHOWN_LENGTH]}
            found.append(Finding("heading-order", SHOULD, message % values, place))
        before = level
    return found


def check_tables(reading):
    """A table of several rows without a header row or column."""
    message = _("表格没有表头；请在表格上方的“表头”里选“首行为表头”。")
    return [
        Finding("table-header", SHOULD, message, place)
        for rows, has_header, place in reading.tables
        if len(rows) > 1 and not has_header
    ]


def check_dates(article):
    """Dates that contradict one another or the calendar."""
    today = timezone.localdate()
    found = []
    written, until = article.document_date, article.valid_until
    if written and written > today:
        message = _("成文日期 %(date)s 在将来，请核对。")
        found.append(_dated("future-date", MUST, message, written, "id_document_date"))
    published = article.published_at
    published = timezone.localdate(published) if published else today
    if written and published < written <= today:
        message = _("发布日期早于成文日期 %(date)s，请核对。")
        found.append(_dated("date-order", SHOULD, message, written, "id_publication_date"))
    if until and until < today:
        message = _("有效期到 %(date)s，已经过了；发布后会标明“已失效”。")
        found.append(_dated("no-longer-valid", SHOULD, message, until, "id_valid_until"))
    return found


def _dated(code, severity, message, date, place):
    return Finding(code, severity, message % {"date": date.isoformat()}, place)


def _missing(place):
    return Finding("file-gone", MUST, _("有一个附件的文件已经删除，请换一个或去掉。"), place)


def _around(text, match):
    return text[max(0, match.start() - 8) : match.end() + 8].strip()
