"""Files that are not taken, with the sentence that tells the editor why."""

import io
import zipfile

import pytest

from school_sites.word_import import (
    MAX_BYTES,
    SUPPORTED_SUFFIXES,
    ImportRefused,
    check_size,
    read_document,
)


def refusal(name, data):
    with pytest.raises(ImportRefused) as caught:
        read_document(name, data)
    assert isinstance(caught.value, ValueError)
    assert name in str(caught.value)
    return caught.value


def docx():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "looks_like"),
    [
        (docx(), "Word 文档（.docx）"),
        (b"PK\x03\x04" + bytes(40), "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), ".doc"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"{\\rtf1\\ansi hello}", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(8), "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; x", ".mht"),
    ],
)
def test_another_kind_of_file_named_txt_is_told_by_its_kind(data, looks_like):
    refused = refusal("计划.txt", data)
    assert refused.code == "binary"
    assert looks_like in str(refused)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        ("\ufeff".encode(), "empty"),
        ("\u3000\u00a0\n\u200b".encode(), "empty"),
        (b"plan\x00of\x00the\x00school!", "binary"),
        (b"<o:p>\x00", "binary"),
        (b"ab\x00\n", "binary"),
        ("云澜区青禾小学".encode() + b"\x00", "binary"),
        ("云澜区青禾小学".encode("gbk") + b"\x00\n", "binary"),
        (bytes(range(1, 32)) * 4, "binary"),
        ("云澜区\n第二行\x07".encode(), "binary"),
        ("caf\xe9 d'\xe9t\xe9, tr\xe8s bient\xf4t".encode("latin-1"), "encoding"),
        ("雲瀾區智慧校園建設工作計劃，請各校配合辦理。".encode("big5"), "encoding"),
        ("これは学校のお知らせです。ありがとうございます。".encode("shift-jis"), "encoding"),
        ("これは学校のお知らせです。ありがとうございます。".encode("euc-jp"), "encoding"),
        ("云澜区".encode("utf-32"), "encoding"),
        ("云澜区".encode("utf-16") + b"\x00", "encoding"),
        (b"\xff\xfe\x00\xd8\x41\x00", "encoding"),
        (b"[bookmark: _GoBack]\n<!--StartFragment-->", "no-text"),
    ],
)
def test_unreadable_text_is_refused(data, code):
    assert refusal("计划.txt", data).code == code


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_few_bad_bytes_are_named_by_line_not_replaced(encoding, newline):
    lines = [f"第{n}段，云澜区青禾小学的读书节开幕了。".encode(encoding) for n in "一二三四五六"]
    lines[3] = lines[3][:9] + b"\xff\xff" + lines[3][9:]
    refused = refusal("计划.txt", newline.encode().join(lines))
    assert refused.code == "encoding"
    assert "第 4 行" in str(refused)


def test_a_file_cut_in_the_middle_of_a_character_is_refused():
    assert refusal("计划.txt", "第一行\n云澜区青禾".encode()[:-1]).code == "encoding"


@pytest.mark.parametrize("name", ["计划.xlsx", "计划.pdf", "计划", "txt", "计划.txt.exe"])
def test_unknown_types_are_refused_by_name(name):
    refused = refusal(name, "正文".encode())
    assert refused.code == "unknown-type"
    assert all(suffix in str(refused) for suffix in SUPPORTED_SUFFIXES)


def test_size_can_be_refused_before_reading():
    check_size("计划.txt", MAX_BYTES)
    with pytest.raises(ImportRefused, match=r"计划\.txt.*20 MB") as caught:
        check_size("计划.txt", MAX_BYTES + 1)
    assert caught.value.code == "too-large"
    assert refusal("计划.txt", b"a" * (MAX_BYTES + 1)).code == "too-large"


def test_a_name_is_shown_without_path_and_control_characters():
    with pytest.raises(ImportRefused) as caught:
        read_document("../../etc/计\u202e划\n.txt", b"")
    assert "“计划.txt”" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "雲瀾區智慧校園建設工作計劃，請各校配合辦理。各校應於九月前，完成遷移。",
        "王喆老师的课，大家都喜欢。",
        "联通",
        "English only, “quoted” text",
    ],
)
def test_gbk_is_read_whatever_its_characters(text):
    document = read_document("计划.txt", text.encode("gb18030"))
    assert document.encoding == "gb18030"
    assert text in (document.title, document.text())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_recognised(encoding):
    text = "云澜区通知\n\u3000\u3000各学校：请于9月3日前报送。\n"
    document = read_document("计划.txt", text.encode(encoding))
    assert document.encoding == encoding
    assert document.title == "云澜区通知"
    assert read_document("计划.txt", "Term dates\nMonday".encode(encoding)).text() == "Monday"
