"""The demo world is complete, well formed, and gives nobody's data away."""

import re
from collections import Counter
from pathlib import Path

import pytest

from sitehub.demo.content import (
    SCHOOL_KINDS,
    DemoArticle,
    load_articles,
    load_world,
    parse_body,
    read_article,
)
from sitehub.demo.pictures import SCENES

WORLD = load_world()
ARTICLES = load_articles()

HAN = re.compile(r"[\u4e00-\u9fff]")
HAN_AND_PUNCTUATION = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2018-\u201d]")

each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.slug)


def everything_in(article: DemoArticle) -> str:
    return f"{article.title} {article.summary} {article.reason} {article.body}"


def body_text(article: DemoArticle) -> str:
    return re.sub(r"<[^>]+>", "", str(article.body))


def test_eight_schools_of_every_kind_and_three_of_them_trusted():
    kinds = Counter(school.kind for school in WORLD.schools)
    assert len(WORLD.schools) == 8
    assert set(kinds) == set(SCHOOL_KINDS)
    assert kinds["primary"] == 2
    assert sum(school.trusted for school in WORLD.schools) == 3


def test_codes_can_be_host_names():
    assert all(re.fullmatch(r"[a-z]{3,20}", code) for code in WORLD.sites)


def test_every_school_has_one_editor_and_the_district_two_people():
    for school in WORLD.schools:
        assert [p.username for p in school.people] == [f"{school.code}.editor"]
    assert {p.username: p.role for p in WORLD.district.people} == {
        "admin": "administrator",
        "district.editor": "editor",
    }


def test_enough_articles_on_every_site():
    counts = Counter(article.site for article in ARTICLES)
    assert sum(counts.values()) >= 60
    assert counts["district"] >= 8
    assert all(counts[school.code] >= 3 for school in WORLD.schools)


def test_states_cover_the_whole_desk():
    states = Counter(article.state for article in ARTICLES)
    assert states["waiting"] == 6
    assert states["returned"] == 4
    assert states["draft"] == 2
    assert states["accepted"] >= 8


def test_titles_are_not_repeated():
    assert [t for t, n in Counter(a.title for a in ARTICLES).items() if n > 1] == []


def test_ages_are_spread_and_many_are_recent():
    ages = [article.days_ago for article in ARTICLES]
    assert sum(age <= 30 for age in ages) >= 15
    assert max(ages) > 700
    assert sum(age > 365 for age in ages) >= 5


def test_many_covers_and_several_long_reads():
    lengths = [len(HAN_AND_PUNCTUATION.findall(body_text(article))) for article in ARTICLES]
    assert sum(article.cover is not None for article in ARTICLES) >= 18
    assert sum(800 <= length <= 1300 for length in lengths) >= 6


@each_article
def test_article_says_enough(article):
    assert len(HAN.findall(body_text(article))) >= 250
    assert 60 <= len(article.summary) <= 120
    assert 2 <= len(article.keywords) <= 6


@each_article
def test_article_holds_no_personal_number(article):
    text = everything_in(article)
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", text), "mobile number"
    assert not re.search(r"(?<!\d)\d{17}[\dXx](?!\d)", text), "identity number"
    assert all(phone.startswith("0000-") for phone in re.findall(r"\d{3,4}-\d{7,8}", text))


@each_article
def test_article_body_leaves_no_markup_behind(article):
    for kind, value in article.body:
        if kind in ("text", "heading", "quote"):
            text = value if kind == "text" else value["text"]
            assert not re.search(r"\*\*|\[\[|!\[|^#|^\||<p>- ", text)
        if kind == "table":
            assert len({len(row) for row in value["rows"]}) == 1


def test_body_becomes_neutral_blocks():
    body = parse_body(
        "第一段 **要紧**。\n\n## 标题\n- 甲 <b>\n- 乙\n\n1. 一\n2. 二\n\n> 好话 — 某人\n\n"
        "![campus|校园|题注]\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n"
        "[[attachment: 表一.txt]]\n[[attachment: 表二.txt]]"
    )
    assert body == (
        ("text", "<p>第一段 <strong>要紧</strong>。</p>"),
        ("heading", {"level": 2, "text": "标题"}),
        (
            "text",
            "<ul><li>甲 &lt;b&gt;</li><li>乙</li></ul><ol><li>一</li><li>二</li></ol>",
        ),
        ("quote", {"text": "好话", "attribution": "某人"}),
        ("image", {"scene": "campus", "alt": "校园", "caption": "题注"}),
        ("table", {"rows": [["甲", "乙"], ["1", "2"]], "header_row": True}),
        ("attachments", ["表一.txt", "表二.txt"]),
    )


def test_only_web_and_site_addresses_become_links():
    assert parse_body("见[通知](/a/1/)") == (("text", '<p>见<a href="/a/1/">通知</a></p>'),)
    assert "<a" not in parse_body("见[这里](javascript:alert)")[0][1]


GOOD = {
    "site": '"shiyan"',
    "column": '"news"',
    "title": '"题"',
    "author": '"某"',
    "summary": '"摘要"',
    "days_ago": "1",
    "hour": "8",
    "keywords": "[]",
}


def write(folder: Path, **changes: str | None) -> Path:
    path = folder / "bad.md"
    fields = {name: value for name, value in (GOOD | changes).items() if value is not None}
    front = "\n".join(f"{name} = {value}" for name, value in fields.items())
    path.write_text(f"+++\n{front}\n+++\n正文\n", encoding="utf-8")
    return path


def test_a_good_file_is_read_and_takes_the_school_as_its_source(tmp_path):
    article = read_article(write(tmp_path), WORLD.sites)
    assert (article.source, article.state) == ("云澜区实验小学", "published")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("colour", '"red"'),
        ("site", '"nowhere"'),
        ("column", '"menu"'),
        ("cover", '"moonbase"'),
        ("state", '"lost"'),
        ("reason", '"没有退回却有理由"'),
        ("hour", "24"),
        ("days_ago", '"昨天"'),
        ("title", None),
    ],
)
def test_a_wrong_field_is_named_with_its_file(tmp_path, field, value):
    with pytest.raises(ValueError, match=rf"bad\.md: {field}: "):
        read_article(write(tmp_path, **{field: value}), WORLD.sites)


def test_an_unknown_scene_in_the_body_is_named(tmp_path):
    path = write(tmp_path)
    path.write_text(path.read_text("utf-8") + "\n![moonbase|月|月]\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.md: body: .*moonbase"):
        read_article(path, WORLD.sites)


def test_every_scene_has_words_for_those_who_cannot_see_it():
    assert len(SCENES) >= 18
    assert all(HAN.search(words) for words in SCENES.values())
