"""Chinese text is folded and cut the same way for what is indexed and for what is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
HAN = st.text(st.sampled_from("教育信息化学习中集数字小运动会的资訊軟體"), min_size=1, max_size=12)


@given(TEXT)
def test_folding_keeps_every_place(text):
    assert len(analysis.fold(text)) == len(text)


@given(TEXT)
def test_folding_twice_says_the_same(text):
    once = analysis.fold(text)
    assert analysis.fold(once) == once


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＩ課程", "ai课程"),
        ("運動會", "运动会"),
        ("C919", "c919"),
        ("（二〇二六）", "(二〇二六)"),
    ],
)
def test_width_case_and_script_are_one(text, folded):
    assert analysis.fold(text) == folded


def test_a_long_word_is_found_by_its_parts_but_not_across_them():
    words = analysis.words_of("集中学习教育信息化")
    assert {"集中", "学习", "教育", "信息化"} <= set(words)
    assert "中学" not in words


@pytest.mark.parametrize(
    ("text", "there", "not_there"),
    [
        ("体育课增加到每天一节", "体育", "育课"),
        ("党支部换届选举", "支部", "党支"),
        ("星湖中学田径运动会", "运动会", "动会"),
        ("深入学习先进事迹", "学习", "入学"),
        ("适量的运动会让大脑更清醒", "大脑", "会让"),
        ("儿童节目展演", "儿童", "童节"),
    ],
)
def test_a_shorter_word_is_found_in_a_longer_one_but_not_across_words(text, there, not_there):
    words = analysis.words_of(text)
    assert there in words
    assert not_there not in words


def test_pairs_end_with_the_last_character_alone():
    assert analysis.pairs_of("运动会 3d打印") == ["运动", "动会", "会", "3d", "打印", "印"]
    assert analysis.pairs_of("运动会", asked=True) == ["运动", "动会"]
    assert analysis.pairs_of("粥", asked=True) == ["粥"]


@given(HAN, HAN, HAN)
def test_whatever_stands_in_a_text_is_a_phrase_of_its_pairs(before, asked, after):
    text = analysis.pairs_of(analysis.fold(before + asked + after))
    phrase = analysis.pairs_of(analysis.fold(asked), asked=True)
    runs = [text[at : at + len(phrase)] for at in range(len(text))]
    if len(phrase[-1]) == 1:
        runs = [[*run[:-1], run[-1][: len(phrase[-1])]] for run in runs if run]
    assert phrase in runs
