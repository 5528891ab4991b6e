"""Word documents as people write them, read into blocks with nothing of their text lost."""

import io
from datetime import date

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn

from school_sites.word_import import read_document

from .documents import by_libreoffice, look, picture, red_head, saved, with_pictures
from .oracle import codes, headings, markup, only

NEWS_TEXT = (
    '三月的操场上彩旗飘扬，全校三十个班的同学参加了春季运动会<sup>[1]</sup>，详见<a href="'
    'https://example.org/sports">活动专题</a>。'
)


def read(data, name="新闻.docx"):
    return read_document(name, data)


def guesses(document):
    return {guess.field: guess.value for guess in document.guesses}


@pytest.fixture(scope="module", params=["docx", "doc"])
def news(request):
    """The same document as LibreOffice saves it in two formats."""
    return read(by_libreoffice(request.param), f"新闻.{request.param}")


@pytest.mark.libreoffice
def test_a_document_of_libreoffice_keeps_all_its_parts(news):
    assert news.title == "青禾小学举行春季运动会"
    assert headings(news) == [
        (2, "一、开幕式"), (2, "二、比赛项目"), (3, "（一）田赛"), (3, "（二）径赛"),
    ]  # fmt: skip
    text = markup(news)
    assert f"<p>{NEWS_TEXT}</p>" in text
    assert "<ul><li>跳高<ul><li>背越式</li></ul></li><li>跳远</li></ul>" in text
    assert "<ol><li>填写报名表</li><li>交给班主任</li></ol>" in text
    assert "<p>3. 交到体育组</p>" in text, "a list that runs on keeps its number"
    assert "友谊第一" in text
    assert text.endswith("<p>[1] 数据由体育组提供。</p>")
    assert "三十二个班" not in text, "a deleted word stays deleted"
    assert only(news, "table") == {
        "rows": [["项目", "", "成绩"], ["短跑", "60 米", "9.1 秒"], ["", "100 米", "15.2 秒"]],
        "header_row": False,
    }
    image = only(news, "image")
    assert image["caption"] == "图 1 入场式"
    assert news.pictures[image["src"]].read().startswith(b"\x89PNG")
    everything = news.title + news.text()
    for outside in ("内部资料", "第 1 页", "核对人数"):
        assert outside not in everything
    assert {"footnote", "indent"} <= codes(news, "fixed")
    assert "merged-cells" in codes(news, "check")
    assert guesses(news)["document_date"] == date(2026, 3, 5)


def test_an_official_document_gets_its_title_and_number():
    document = read(red_head())
    assert document.title == "关于开展2026年中小学校园读书节活动的通知"
    assert headings(document) == [
        (2, "一、活动时间"), (2, "二、活动内容"), (3, "（一）班级共读"),
    ]  # fmt: skip
    found = guesses(document)
    assert found["document_number"] == "云教〔2026〕12号"
    assert found["document_date"] == date(2026, 3, 5)
    assert found["source"] == "云澜区教育局"
    assert found["summary"] == "为推进书香校园建设，经研究，决定在全区开展校园读书节活动。"
    assert "_GoBack" not in document.text()
    assert "<p>为推进书香校园建设" in markup(document)


def test_headings_by_style_are_nested_below_the_title():
    source = docx.Document()
    source.add_heading("工作计划", 0)
    source.add_heading("目标", 1)
    source.add_paragraph("第一段。")
    source.add_heading("具体目标", 2)
    source.add_heading("措施", 1)
    source.add_paragraph("第二段。")
    document = read(saved(source))
    assert document.title == "工作计划"
    assert headings(document) == [(2, "目标"), (3, "具体目标"), (2, "措施")]


def test_headings_by_look_only():
    source = docx.Document()
    look(source.add_paragraph("家长会纪要"), bold=True, size=18, centred=True)
    for name in ("会议内容", "会议要求"):
        look(source.add_paragraph(name), bold=True)
        source.add_paragraph(f"这是{name}的一段话，说明了这部分的情况。")
    look(source.add_paragraph("时间："), bold=True)
    document = read(saved(source))
    assert document.title == "家长会纪要"
    assert headings(document) == [(2, "会议内容"), (2, "会议要求")]
    assert "<p><b>时间：</b></p>" in markup(document)


def test_lists_and_numbers_of_python_docx():
    source = docx.Document()
    source.add_paragraph("报名须知")
    for text in ("填表", "签字"):
        source.add_paragraph(text, style="List Number")
    for text in ("水杯", "运动鞋"):
        source.add_paragraph(text, style="List Bullet")
    assert markup(read(saved(source))) == (
        "<ol><li>填表</li><li>签字</li></ol><ul><li>水杯</li><li>运动鞋</li></ul>"
    )


def test_credits_and_marks():
    source = docx.Document()
    source.core_properties.author = "python-docx"
    look(source.add_paragraph("读书节开幕"), bold=True, size=20, centred=True)
    source.add_paragraph("作者：林晓雨  来源：青禾小学  摄影：周明")
    body = source.add_paragraph("今天，学校的")
    body.add_run("读书节").bold = True
    body.add_run("在礼堂开幕，H")
    body.add_run("2").font.subscript = True
    body.add_run("O 社团表演了实验。")
    found = read(saved(source))
    assert "<p>今天，学校的<b>读书节</b>在礼堂开幕，H<sub>2</sub>O 社团表演了实验。</p>" in markup(
        found
    )
    facts = guesses(found)
    assert (facts["author"], facts["source"], facts["photographer"]) == (
        "林晓雨",
        "青禾小学",
        "周明",
    )
    assert facts["summary"].startswith("今天")
    assert "作者：林晓雨" in found.text(), "a guess takes nothing out of the text"


def test_pictures_side_by_side_in_a_table_are_pictures_with_captions():
    source = docx.Document()
    source.add_paragraph("活动剪影")
    table = source.add_table(rows=2, cols=2)
    for i, caption in enumerate(("拔河比赛", "接力比赛")):
        table.cell(0, i).paragraphs[0].add_run().add_picture(io.BytesIO(picture(i)))
        table.cell(1, i).text = caption
    document = read(saved(source))
    found = [block.value["caption"] for block in document.blocks if block.kind == "image"]
    assert found == ["拔河比赛", "接力比赛"]
    assert {block.kind for block in document.blocks} == {"image"}


def test_a_picture_in_the_middle_of_a_sentence_does_not_break_it():
    source = docx.Document()
    source.add_paragraph("标题")
    paragraph = source.add_paragraph("前半句，")
    paragraph.add_run().add_picture(io.BytesIO(picture()))
    paragraph.add_run("后半句。")
    source.styles.add_style("题注", WD_STYLE_TYPE.PARAGRAPH)
    source.add_paragraph("同学们在做操", style="题注")
    document = read(saved(source))
    assert markup(document) == "<p>前半句，后半句。</p>"
    assert only(document, "image")["caption"] == "同学们在做操"


def test_hidden_text_fields_and_pinyin():
    source = docx.Document()
    source.add_paragraph("识字课")
    paragraph = source.add_paragraph("我会读：")
    paragraph.add_run("答案在这里").font.hidden = True
    run = paragraph.add_run()
    for tag, text in (("rt", "hàn"), ("rubyBase", "汉")):
        ruby = run._r.find(qn("w:ruby"))
        if ruby is None:
            ruby = run._r.makeelement(qn("w:ruby"))
            run._r.append(ruby)
        part = ruby.makeelement(qn(f"w:{tag}"))
        ruby.append(part)
        inner = paragraph.add_run(text)._r
        part.append(inner)
    document = read(saved(source))
    assert markup(document) == "<p>我会读：汉（hàn）</p>"
    assert "答案" not in document.text()
    assert "hidden" in codes(document, "fixed")


def test_the_same_picture_twice_is_one_picture():
    document = read(with_pictures(3, same=True))
    images = [block for block in document.blocks if block.kind == "image"]
    assert len(images) == 3
    assert len(document.pictures) == 1
