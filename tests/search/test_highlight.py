"""Passages show where the words stand, in the script the page is written in."""

from hypothesis import given
from hypothesis import strategies as st

from search import highlight, questions

TEXT = st.text("家长会開的通知，。\n运动", max_size=400)


def marks(pieces):
    return [piece for piece, is_mark in pieces if is_mark]


def test_the_script_of_the_page_is_kept():
    pieces = highlight.marked("營養午餐供應說明", questions.parse("营养午餐"))
    assert pieces == [("營養午餐", True), ("供應說明", False)]


def test_words_that_stand_apart_are_marked():
    pieces = highlight.marked("招聘中小学教师", questions.parse("教师招聘"))
    assert marks(pieces) == ["招聘", "教师"]


def test_a_passage_is_cut_where_most_of_the_words_are():
    text = "运动。" + "，" * 300 + "家长会的通知" + "，" * 300
    pieces, start = highlight.passage(text, questions.parse("家长会 通知"))
    assert marks(pieces) == ["家长会", "通知"]
    assert start > 200
    assert pieces[0] == pieces[-1] == ("…", False)


def test_nothing_of_the_question_gives_no_passage():
    assert highlight.passage("今天下雨", questions.parse("家长会")) == ([], 0)


@given(TEXT, st.integers(20, 200))
def test_a_passage_is_a_part_of_the_text(text, length):
    pieces, _start = highlight.passage(text, questions.parse("家长会 运动"), length)
    inner = "".join(piece for piece, _mark in pieces if piece != "…")
    assert inner in text.replace("\n", " ")
    assert len(inner) <= length


@given(TEXT)
def test_marking_loses_nothing(text):
    pieces = highlight.marked(text, questions.parse("家长会 通知"))
    assert "".join(piece for piece, _mark in pieces) == text
