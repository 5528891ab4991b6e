"""Whatever stands in an address, search answers, and says what it passed over."""

import pytest

from sitehub.provisioning.sites import suspend
from tests.factories import make_article
from tests.search.asking import DISTRICT, SCHOOL, ask, found, notes

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize(
    ("text", "title"),
    [("", "想找什么"), ("%20", "想找什么"), ("%00", "想找什么"), ("-食谱", "只写了不要的词"),
     ("？！", "没有可以查找的文字"), ("_", "没有可以查找的文字"), ("%25", "没有可以查找的文字")],
)  # fmt: skip
def test_a_question_without_words_is_answered_with_what_is_missing(client, school, text, title):
    page = ask(client, f"q={text}")
    assert title in page.xpath("string(//main//h2)")
    assert page.xpath("//details[contains(@class, 'search-help')]")
    assert page.xpath("//main//ol[contains(@class, 'hits')]") == []


ODD = [
    "q=<script>alert(1)</script>", "q=%FF%FE", "q='%22\\", "q=%00%01a%EF%BF%BF", "q[]=1",
    "q=秋千&year=abc&year=99999999&year=-1&year=%00", "q=秋千&type=<b>&column='&kind=%22&sort=--",
    "q=秋千&page=1e9&archived=yes&from=nobody", "q=秋千&" + "&".join(["type=article"] * 1000),
    "q=秋千&" + "&".join(f"school=s{n}&p{n}=1" for n in range(1000)), "q=%22%22%22 - -- “” 标题:",
    "q=" + "-a " * 200, "q=" + "秋千 " * 200, "q=秋千&q=秋千&page=1&page=2&sort=best&sort=newest",
]  # fmt: skip


@pytest.mark.parametrize("host", [SCHOOL, DISTRICT])
@pytest.mark.parametrize("query", ODD, ids=range(len(ODD)))
def test_nothing_odd_in_an_address_breaks_anything(client, school, query, host):
    make_article(school, "新装的秋千")
    for path in ("/search/", "/search.json", "/search.atom"):
        response = client.get(f"{path}?{query}", headers={"host": host})
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


def test_too_many_parameters_are_refused_not_fatal(client, school):
    query = "&".join(f"p{n}=1" for n in range(10_001))
    assert client.get(f"/search/?{query}", headers={"host": SCHOOL}).status_code == 400


def test_what_is_passed_over_is_named(client, school):
    make_article(school, "新装的秋千")
    asked = "秋千&year=去年&year=明年&type=<b>&sort=worst&page=x&archived=2&q=秋千"
    assert notes(client, asked) == [
        "“搜索词”给了不止一个，只用了最后一个。", "“内容类型”里没有“<b>”，已忽略。",
        "“年份”里没有“去年”，已忽略。", "“已归档学校”里没有“2”，已忽略。",
        "“排序”里没有“worst”，已忽略。", "“页码”里没有“x”，已忽略。",
    ]  # fmt: skip
    assert found(client, asked) == ["新装的秋千"]
    assert "最多用前 100 个字" in notes(client, "秋" * 101)[0]
    assert "前 8 个词" in notes(client, " ".join("一二三四五六七八九"))[0]
    assert notes(client, "秋千&year=2026") == []


def test_a_suspended_school_is_no_choice(client, school, other_school):
    suspend(other_school, by=None)
    assert notes(client, "秋千&school=mingde", DISTRICT) == ["“学校”里没有“mingde”，已忽略。"]
