"""What people type is read as they mean it, and nothing they type is an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import numerals, questions
from search.engines import postgres_asked, sqlite_asked

ODD = st.text("教育信息标题:：\"“”「」《》-－ ()*^'\\&|!<>{}:ab1，。\0\t", max_size=120)


def read(text):
    return questions.parse(text)


def test_a_space_is_and():
    assert [term.text for term in read("期末 考试安排").terms] == ["期末", "考试安排"]


@pytest.mark.parametrize("text", ['"教学节"', "“教学节”", "「教学节」"])
def test_quotes_make_a_phrase(text):
    (term,) = read(text).terms
    assert term.is_phrase
    assert term.text == "教学节"


def test_a_minus_excludes():
    question = read("食谱 -幼儿园 －早餐")
    assert [term.text for term in question.terms] == ["食谱"]
    assert [term.text for term in question.excluded] == ["幼儿园", "早餐"]


def test_a_lone_minus_and_one_within_a_word_exclude_nothing():
    assert not read("C919 - 航天").excluded
    assert not read("2024-2025").excluded


@pytest.mark.parametrize("text", ["标题:放假", "標題：放假", "title:放假"])
def test_a_word_is_looked_for_in_titles(text):
    (term,) = read(text).terms
    assert term.in_title
    assert term.text == "放假"


def test_regional_words_are_other_ways_to_say_it():
    assert {one.text for one in read("資訊").terms[0].readings} >= {"资讯", "信息"}
    assert {one.text for one in read("信息").terms[0].readings} >= {"资讯", "信息"}


@pytest.mark.parametrize("text", ["", "  ", "，。！", "-幼儿园", '""', "标题:"])
def test_without_a_word_nothing_is_asked(text):
    assert not read(text)


def test_long_questions_are_cut():
    question = read("校 " * 200)
    assert len(question.text) <= questions.LONGEST
    assert len(question.terms) <= questions.MOST_TERMS


@given(ODD)
def test_anything_can_be_asked_of_an_engine(text):
    question = read(text)
    if question:
        assert sqlite_asked.match(question)
        assert sqlite_asked.match(question, loose=True)
        assert postgres_asked.match(question)
        assert postgres_asked.match(question, loose=True)


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("第12届艺术节", "第十二届艺术节"),
        ("第二十届", "第20届"),
        ("5年级语文", "五年级语文"),
        ("五年级", "5年级"),
        ("20分钟", "二十分钟"),
        ("十五分钟", "15分钟"),
        ("10月", "十月"),
    ],
)
def test_a_small_number_is_found_in_the_other_writing(typed, other):
    assert other in [one.text for one in questions.parse(typed).terms[0].readings]


@pytest.mark.parametrize(
    ("typed", "other"),
    [("26年中考", "2026年中考"), ("二〇二六年招生", "2026年招生"), ("23级新生", "2023级新生")],
)
def test_a_year_is_found_in_four_figures(typed, other):
    assert other in [one.text for one in questions.parse(typed).terms[0].readings]


@pytest.mark.parametrize("typed", ["第26届", "2025年", "126年", "5年级"])
def test_what_is_no_short_year_is_left_alone(typed):
    assert numerals.with_years(typed) == typed


@pytest.mark.parametrize("typed", ["六一", "一个", "十分精彩", "2026年", "3d打印", "第一"])
def test_what_is_no_number_by_itself_is_left_alone(typed):
    assert numerals.otherwise(typed) == typed


def test_what_only_says_the_form_of_a_text_does_not_tell_what_it_is_about():
    about, _pairs = questions.Reading("关于举办中小学生艺术节的通知").telling
    assert set(about) == {"中小", "学生", "艺术节"}
    assert questions.Reading("关于的通知").telling[0] == ("通知",)
