"""How a home page shares out what a site has: pure functions over lists of items.

Whatever the number of columns and articles, no article stands twice among the
parts on top, no box is mostly empty, and no row of cards ends with one alone.
Templates draw what they get here and decide nothing.
"""

from school_sites.models.columns import ColumnLayout

SLIDES = 5
HEADLINES = 6
HEADLINES_OVER_NOTICES = 3  # the notices stand below them, beside the pictures
FEATURED = 3  # so few headlines all get a summary
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


def slides(items, limit=SLIDES):
    """Pictures for the carousel: at most half of ``items``, so that headlines remain."""
    return with_cover(items, min(limit, max(1, len(items) // 2)))


def compose(parts):
    """Rows of a home page from its parts, in their order.

    A carousel takes the headlines and notices that follow it beside it; what else
    follows one another shares a board, halves two by two.
    """
    rows, shown, parts = [], [], list(parts)
    while parts:
        kind = parts[0].get("kind")
        if kind in ("carousel", "headlines"):
            rows += (lead := lead_of(parts))
            shown += _items_of(lead)
        elif kind == "headline":
            items = parts.pop(0)["items"]
            rows += [{"kind": "headline", "item": item} for item in items]
            shown += items
        elif kind == "row":
            rows.append(parts.pop(0))
        else:
            sections = []
            while parts and "kind" not in parts[0]:
                sections += sections_of(parts.pop(0), shown)
            if sections:
                rows.append({"kind": "board", "sections": pack(sections)})
    return rows


def sections_in(rows):
    """The sections of all boards."""
    return [one for row in rows if row["kind"] == "board" for one in row["sections"]]


def shapes_of(rows):
    """In which shapes the sections are drawn."""
    return {one["shape"] for one in sections_in(rows)}


def lead_of(parts):
    """Take carousel, headlines and notices off the front of ``parts``; return their rows.

    Few notices stand beside the carousel, and those an editor made half as wide;
    many stand in a row below.
    """
    carousel = parts.pop(0)["items"] if parts[0]["kind"] == "carousel" else []
    headlines = parts.pop(0) if parts and parts[0].get("kind") == "headlines" else None
    items = headlines["items"] if headlines else []
    notices = None
    if carousel and parts and parts[0].get("shape") == "notices":
        few = len(parts[0]["items"]) <= FEW_NOTICES or not items
        notices = parts.pop(0) if few or not parts[0]["wide"] else None
    items = items[: HEADLINES_OVER_NOTICES if notices else None]
    featured = 1 if notices or len(items) > FEATURED else len(items)
    row = {"kind": "lead", "carousel": carousel, "headlines": None, "notices": notices}
    if items:
        row["headlines"] = {
            "title": headlines["title"],
            "featured": items[:featured],
            "lines": items[featured:],
        }
    return [row] if carousel or items else []


def _items_of(lead):
    found = []
    for row in lead:
        headlines = row["headlines"] or {"featured": [], "lines": []}
        found += [*row["carousel"], *headlines["featured"], *headlines["lines"]]
    return [item for item in found if hasattr(item, "article_id")]


def sections_of(part, shown):
    """The sections a part stands for: itself, or those of several columns."""
    if part["shape"] != "columns":
        return [part]
    return [one | {"placed": True} for one in arrange(part["items"], shown=shown)]


def pack(sections):
    """Halves that follow one another in pairs; a half without a partner is wide."""
    packed, half = [], None
    for one in sections:
        if one["wide"] or one.get("placed"):
            packed += [_widened(half)] if half else []
            packed.append(one)
            half = None
        elif half is None:
            half = one
        else:
            packed += _side_by_side(half, one)
            half = None
    return packed + ([_widened(half)] if half else [])


def _side_by_side(left, right):
    both = left["shape"] == right["shape"] == "list"
    if both and min(len(left["items"]), len(right["items"])) >= LEAST_LINES:
        return _pair(left, right)
    return [left, right]


def _widened(one):
    if one["shape"] == "list":
        return one | {"wide": True, "items": _even(one["items"])}
    return one | {"wide": True}


def _even(lines):
    return lines[: len(lines) - len(lines) % 2] if len(lines) > LEAST_LINES else lines


def news_section(items, *, title, url, limit=CARDS[0] + NEWS_LINES):
    """A section of mixed news, or None: a row of cards, then pairs of lines."""
    if not items:
        return None
    cards = whole_rows(items, CARDS)
    if len(cards) < CARDS[-1]:
        return _list({"title": title, "url": url, "items": items}, wide=True)
    lines = items[len(cards) :][: max(0, limit - len(cards))]
    lines = lines[: len(lines) - len(lines) % 2]
    return section("news", title=title, url=url, items=cards + lines, cards=cards, lines=lines)


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


def picks_section(items, *, title):
    """A section that shows all of ``items``, or None: cards as many as leave lines in pairs."""
    if len(items) < CARDS[-1]:
        return _list({"title": title, "url": "", "items": items}, wide=True) if items else None
    even, odd = CARDS
    count = odd if len(items) % 2 else even
    cards, lines = items[:count], items[count:]
    return section("news", title=title, items=items, cards=cards, lines=lines)


def _is_pictured(column):
    """Whether cards would show pictures rather than drawn surfaces."""
    cards = whole_rows(column["items"], CARDS)
    return column["layout"] == ColumnLayout.CARDS and 2 * len(with_cover(cards, 4)) >= len(cards)


def _cards(column):
    return _section(column, "cards", whole_rows(column["items"], CARDS), wide=True)


def _list(column, *, wide=False):
    lines = column["items"][:LINES]
    return _section(column, "list", _even(lines) if wide else lines, wide=wide)


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
    return section(shape, title=column["title"], url=column["url"], items=items, wide=wide)


def section(shape, *, title, url="", items=(), wide=True, **values):
    """A box of a home page: drawn by the theme's ``section_<shape>``."""
    return {"shape": shape, "wide": wide, "title": title, "url": url, "items": items} | values
