"""How a home page shares out what a site has: pure functions over lists of items.

Whatever the number of columns and articles, no article stands twice among the
parts on top, no box is mostly empty, and no row of cards ends with one alone.
Templates draw what they get here and decide nothing.
"""

from .models.columns import ColumnLayout

SLIDES = 5
HEADLINES = 6
HEADLINES_OVER_NOTICES = 3  # the notices stand below them, beside the pictures
FEATURED = 3  # so few headlines all get a summary
NOTICES = (6, 4, 3)  # numbers that fill rows of three or two
FEW_NOTICES = 2
CARDS = (4, 3)
LINES = 6
LEAST_LINES = 3  # a column with fewer has no box of its own
DIGEST_LINES = 8
NEWS_LINES = 4
DIGEST_TITLE = "各栏目动态"


def without(items, *shown):
    """``items`` whose article stands in none of the lists ``shown``."""
    seen = {item.article_id for one in shown for item in one}
    return [item for item in items if item.article_id not in seen]


def with_cover(items, limit):
    """The first ``limit`` of ``items`` that have a cover.

    Asking the database for "the newest with a cover" would read every row of a
    site that publishes without pictures.
    """
    return [item for item in items if item.cover is not None][:limit]


def whole_rows(items, counts):
    """As many of ``items`` as the largest of ``counts`` that they reach, or all."""
    count = next((count for count in counts if len(items) >= count), len(items))
    return items[:count]


def slides(items):
    """Pictures for the carousel: at most half of ``items``, so that headlines remain."""
    return with_cover(items, min(SLIDES, max(1, len(items) // 2)))


def top_of_school(newest, notices, *, title):
    """Carousel, headlines and notices of a school's home, as template values.

    ``newest`` and ``notices`` are items, newest first; ``title`` is written over
    the headlines. Few notices stand beside the carousel, many in a row below.
    """
    notices = whole_rows(notices, NOTICES)
    rest = without(newest, notices)
    carousel = slides(rest)
    rest = without(rest, carousel)
    aside = bool(carousel and notices) and (len(notices) <= FEW_NOTICES or not rest)
    rest = rest[: HEADLINES_OVER_NOTICES if aside else HEADLINES]
    featured = 1 if aside or len(rest) > FEATURED else len(rest)
    return {
        "carousel": carousel,
        "headlines": {"title": title, "featured": rest[:featured], "lines": rest[featured:]},
        "notices": notices,
        "notices_aside": aside,
    }


def news_section(items, *, title, url):
    """Sections (none or one) of mixed news: a row of cards, then pairs of lines."""
    if not items:
        return []
    cards = whole_rows(items, CARDS)
    if len(cards) < CARDS[-1]:
        return [_list({"title": title, "url": url, "items": items}, wide=True)]
    lines = items[len(cards) :][:NEWS_LINES]
    lines = lines[: len(lines) - len(lines) % 2]
    section = {"shape": "news", "wide": True, "title": title, "url": url}
    return [section | {"cards": cards, "lines": lines}]


def arrange(columns, *, shown=()):
    """Sections for ``columns``, dictionaries with title, url, layout and items.

    A column of pictures is a row of three or four cards; other columns stand two
    by two with equally many lines; columns with one or two articles share one
    digest; what has no partner is wide. A digest that would only repeat the items
    ``shown`` on top is left out when nothing else follows.
    """
    sections, single, short = [], None, []
    for column in columns:
        if len(column["items"]) < LEAST_LINES:
            short.append(column)
        elif _is_pictured(column):
            sections.append(_cards(column))
        elif single is None:
            single = column
        else:
            sections += _pair(_list(single), _list(column))
            single = None
    digest = _digest(short)
    repeats = digest and not without([item for one in short for item in one["items"]], shown)
    if repeats and not sections and single is None:
        return []
    if single and digest and len(digest["items"]) >= LEAST_LINES:
        return sections + _pair(_list(single), digest)
    return sections + ([_list(single, wide=True)] if single else []) + ([digest] if digest else [])


def _is_pictured(column):
    """Whether cards would show pictures rather than drawn surfaces."""
    cards = whole_rows(column["items"], CARDS)
    return column["layout"] == ColumnLayout.CARDS and 2 * len(with_cover(cards, 4)) >= len(cards)


def _cards(column):
    return _section(column, "cards", whole_rows(column["items"], CARDS), wide=True)


def _list(column, *, wide=False):
    lines = column["items"][:LINES]
    if wide and len(lines) > LEAST_LINES:
        lines = lines[: len(lines) - len(lines) % 2]
    return _section(column, "list", lines, wide=wide)


def _digest(columns):
    """The articles of short columns by date, each with its column's name; None without any.

    A single short column needs no names: it is a list of its own.
    """
    if len(columns) == 1:
        return _list(columns[0], wide=True)
    lines = [
        {"label": column["title"], "label_url": column["url"], "item": item}
        for column in columns
        for item in column["items"]
    ]
    if not lines:
        return None
    lines.sort(key=lambda line: line["item"].key, reverse=True)
    column = {"title": DIGEST_TITLE, "url": ""}
    return _section(column, "digest", lines[:DIGEST_LINES], wide=True)


def _pair(*two):
    """Both with as many lines as the shorter, so that neither box ends in white."""
    lines = min(len(section["items"]) for section in two)
    return [section | {"items": section["items"][:lines], "wide": False} for section in two]


def _section(column, shape, items, *, wide):
    return {
        "shape": shape,
        "wide": wide,
        "title": column["title"],
        "url": column["url"],
        "items": items,
    }
