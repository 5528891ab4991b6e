"""Files that are a danger or cannot be read are refused as a whole, with the reason."""

import zipfile

import pytest

from school_sites.word_import import ImportRefused, check_size, packages, read_document
from school_sites.word_import.limits import MAX_PICTURES

from .documents import (
    by_libreoffice,
    locked_doc,
    locked_docx,
    picture,
    red_head,
    saved,
    with_changed,
    with_member,
    with_pictures,
    zipped,
)

CONTENT_TYPES = "[Content_Types].xml"
DOCUMENT = "word/document.xml"


def refusal(name, data):
    with pytest.raises(ImportRefused) as caught:
        read_document(name, data)
    assert f"“{name}”" in str(caught.value)
    assert str(caught.value).endswith("。")
    return caught.value


@pytest.fixture(scope="module")
def plain():
    """An ordinary docx, to be spoilt."""
    return red_head()


def macro(data):
    return with_member(data, "word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(100))


def macro_type(data):
    return with_changed(
        data,
        CONTENT_TYPES,
        lambda xml: xml.replace(b"document.main", b"document.macroEnabled.main"),
    )


def entity(data):
    doctype = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document '
    return with_changed(data, DOCUMENT, lambda xml: xml.replace(b"<w:document ", doctype, 1))


def laughs(data):
    doctype = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><w:styles '
    return with_changed(data, "word/styles.xml", lambda xml: xml.replace(b"<w:styles ", doctype, 1))


def entity_in_utf16(data):
    def change(xml):
        text = xml.decode().split("?>", 1)[1].lstrip()
        text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY e "x">]>' + text
        return text.encode("utf-16")

    return with_changed(data, DOCUMENT, change)


def bomb(data):
    return with_changed(data, DOCUMENT, lambda xml: xml + b" " * 60_000_000)


def many(data):
    return zipped({f"word/part{n}.xml": b"" for n in range(4_000)})


def huge(data):
    return zipped({f"word/media/image{n}.bmp": bytes(4_000_000) for n in range(6)})


def climbing(data):
    return with_member(data, "../../etc/cron.d/job", b"x")


def cut(data):
    return data[: len(data) // 2]


def no_body(data):
    return zipped({CONTENT_TYPES: b"<Types/>", DOCUMENT: b"<w/>"})


def broken_xml(data):
    return with_changed(data, DOCUMENT, lambda xml: xml[:-40])


def broken_member(data):
    at = data.find(b"PK\x03\x04", data.find(b"word/document.xml")) - 40
    return data[:at] + bytes(20) + data[at + 20 :]


def not_word(data):
    return bytes(range(256)) * 20


def deep(data):
    table = b"<w:tbl><w:tr><w:tc>" * 70 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 70
    return with_changed(data, DOCUMENT, lambda xml: xml.replace(b"<w:body>", b"<w:body>" + table))


SPOILT = [
    (macro, "macros", "宏"),
    (macro_type, "macros", "宏"),
    (entity, "entities", "实体"),
    (laughs, "entities", "实体"),
    (entity_in_utf16, "entities", "实体"),
    (bomb, "zip-bomb", "压缩"),
    (many, "zip-bomb", "4000 个文件"),
    (huge, "zip-bomb", "22 MB"),
    (climbing, "unsafe-names", "路径"),
    (cut, "damaged", "损坏"),
    (no_body, "damaged", "损坏"),
    (broken_xml, "damaged", "损坏"),
    (broken_member, "damaged", "损坏"),
    (not_word, "damaged", "损坏"),
    (deep, "too-complex", "嵌套"),
]


@pytest.mark.parametrize(("spoil", "code", "word"), SPOILT, ids=[s[0].__name__ for s in SPOILT])
def test_a_dangerous_or_broken_docx_is_refused_with_its_reason(
    plain, spoil, code, word, monkeypatch
):
    if spoil is huge:  # as many bytes as the real limit would take seconds to pack
        monkeypatch.setattr(packages, "MAX_UNPACKED_BYTES", 20_000_000)
    refused = refusal("通知.docx", spoil(plain))
    assert refused.code == code
    assert word in str(refused)


def test_too_many_pictures_are_counted():
    refused = refusal("相册.docx", with_pictures(MAX_PICTURES + 1, same=True))
    assert refused.code == "too-many-pictures"
    assert f"{MAX_PICTURES + 1} 张" in str(refused)


def test_200_megabytes_are_refused_before_anything_is_read():
    with pytest.raises(ImportRefused, match=r"大\.docx.*200\.0 MB.*100 MB") as caught:
        check_size("大.docx", 200 * 1024 * 1024, largest=100 * 1024 * 1024)
    assert caught.value.code == "too-large"


def test_a_linked_picture_is_named_and_never_fetched():
    data = with_changed(
        with_pictures(1),
        "word/_rels/document.xml.rels",
        lambda xml: xml.replace(
            b'Target="media/image1.png"', b'Target="http://127.0.0.1:9/a.png" TargetMode="External"'
        ),
    )
    document = read_document("新闻.docx", data)
    assert not document.pictures
    assert [f.excerpt for f in document.findings if f.code == "linked-picture"] == [
        "http://127.0.0.1:9/a.png"
    ]


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("机密.docx", locked_docx),
        ("机密.doc", locked_docx),
        pytest.param("机密.doc", locked_doc, marks=pytest.mark.libreoffice),
    ],
)
def test_a_document_with_a_password_is_refused_for_it(name, made):
    refused = refusal(name, made())
    assert refused.code == "encrypted"
    assert "密码" in str(refused)


@pytest.mark.libreoffice
def test_without_libreoffice_an_old_document_is_asked_for_as_docx(monkeypatch):
    data = by_libreoffice("doc")
    monkeypatch.setenv("SOFFICE", "")
    refused = refusal("新闻.doc", data)
    assert refused.code == "no-converter"
    assert "另存为 Word 文档（.docx）" in str(refused)


def test_a_page_with_its_pictures_in_a_zip():
    page = "<h1>春游</h1><p>我们去了植物园。</p><img src='a.files/%E8%8A%B1.png' alt='一朵花'>"
    data = zipped(
        {"a.html": page.encode(), "a.files/花.png": picture(), "a.files/名单.xlsx": b"PK\x03\x04"}
    )
    document = read_document("春游.zip", data)
    (image,) = [block.value for block in document.blocks if block.kind == "image"]
    assert image["alt"] == "一朵花"
    assert document.pictures[image["src"]].read() == picture()
    assert [attachment.name for attachment in document.attachments] == ["名单.xlsx"]


def test_a_zip_of_a_chinese_windows_names_its_members_in_gbk():
    page = "<h1>春游</h1><p>我们去了植物园。</p><img src='花.png'>"
    data = zipped({"a.html": page.encode(), "##.png": picture()}, compression=zipfile.ZIP_STORED)
    data = data.replace(b"##.png", "花".encode("gb18030") + b".png")
    assert len(read_document("春游.zip", data).pictures) == 1


@pytest.mark.parametrize(
    ("members", "code"),
    [({"a.txt": b"x"}, "no-page"), ({"a.html": b"<p>1", "b.html": b"<p>2"}, "no-page")],
)
def test_a_zip_without_one_page_is_refused(members, code):
    assert refusal("网页.zip", zipped(members)).code == code


def test_a_docx_in_another_name_is_still_a_docx(plain):
    for name in ("通知.doc", "通知.wps", "通知.zip"):
        assert read_document(name, plain).title == "关于开展2026年中小学校园读书节活动的通知"


def test_a_web_page_called_doc_is_read_as_a_page():
    page = "<html><body><h1>通知</h1><p>明天放假。</p></body></html>".encode("gb18030")
    assert read_document("通知.doc", page).title == "通知"


def test_an_embedded_workbook_becomes_an_attachment():
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    source = docx.Document()
    source.add_paragraph("名单")
    run = source.add_paragraph("附件见下。").add_run()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    part = Part(PackURI("/word/embeddings/book.xlsx"), kind, b"PK\x03\x04", source.part.package)
    relation = source.part.relate_to(part, RELATIONSHIP_TYPE.PACKAGE)
    holder = run._r.makeelement(docx.oxml.ns.qn("w:object"))
    office = "{urn:schemas-microsoft-com:office:office}OLEObject"
    embedded = holder.makeelement(office, {docx.oxml.ns.qn("r:id"): relation})
    holder.append(embedded)
    run._r.append(holder)
    document = read_document("名单.docx", saved(source))
    assert [(a.name, a.read()) for a in document.attachments] == [("book.xlsx", b"PK\x03\x04")]
