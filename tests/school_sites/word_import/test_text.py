"""Plain text: title, typed headings, cleaning, findings."""

from pathlib import Path

import pytest

from school_sites.word_import import read_document

from .oracle import (
    all_lines,
    bare_lines,
    codes,
    excerpts,
    headings,
    markup,
    read_txt,
)

PLAN = Path(__file__).parent / "fixtures" / "plan.txt"
SEEDS = Path(__file__).resolve().parents[4] / "shared" / "seeds"
SEED = SEEDS / "000_c003e32f5f1362cb.txt"
SPACED = str.maketrans("", "", " \t\n\u3000\u00a0")


@pytest.fixture
def plan():
    return read_document("plan.txt", PLAN.read_bytes())


def test_plan_keeps_every_word(plan):
    assert all_lines(plan) == bare_lines(PLAN.read_text("utf-8"))


def test_plan_has_its_title_and_headings(plan):
    assert plan.title == "2031学年第一学期云澜区智慧校园建设工作计划"
    assert headings(plan) == [
        (2, "一、总体目标"),
        (2, "二、重点任务"),
        (3, "（一）完成“一校一站”迁移，保留各校特色"),
        (3, "（二）推进教研资源共享，提升教师数字素养。"),
        (3, "（三）加强安全管理"),
    ]


def test_plan_lists_what_was_done_and_what_to_check(plan):
    assert codes(plan, "fixed") == {
        *("bookmark", "fragment", "mso", "zero-width", "indent", "trailing", "empty-lines"),
    }
    assert codes(plan, "check") == {"lost-glyph", "split-number", "doubled-quote"}
    assert any("5 0M" in excerpt for excerpt in excerpts(plan, "split-number"))
    assert any("2 018 年" in excerpt for excerpt in excerpts(plan, "split-number"))
    assert len(excerpts(plan, "split-number")) == 2
    assert all(0 < len(f.excerpt) <= 60 for f in plan.findings if f.severity == "check")
    fragment = next(f for f in plan.findings if f.code == "fragment")
    assert "2 处" in fragment.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
def test_plan_reads_the_same_in_every_encoding(plan, encoding):
    text = PLAN.read_text("utf-8")
    other = read_document("plan.txt", text.encode(encoding))
    assert (other.title, other.blocks) == (plan.title, plan.blocks)


@pytest.mark.skipif(not SEED.exists(), reason="the district's own plan is not beside the project")
def test_real_plan_keeps_every_word_and_finds_its_headings():
    data = SEED.read_bytes()
    document = read_document(SEED.name, data)
    assert document.title == "2018学年第一学期天宁区教育信息化工作计划"
    found = headings(document)
    assert [level for level, _ in found] == [2, 2, 3, 3, 3, 3]
    assert (3, "（二）深化创客教育，推进学生信息素养提升工程。") in found
    assert "<p>一、月：</p>" in markup(document)
    assert "_GoBack" not in document.text()
    assert "bookmark" in codes(document, "fixed")
    # Only white space and the bookmark are missing.
    expected = data.decode().replace("[bookmark: _GoBack]", "")
    assert "".join(all_lines(document)).translate(SPACED) == expected.translate(SPACED)
    assert all_lines(document) == bare_lines(data.decode())


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("一、指导思想", 2),
        ("十一、保障措施", 2),
        ("（一）加强领导", 3),
        ("(二)加强宣传", 3),
        ("（二）深化创客教育，推进学生信息素养提升工程。", 3),
        ("一、月：", 0),
        ("一、继续做好各项工作。", 0),
        ("一、", 0),
        ("（1）形成推广方案", 0),
        ("（一）第一句。第二句。", 0),
        ("（一）分工如下：", 0),
        ("（一）分工如下：。", 0),
        ("（一）" + "很" * 40, 0),
        ("1、现状与问题", 0),
        ("十月：", 0),
        ("一切为了孩子", 0),
    ],
)
def test_typed_headings(line, level):
    document = read_txt(f"云澜区工作计划\n{line}\n1、正文")
    assert headings(document) == ([(level, line)] if level else [])
    assert line in document.text().split("\n")


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("关于举办读书节的通知", "关于举办读书节的通知"),
        ("\u3000\u3000关于举办读书节的通知 ", "关于举办读书节的通知"),
        ("各学校：", "说明"),
        ("今天举行了读书节。", "说明"),
        ("一、指导思想", "说明"),
        ("长" * 61, "说明"),
    ],
)
def test_title_is_a_short_first_line_or_the_file_name(first, title):
    document = read_txt(f"\n{first}\n正文第一段。")
    assert document.title == title
    assert (first.strip() in document.text()) is (title == "说明")


def test_title_from_a_name_with_a_path_is_only_the_name():
    assert read_document("C:\\文件\\读书节.方案.TXT", "各学校：".encode()).title == "读书节.方案"


def test_markup_in_plain_text_is_shown_not_obeyed():
    document = read_txt("标题\n<script>alert(1)</script> a < b & c")
    assert markup(document) == "<p>&lt;script&gt;alert(1)&lt;/script&gt; a &lt; b &amp; c</p>"
    assert document.text() == "<script>alert(1)</script> a < b & c"


def test_blanks_inside_a_line_stay():
    document = read_txt("标题\n甲　　乙   丙\t丁\u00a0戊")
    assert document.text() == "甲　　乙   丙\t丁\u00a0戊"
    assert document.findings == ()


def test_joiners_leave_chinese_but_hold_emoji_together():
    document = read_txt("标题\n云\u200d澜 👩\u200d🏫")
    assert document.text() == "云澜 👩\u200d🏫"


def test_conditional_comment_goes_but_an_open_one_stays():
    document = read_txt("标题\n甲<!--[if gte mso 9]><xml>x</xml><![endif]-->乙\n<!--[if mso]>丙")
    assert document.text() == "甲乙\n<!--[if mso]>丙"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("版权所有??云澜区", "lost-glyph"),
        ("云\ufffd澜", "lost-glyph"),
        ("云\ue123澜", "lost-glyph"),
        ("带宽5 0M", "split-number"),
        ("始于2 018 年", "split-number"),
        ("共2 0人", "split-number"),
        ("他说““好””", "doubled-quote"),
        ('他说""好', "doubled-quote"),
        ('他说“"好', "doubled-quote"),
        ("云\u202e澜", "direction"),
    ],
)
def test_doubtful_places_are_listed_and_left_alone(text, code):
    document = read_txt(f"标题\n{text}")
    assert codes(document) == {code}
    assert document.text() == text
    assert document.findings[0].severity == "check"
    assert text in document.findings[0].excerpt


@pytest.mark.parametrize(
    "text",
    [
        "真的吗？？是的?",
        "“甲”“乙”和‘丙’‘丁’",
        "他说：“这是‘好’。”",
        "电话 025 8361 2345",
        "在 2018 年 9 月 3 日",
        "时间 9:00 10:30，比分 3-2 1-0",
        "1、 完成方案",
    ],
)
def test_ordinary_text_raises_no_alarm(text):
    assert read_txt(f"标题\n{text}").findings == ()


def test_many_doubtful_places_end_in_a_number():
    document = read_txt("标题\n" + "版权??所有\n" * 80)
    listed = [f for f in document.findings if f.code == "lost-glyph"]
    assert len(listed) == 51
    assert "另有 30 处" in listed[-1].message
