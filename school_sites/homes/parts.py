"""What each block of a home page asks for, and the part of the page it becomes."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from media.sizes import BANNER
from school_sites.models import ColumnKind, ColumnLayout, SiteKind
from school_sites.sections.links import board_values

from . import layout, leaves
from .layout import section
from .options import FIGURES
from .supply import NEWEST_LIMIT

HEADLINES = "校园头条"
HEADLINES_OF = {
    SiteKind.KINDERGARTEN: "园所头条",
    SiteKind.OTHER: "单位头条",
    SiteKind.DISTRICT: "教育头条",
}
CARD_ROWS = (12, 8, 4, 3)  # numbers of cards that fill their rows
FIGURE_UNIT = "篇"


def nothing(block, needs, home):
    """For blocks that ask for nothing."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of block: ``needs(block, needs, home)`` notes what it asks for,
    ``part(block, supply)`` makes its part, None without content.

    ``first`` ones choose their articles before the others; ``title`` is the usual one.
    """

    title: str
    part: Callable
    needs: Callable = nothing
    first: bool = False


def reads(name):
    """For blocks that show what ``leaves`` reads."""

    def needs(block, needs, home):
        needs.leaves[name] = block

    return needs


# --- on top: no article stands twice among these ---------------------------------------


def chosen_needs(block, needs, home):
    """Chosen articles and pictures; the newest articles fill up what is not chosen."""
    needs.slots.add(block.type)
    needs.articles |= dict.fromkeys(block.articles())
    needs.images |= set(block.images())
    if not block.all("slides"):
        needs.newest = max(needs.newest, NEWEST_LIMIT)


def carousel_part(block, supply):
    """What people put there, then chosen slides, or the newest articles with a cover."""
    items = supply.take_curated("carousel")
    free = max(0, block.limit - len(items))
    slides = block.all("slides")
    if free and not slides:
        items += supply.show(layout.slides(supply.fresh(supply.newest), free))
    named = [supply.articles.get(slide.get("article")) for slide in slides]
    covers = supply.wide_covers([*items, *filter(None, named)])
    items = [replace(item, cover=covers.get(item.article_id, item.cover)) for item in items]
    found = [slide_values(slide, supply, covers) for slide in slides]
    items += [slide for slide in found if slide is not None][:free]
    return {"kind": "carousel", "items": items} if items else None


def slide_values(slide, supply, covers):
    """A chosen slide as the carousel shows it; None where its article cannot be seen."""
    article = supply.articles.get(slide.get("article"))
    picture = supply.slide(slide.get("image"))
    if (slide.get("article") and article is None) or (not article and picture is None):
        return None
    return {
        "title": slide.get("title") or article.title,
        "url": article.url if article else slide.get("link") or "",
        "cover": picture or covers.get(article.article_id, article.cover),
        "column": article.column if article else "",
        "school": article.school if article else "",
    }


def headline_part(block, supply):
    """Headlines across the page, or a list: people's choice, the block's own, the newest."""
    placed = supply.take_curated("headline")
    own = supply.articles.get(block.get("article"))
    chosen = layout.without([own] if own else [], placed)
    fresh = supply.fresh(supply.newest)
    if block.style == "banner":
        items = placed or chosen or (layout.with_cover(fresh, 1) or fresh)[:1]
        return {"kind": "headline", "items": supply.show(items)} if items else None
    items = [*placed, *chosen, *fresh][: max(block.limit, len(placed))]
    items = supply.show(items)
    title = block.title or HEADLINES_OF.get(supply.home.site.kind, HEADLINES)
    return {"kind": "headlines", "title": title, "items": items} if items else None


def notices_column(block, home):
    """The block's column, or the first of notices; None without one."""
    if block.get("column"):
        return home.column(block.get("column"))
    return home.first_column(ColumnKind.NOTICE)


def notices_needs(block, needs, home):
    column = notices_column(block, home)
    if column is not None:
        needs.columns[column.id] += block.limit


def notices_part(block, supply):
    """The district's notices, then the newest own: as many as fill their rows if it is wide."""
    column = notices_column(block, supply.home)
    items = supply.take_handed_down(block.limit)
    if column is not None:
        items += supply.take(column.id, block.limit)[: block.limit - len(items)]
    if block.is_wide:
        items = layout.whole_rows(items, (12, 9, 6, 4, 3))
    if not items:
        return None
    title, url = block.title or "通知公告", column.url if column is not None else ""
    return section("notices", title=title, url=url, items=supply.show(items), wide=block.is_wide)


# --- columns ---------------------------------------------------------------------------


def columns_needs(block, needs, home):
    """The newest lines of every live column the block names."""
    for number in block.columns():
        if home.column(number) is not None:
            needs.columns[number] += block.limit


def column_part(block, supply):
    """One column in the style its editor chose, as far as its articles fill it."""
    column = supply.home.column(block.get("column"))
    items = supply.take(column.id, block.limit) if column is not None else []
    if not items:
        return None
    shape = block.style if block.style in ("cards", "feature") else "list"
    if shape == "cards" and block.is_wide:
        items = layout.whole_rows(items, CARD_ROWS)
        shape = shape if len(items) >= CARD_ROWS[-1] else "feature"  # no card alone in a row
    title = block.title or column.title
    return section(shape, title=title, url=column.url, items=items, wide=block.is_wide)


def auto_columns(block, home):
    """The columns a block of several shows."""
    if block.columns():
        chosen = [home.column(number) for number in block.columns()]
        return [column for column in chosen if column is not None]
    return home.profile.columns(home.columns)


def all_columns_needs(block, needs, home):
    for column in auto_columns(block, home):
        needs.columns[column.id] += layout.LINES


def all_columns_part(block, supply):
    """Several columns; how they stand is decided once all parts are known."""
    columns = [
        {"title": c.title, "url": c.url, "layout": c.layout, "items": items}
        for c in auto_columns(block, supply.home)
        if (items := supply.take(c.id, layout.LINES))
    ]
    return section("columns", title="", items=columns) if columns else None


def tabs_part(block, supply):
    """Columns behind tabs; those without articles have none."""
    columns = [supply.home.column(number) for number in block.columns()]
    tabs = [
        {"title": column.title, "url": column.url, "items": items}
        for column in columns
        if column is not None and (items := supply.take(column.id, block.limit))
    ]
    if not tabs:
        return None
    return section("tabs", title=block.title, items=tabs, wide=block.is_wide)


# --- what stands still -----------------------------------------------------------------


def column_url(home, block, column_layout):
    """Address of the block's column, or of the only one of ``column_layout``; "" otherwise."""
    if block.get("column"):
        column = home.column(block.get("column"))
        return column.url if column is not None else ""
    columns = [column for column in home.columns if column.layout == column_layout]
    return columns[0].url if len(columns) == 1 else ""


def events_part(block, supply):
    items = [leaves.event_values(event) for event in supply.leaves["events"]]
    if not items:
        return None
    url = column_url(supply.home, block, ColumnLayout.CALENDAR)
    title = block.title or "近期活动"
    return section("events", title=title, url=url, items=items, wide=block.is_wide)


def people_part(block, supply):
    items = [leaves.person_values(person) for person in supply.leaves["people"]]
    url, title = column_url(supply.home, block, ColumnLayout.PEOPLE), block.title or "教师风采"
    return section("people", title=title, url=url, items=items) if items else None


def topics_part(block, supply):
    items = [leaves.topic_values(topic) for topic in supply.leaves["topics"]]
    url, title = column_url(supply.home, block, ColumnLayout.TOPICS), block.title or "专题专栏"
    return section("topics", title=title, url=url, items=items) if items else None


def links_part(block, supply):
    items = [board_values(board, group) for board, group in supply.leaves["links"]]
    url, title = column_url(supply.home, block, ColumnLayout.LINKS), block.title or "友情链接"
    return section("links", title=title, url=url, items=items) if items else None


def menu_part(block, supply):
    pages = supply.leaves["menu"]
    days = leaves.week_values(pages[0]) if pages else []
    if not days:
        return None
    title = block.title or leaves.menu_section.name_of(pages[0].week_start)
    return section("menu", title=title, url=pages[0].site_path(), items=days, note=pages[0].note)


def statistics_part(block, supply):
    """The platform's numbers that are known and not nought, then the editor's own."""
    known = supply.leaves["figures"] | supply.home.profile.figures()
    labels = supply.home.profile.figure_labels
    items = [
        {"label": labels[name][0], "number": known[name], "unit": labels[name][1]}
        for name in block.all("figures")
        if name in labels and known.get(name)
    ]
    items += [
        {"label": one.get("label"), "number": one.get("number"), "unit": one.get("unit") or ""}
        for one in block.all("numbers")
    ]
    return section("statistics", title=block.title, items=items) if items else None


# --- words and pictures ----------------------------------------------------------------


def banner_needs(block, needs, home):
    needs.images |= set(block.images())


def text_needs(block, needs, home):
    needs.texts.append(block.get("text") or "")


def text_part(block, supply):
    html = supply.text(block.get("text") or "")
    if not html.strip():
        return None
    return section("text", title=block.title, wide=block.is_wide, html=html)


def banner_part(block, supply):
    alt = block.get("alt_text") or ""
    picture = supply.picture(block.get("image"), BANNER, alt)
    if picture is None:
        return None
    link = block.get("link") or ""
    return section("banner", title="", url=link, wide=block.is_wide, picture=picture)


KINDS = {
    "carousel": Kind("图片轮播", carousel_part, chosen_needs),
    "headline": Kind("头条", headline_part, chosen_needs),
    "notices": Kind("通知公告", notices_part, notices_needs, first=True),
    "column": Kind("栏目", column_part, columns_needs),
    "columns": Kind("各栏目", all_columns_part, all_columns_needs),
    "tabs": Kind("栏目页签", tabs_part, columns_needs),
    "events": Kind("近期活动", events_part, reads("events")),
    "people": Kind("人物", people_part, reads("people")),
    "topics": Kind("专题", topics_part, reads("topics")),
    "links": Kind("友情链接", links_part, reads("links")),
    "menu": Kind("本周食谱", menu_part, reads("menu")),
    "statistics": Kind("数字统计", statistics_part, reads("figures")),
    "text": Kind("文字", text_part, text_needs),
    "banner": Kind("横幅图片", banner_part, banner_needs),
}
FIGURE_LABELS = {name: (label, FIGURE_UNIT) for name, label in FIGURES}
