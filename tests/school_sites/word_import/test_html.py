"""HTML pages: structure, Word's residue, hidden content, addresses."""

import pytest

from school_sites.word_import import ImportRefused, read_document

from .oracle import codes, excerpts, headings, markup, only, read_html

WORD_PAGE = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta charset="utf-8"><title>无标题文档</title>
<!--[if gte mso 9]><xml><o:Author>某人</o:Author></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-parent:""; margin:0cm;} --></style></head>
<body lang=ZH-CN><!--StartFragment-->
<p class=MsoNormal style='mso-pagination:widow-orphan'><span style='font-weight:bold'>关于举办
读书节的通知</span><o:p></o:p></p>
<p class=MsoNormal>&nbsp;</p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph>　　<![if !supportLists]>1、<![endif]>各学校<w:Sdt>报送</w:Sdt>方案</p>
<!--EndFragment--></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_word_page_is_read_by_its_bytes_and_loses_only_residue(encoding):
    document = read_document("a.htm", WORD_PAGE.encode(encoding))
    assert document.encoding.startswith(encoding)
    assert document.title == "关于举办读书节的通知"
    assert markup(document) == "<p>1、各学校报送方案</p>"
    assert codes(document) == {"mso", "fragment", "indent", "empty-lines"}


@pytest.mark.parametrize(
    ("page", "title", "body"),
    [
        ("<title>页名</title><h1>标题</h1><p>正文</p><h1>又一个</h1>", "标题", "正文\n又一个"),
        ("<title>页名</title><p>正文</p>", "页名", "正文"),
        ("<title>正文</title><p>正文</p><p>二</p>", "正文", "二"),
        ("<title>无标题文档</title><p>短行</p><p>正文。</p>", "短行", "正文。"),
        ("<h2>小标题</h2><p>正文</p>", "小标题", "正文"),
        ("<p>正文。</p>", "说明", "正文。"),
        ("<div hidden><h1>彩票</h1></div><p>正文。</p>", "说明", "正文。"),
        (f"<h1>{'长' * 130}</h1><p>正文</p>", "说明", "长" * 130 + "\n正文"),
    ],
)
def test_title(page, title, body):
    document = read_html(page)
    assert (document.title, document.text()) == (title, body)


def test_heading_levels_are_brought_into_two_to_four():
    document = read_html("".join(f"<h{n}>第{n}</h{n}>" for n in (1, 2, 3, 4, 5, 6, 1)))
    assert document.title == "第1"
    assert [level for level, _ in headings(document)] == [2, 3, 4, 4, 4, 2]


def test_paragraphs_breaks_and_lists_become_one_text_block():
    document = read_html(
        "<title>题</title><div>甲<div>乙<br>　　丙<br><br>丁</div>戊</div>"
        "<ul><li>一<ol><li>二</ol>后<li><p>三</p><p>四</p></ul><ol><li>五</ol><pre>六\n七</pre>"
    )
    assert only(document, "text") == (
        "<p>甲</p><p>乙<br>丙</p><p>丁</p><p>戊</p>"
        "<ul><li>一<ol><li>二</li></ol>后</li><li>三<br>四</li></ul><ol><li>五</li></ol>"
        "<p>六<br>七</p>"
    )


def test_marks_of_tags_and_styles():
    document = read_html(
        "<title>题</title><p><strong>粗</strong><span style='FONT-WEIGHT: 700'>体</span>"
        "<b style='font-weight:normal'>常</b><em>斜</em>x<sup>2</sup>"
        "<span style='vertical-align:sub'>3</span><u>线</u></p>"
    )
    assert markup(document) == "<p><b>粗体</b>常<i>斜</i>x<sup>2</sup><sub>3</sub>线</p>"


def test_source_line_breaks_leave_no_space_between_chinese_characters():
    document = read_html("<title>题</title><p>云澜\r\n  区<b>\n青禾</b> 小学 and\nmore</p>")
    assert document.text() == "云澜区青禾 小学 and more"


def test_table_spreads_spans_and_knows_its_header():
    document = read_html(
        "<title>题</title><table><caption>表一</caption><thead><tr><th colspan=2>甲<th>乙</thead>"
        "<tr><td rowspan=2>1<td>2<p>3</p><td>4<tr><td>5</table>"
    )
    assert only(document, "table") == {
        "rows": [["甲", "", "乙"], ["1", "2\n3", "4"], ["", "5", ""]],
        "header_row": True,
    }
    assert markup(document) == "<p>表一</p>"


def test_table_without_header_cells_has_no_header_row():
    table = only(read_html("<table><tr><td>a<td>b<tr><th>c<td>d</table>"), "table")
    assert table["header_row"] is False


def test_layout_tables_flow_and_keep_inner_tables():
    document = read_html(
        "<table><tr><td><h1>题</h1><p>前</p><table><tr><td>a<td>b</table><td>后</table>"
        "<table><tr><td>框</table>"
    )
    assert document.title == "题"
    assert [block.kind for block in document.blocks] == ["text", "table", "text"]
    assert document.text() == "前\na\tb\n后\n框"


def test_pictures_in_a_table_stand_after_it():
    document = read_html("<title>题</title><table><tr><td>a<img src=/x.png><td>b</table>")
    assert [block.kind for block in document.blocks] == ["table", "image"]


def test_quotation_with_source():
    document = read_html(
        "<title>题</title><blockquote><p>学而</p><p>时习之</p><footer>孔子</footer></blockquote>"
    )
    assert only(document, "quote") == {"text": "学而\n时习之", "attribution": "孔子"}


def test_blockquote_used_as_indent_flows():
    document = read_html(
        "<title>题</title><blockquote>前<ul><li>项</ul><a href='/x'>链</a></blockquote>"
    )
    assert markup(document) == '<p>前</p><ul><li>项</li></ul><p><a href="/x">链</a></p>'


def test_picture_takes_caption_alt_and_lazy_source():
    document = read_html(
        "<title>题</title><figure><img src='data:image/gif;base64,AA==' data-src='/a b.png' "
        "alt='操场'><figcaption>新<b>操场</b></figcaption></figure>"
    )
    assert only(document, "image") == {"src": "/a%20b.png", "alt": "操场", "caption": "新操场"}


@pytest.mark.parametrize(
    ("src", "kept", "code"),
    [
        ("http://old.example/a.png", "http://old.example/a.png", "foreign-image"),
        ("//old.example/a.png", "//old.example/a.png", "foreign-image"),
        ("计划.files/a.png", "计划.files/a.png", None),
        ("data:image/png;base64,AAAA", "data:image/png;base64,AAAA", None),
        ("file:///C:/Users/w/image001.png", "image001.png", "local-file"),
        ("C:\\Users\\w\\image001.png", "image001.png", "local-file"),
        ("javascript:alert(1)", None, None),
        ("data:image/svg+xml,<svg onload=x>", None, None),
    ],
)
def test_sources_of_pictures(src, kept, code):
    document = read_html(f"<title>题</title><p>文</p><img src='{src}'>")
    assert [b.value["src"] for b in document.blocks if b.kind == "image"] == [kept] * bool(kept)
    assert codes(document) == ({code} if code else set())


@pytest.mark.parametrize(
    "href",
    ["http://a.example/x?a=1&b=2", "https://a.example", "mailto:a@b.example", "tel:+8651", "/x"],
)
def test_ordinary_links_stay(href):
    document = read_html(f"<title>题</title><a href='{href}' onclick=x() style=x>链</a>")
    expected = href.replace("&", "&amp;")
    assert markup(document) == f'<p><a href="{expected}">链</a></p>'


@pytest.mark.parametrize(
    ("href", "code"),
    [
        ("javascript:alert(1)", "dropped-link"),
        ("java&#10;script:alert(1)", "dropped-link"),
        ("&#1;JavaScript:alert(1)", "dropped-link"),
        ("vbscript:x", "dropped-link"),
        ("data:text/html,x", "dropped-link"),
        ("http://[", "dropped-link"),
        ("file:///C:/a.doc", "local-file"),
        ("D:\\a.doc", "local-file"),
        ("\\\\server\\a.doc", "local-file"),
        ("#_Toc1", None),
        ("", None),
    ],
)
def test_other_links_keep_only_their_words(href, code):
    document = read_html(f'<title>题</title><p><a href="{href}">链</a></p>')
    assert markup(document) == "<p>链</p>"
    assert codes(document) == ({code} if code else set())


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='DISPLAY : none !important'>{}</div>",
        "<div style='visibility:hidden'>{}</div>",
        "<div hidden>{}</div>",
        "<span style='font-size:0px'>{}</span>",
        "<span style='opacity:0'>{}</span>",
        "<div style='text-indent:-9999px'>{}</div>",
        "<div style='position:absolute;left:-1000em'>{}</div>",
        "<div style='height:1px;overflow:hidden'>{}</div>",
        "<marquee height=1 width=4>{}</marquee>",
        "<noscript>{}</noscript>",
        "<style>.zq,#b{{display:none}}</style><div class='a zq'><p>{}</p></div>",
        "<style>.zq,#b{{display:none}}</style><div id=b>{}</div>",
    ],
)
def test_hidden_link_farms_are_dropped_and_reported(hidden):
    farm = "<a href='http://farm.example/1'>六合彩</a><p><a href='//bet.example'>赌场</a></p>"
    document = read_html(f"<title>题</title><p>前</p>{hidden.format(farm)}<p>后</p>")
    assert document.text() == "前\n后"
    (finding,) = document.findings
    assert (finding.code, finding.severity) == ("hidden", "fixed")
    assert "farm.example" in finding.message
    assert "bet.example" in finding.message
    assert "六合彩" in finding.excerpt


def test_what_is_hidden_in_print_only_stays():
    document = read_html(
        "<title>题</title><style>@media print{.a{color:red}.b{display:none}} .c{color:red}</style>"
        "<p class=b>正文</p><p style='opacity:0.5;font-size:10px'>二</p>"
    )
    assert document.text() == "正文\n二"


def test_scripts_and_frames_are_dropped_with_their_hosts():
    document = read_html(
        "<title>题</title><script src='https://evil.example/a.js'></script><script>x()</script>"
        "<p>正文</p><iframe src='//frame.example/'>框</iframe>"
        "<svg><text>画</text></svg><select><option>项</select>"
    )
    assert document.text() == "正文"
    messages = {f.code: f.message for f in document.findings}
    assert "2 处" in messages["script"]
    assert "evil.example" in messages["script"]
    assert "frame.example" in messages["frame"]
    assert "2 处" in messages["widget"]


def test_links_lost_in_tables_are_reported():
    document = read_html("<table><tr><td><a href='/f.doc'>附件</a><td>b</table>")
    assert excerpts(document, "flattened-link") == ["附件 /f.doc"]


def test_entities_are_not_resolved():
    document = read_html(
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>甲&x;&amp;lt;乙。</p>'
    )
    assert "root:" not in document.text()
    assert "&x;&lt;乙。" in document.text()


def test_text_without_body_tags_and_after_the_end_is_kept():
    document = read_html("<title>题</title>前<p>中</p></body></html>后")
    assert document.text() == "前\n中\n后"


@pytest.mark.parametrize("page", ["<p>&nbsp;</p>", "<script>x</script>", "<!-- 注释 -->", "<br>"])
def test_a_page_without_text_is_refused(page):
    with pytest.raises(ImportRefused, match=r"说明\.html") as caught:
        read_html(page)
    assert caught.value.code == "no-text"


def test_a_page_of_pictures_only_is_taken():
    assert only(read_html("<img src='/a.png'>"), "image")["src"] == "/a.png"
