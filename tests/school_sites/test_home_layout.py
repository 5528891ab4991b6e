"""Home pages share out any number of columns and articles without holes or repeats."""

from collections import Counter
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from school_sites.homes import layout

numbers = st.integers(0, 9)


def make_items(first, count, *, covers=True):
    return [
        SimpleNamespace(article_id=n, key=(-n,), cover="picture" if covers else None)
        for n in range(first, first + count)
    ]


@st.composite
def columns(draw):
    """Up to eight columns, each with one to seven articles of its own."""
    found = []
    for number in range(draw(st.integers(0, 8))):
        items = make_items(100 * number, draw(st.integers(1, 7)), covers=draw(st.booleans()))
        shape = draw(st.sampled_from(["list", "cards"]))
        found.append({"title": f"栏目{number}", "url": "/", "layout": shape, "items": items})
    return found


def articles_of(section):
    items = [*section.get("items", []), *section.get("cards", []), *section.get("lines", [])]
    return [line["item"] if isinstance(line, dict) else line for line in items]


@given(columns())
def test_sections_leave_no_hole(columns):
    sections = layout.arrange(columns)
    narrow = [number for number, section in enumerate(sections) if not section["wide"]]
    for left, right in zip(narrow[::2], narrow[1::2], strict=True):
        assert right == left + 1
        lines = len(sections[left]["items"])
        assert len(sections[right]["items"]) == lines >= layout.LEAST_LINES
    for section in sections:
        count = len(section["items"])
        assert count
        if section["shape"] == "cards":
            assert section["wide"]
            assert count in (3, 4)
        elif section["shape"] == "list" and section["wide"]:
            assert count % 2 == 0 or count <= layout.LEAST_LINES


@given(columns())
def test_no_article_stands_in_two_sections_and_no_full_column_is_lost(columns):
    sections = layout.arrange(columns)
    seen = Counter(item.article_id for one in sections for item in articles_of(one))
    assert set(seen.values()) <= {1}
    titles = {section["title"] for section in sections}
    for column in columns:
        assert len(column["items"]) < layout.LEAST_LINES or column["title"] in titles


@given(columns())
def test_cards_are_drawn_only_where_there_are_pictures(columns):
    for section in layout.arrange(columns):
        if section["shape"] == "cards":
            assert any(item.cover for item in section["items"])


def test_short_columns_share_a_digest_in_order_of_date():
    short = [
        {"title": "德育", "url": "/d/", "layout": "list", "items": make_items(5, 1)},
        {"title": "科研", "url": "/k/", "layout": "list", "items": make_items(1, 2)},
    ]
    (digest,) = layout.arrange(short)
    assert [line["label"] for line in digest["items"]] == ["科研", "科研", "德育"]


def test_small_site_does_not_say_the_same_twice():
    items = make_items(1, 2)
    columns = [{"title": "新闻", "url": "/", "layout": "list", "items": items}]
    assert layout.arrange(columns, shown=items) == []
    assert layout.arrange(columns, shown=items[:1]) != []


@given(numbers, numbers, numbers)
def test_the_top_loses_no_notice_and_shows_headlines_whole_or_few(pictures, lines, notices):
    items = {"carousel": make_items(1, pictures), "headlines": make_items(20, lines)}
    parts = [{"kind": kind, "title": "", "items": some} for kind, some in items.items() if some]
    parts += [layout.section("notices", title="", items=make_items(50, notices))] * bool(notices)
    rows = layout.compose(parts)
    lead = rows[0] if rows and rows[0]["kind"] == "lead" else None
    below = sum(len(one["items"]) for one in layout.sections_in(rows))
    headlines = (lead and lead["headlines"]) or {"featured": [], "lines": []}
    shown = len(headlines["featured"] + headlines["lines"])
    if lead and lead["notices"]:
        assert pictures
        assert notices <= layout.FEW_NOTICES or not lines
        assert (below, shown) == (0, min(lines, layout.HEADLINES_OVER_NOTICES))
    else:
        assert (below, shown) == (notices, lines)


parts = st.lists(
    st.builds(
        lambda shape, count, wide: layout.section(
            shape, title="栏", items=make_items(1, count), wide=wide
        ),
        st.sampled_from(["list", "cards", "text", "feature"]),
        st.integers(1, 9),
        st.booleans(),
    ),
    max_size=9,
)


@given(parts)
def test_halves_stand_in_pairs_whatever_the_order(parts):
    for row in layout.compose(parts):
        narrow = [place for place, one in enumerate(row["sections"]) if not one["wide"]]
        assert len(row["sections"]) == len(parts)
        for left, right in zip(narrow[::2], narrow[1::2], strict=True):
            assert right == left + 1


@given(st.integers(0, 30))
def test_mixed_news_fill_whole_rows(count):
    found = layout.news_section(make_items(1, count), title="动态", url="/")
    assert (found is None) == (count == 0)
    if found is not None:
        assert len(found.get("cards", [])) in (0, 3, 4)
        assert len(found.get("lines", [])) % 2 == 0
