"""Words of files of every kind; files that are broken, locked, or meant to do harm."""

import random
import resource
import signal
import sys
import zipfile
from datetime import datetime
from io import BytesIO

import docx
import openpyxl
import pytest
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from search.extraction import limits, problems, running, text_of
from tests.search import files

NEEDLE = "暑期社会实践报名"
TEXT = f"关于开展{NEEDLE}的通知，请各位家长留意，谢谢。"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "哈哈">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefg", "bcdefgh", strict=True))
    + "]>"
)


def of(data, name):
    return text_of(BytesIO(data), name=name)


def problem_of(data, name):
    """The code of what is wrong with a file, which must give no text."""
    found = of(data, name)
    assert not found.text
    return next(code for code, text in problems.TEXTS.items() if text == found.problem)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", files.word(TEXT)),
        ("A.XLSX", files.workbook(["序号", TEXT])),
        ("a.pptx", files.slides("封面", TEXT)),
        ("a.pdf", files.pdf(TEXT)),
        ("gbk.pdf", files.pdf(TEXT, encoding="GBK-EUC-H", codec="gbk")),
        ("wrapped.pdf", files.pdf(TEXT.replace("社会", "社\n会"))),
        ("utf8.txt", TEXT.encode()),
        ("gbk.txt", TEXT.encode("gbk")),
        ("utf16.txt", TEXT.encode("utf-16")),
        ("utf16.csv", ("序号," + TEXT * 20).encode("utf-16-be")),
    ],
)
def test_the_words_of_each_kind_are_found(name, data, tmp_path):
    path = tmp_path / "kept-under-another-name"
    path.write_bytes(data)
    for found in (text_of(path, name=name), of(data, name)):
        assert not found.problem
        assert NEEDLE in found.text


def test_word_documents_give_what_a_reader_sees():
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "表格里的字"
    paragraph = document.add_paragraph("正")
    paragraph.add_run("文")
    data = files.saved(document)
    body = zipfile.ZipFile(BytesIO(data)).read("word/document.xml").decode()
    removed = "<w:p><w:del><w:r><w:t>删去的</w:t></w:r></w:del><w:r><w:t>留下的</w:t></w:r></w:p>"
    body = body.replace("<w:sectPr", f"{removed}<w:sectPr", 1)
    text = of(files.with_member(data, "word/document.xml", body), "a.docx").text
    assert text == "表格里的字\n正文\n留下的"


def test_workbooks_give_values_not_formulas_and_keep_hidden_sheets_hidden():
    book = openpyxl.Workbook()
    book.active.append(["费用", 12.0, datetime(2026, 9, 1), "=SUM(B1:B1)"])
    book.create_sheet("身份证号").append(["不公开"])
    book["身份证号"].sheet_state = "hidden"
    assert of(files.saved(book), "a.xlsx").text == "Sheet\n费用 12 2026-09-01"


def test_slides_come_in_their_order_without_hidden_ones():
    data = files.slides("一", "二", "三")
    slide = zipfile.ZipFile(BytesIO(data)).read("ppt/slides/slide2.xml").decode()
    data = files.with_member(
        data, "ppt/slides/slide2.xml", slide.replace("<p:sld ", '<p:sld show="0" ')
    )
    assert (of(data, "a.pptx").text, of(data, "a.pptx").pages) == ("一\n三", 3)


def test_a_long_text_is_cut_and_says_so():
    found = of((TEXT + "\n").encode("gbk") * 120_000, "a.txt")
    assert found.truncated
    assert len(found.text) == limits.MAX_TEXT
    assert not found.problem


def test_of_ten_thousand_pages_the_first_ones_are_read():
    writer = files.writer_of(TEXT)
    for _ in range(9_999):
        writer.add_blank_page(100, 100)
    found = of(files.written(writer), "a.pdf")
    assert (found.pages, found.truncated, found.problem) == (10_000, True, "")
    assert NEEDLE in found.text


def million_rows(dimension="A1:XFD1048576"):
    """A workbook of a million empty rows, one word at its end, and a lie about its size."""
    data = files.workbook(["x"])
    sheet = zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    head = sheet[: sheet.index("<dimension")]
    rows = "".join(f'<row r="{n}"/>' for n in range(1, 1_000_000))
    cell = '<row r="1000000"><c r="A1000000" t="inlineStr"><is><t>最后一行</t></is></c></row>'
    sheet = f'{head}<dimension ref="{dimension}"/><sheetData>{rows}{cell}</sheetData></worksheet>'
    return files.with_member(data, "xl/worksheets/sheet1.xml", sheet)


def test_a_million_empty_rows_and_a_lie_about_the_size_do_no_harm():
    found = of(million_rows("A1:B2"), "a.xlsx")
    assert not found.problem
    assert "最后一行" in found.text


def locked(password, owner=None, algorithm="AES-256"):
    writer = files.writer_of(TEXT)
    writer.encrypt(password, owner, algorithm=algorithm)
    return files.written(writer)


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_with_a_password_says_so_and_one_locked_against_changing_is_read(algorithm):
    assert problem_of(locked("geheim", algorithm=algorithm), "a.pdf") == "encrypted"
    assert NEEDLE in of(locked("", "owner", algorithm), "a.pdf").text


def scripted():
    writer = files.writer_of(TEXT)
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("while (true);")}
    action = DictionaryObject({NameObject(name): value for name, value in script.items()})
    writer._root_object[NameObject("/OpenAction")] = action
    return files.written(writer)


def test_programs_in_a_pdf_do_not_run():
    assert of(scripted(), "a.pdf").text == TEXT


def ole(stream):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016 + stream.encode("utf-16-le")


def false_size(data):
    """The zip ``data`` whose directory says that nothing in it is larger than a byte."""
    out = bytearray(data)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        out[at + 24 : at + 28] = (1).to_bytes(4, "little")
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(out)


def costly_xml():
    """XML that packs badly, so that its ratio is a decent one, and fills the memory as a tree."""
    names = "".join(f'<b x="{digit}"/>' for digit in random.Random(7).randbytes(1_000_000).hex())
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:document xmlns:w="{w}"><w:body>{names}</w:body></w:document>'


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("a.exe", lambda: b"MZ", "unknown-kind"),
        ("a.docx", lambda: b"", "empty"),
        ("a.pdf", lambda: b"%PDF-1.7\n" + b"\xff" * 5000, "damaged"),
        ("cut.pdf", lambda: files.pdf(TEXT)[:300], "damaged"),
        ("loop.pdf", files.pdf_with_loop, "damaged"),
        ("scan.pdf", lambda: files.pdf(""), "no-text"),
        ("cut.docx", lambda: files.word(TEXT)[:2000], "damaged"),
        ("really-a-sheet.docx", lambda: files.workbook(["a"]), "damaged"),
        ("locked.docx", lambda: ole("EncryptedPackage"), "encrypted"),
        ("old.xlsx", lambda: ole("Workbook"), "old-format"),
        ("picture.txt", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "damaged"),
        ("latin.txt", lambda: "Élève naïve çà, où dîner à l'été".encode("latin-1"), "encoding"),
        ("bomb.docx", lambda: files.with_member(files.word(TEXT), "word/x.xml", b" " * 40_000_000),
         "zip-bomb"),
        ("bomb.xlsx", lambda: files.with_member(files.workbook([1]), "xl/x.xml", b" " * 40_000_000),
         "zip-bomb"),
        ("liar.pptx", lambda: false_size(files.slides(TEXT)), "damaged"),
        ("laughs.docx", lambda: files.with_member(files.word(TEXT), "word/document.xml",
                                                  LAUGHS + "<x>&h;</x>"), "entities"),
        ("laughs.pptx", lambda: files.with_member(files.slides(TEXT), "ppt/presentation.xml",
                                                  LAUGHS + "<x>&h;</x>"), "entities"),
        ("laughs.xlsx", lambda: files.with_member(files.workbook(["a"]), "xl/worksheets/sheet1.xml",
                                                  LAUGHS + "<x>&h;</x>"), "entities"),
        ("memory.docx", lambda: files.with_member(files.word(TEXT), "word/document.xml",
                                                  costly_xml()), "too-complex"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_gives_the_reason(name, make, code):
    assert problem_of(make(), name) == code


def test_thousands_of_members_are_refused_and_a_zip_inside_is_not_opened():
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(3_001):
            archive.writestr(f"word/{number}", "")
    assert problem_of(file.getvalue(), "a.docx") == "zip-bomb"
    inner = files.with_member(files.word("里面的"), "word/x.xml", b" " * 40_000_000)
    assert (
        of(files.with_member(files.word(TEXT), "word/embeddings/a.docx", inner), "a.docx").text
        == TEXT
    )


def program(code):
    """What becomes of a process that confines itself and then runs ``code``."""
    before = (
        "import os, socket, subprocess, sys, time\n"
        "from search.extraction.child import confine, seal\n"
        "confine(cpu=1)\nseal()\n"
    )
    with open("/dev/null", "rb") as nothing:
        return running._run([sys.executable, "-c", before + code], nothing.fileno(), 20)


@pytest.mark.parametrize(
    "attempt",
    ["socket.socket()", "open('/etc/passwd')", "open('/tmp/written', 'w')", "os.pipe()",
     "subprocess.run(['true'])", "__import__('wave')", "bytearray(600 << 20)"],
)  # fmt: skip
def test_the_process_can_open_nothing_and_has_no_more_memory(attempt):
    code = f"try:\n    {attempt}\nexcept (OSError, ImportError, MemoryError): print('refused')"
    assert program(code) == (0, b"refused\n")


def test_a_process_that_loops_is_ended_by_its_limit():
    assert program("while True: pass") == (-signal.SIGXCPU, b"")
    assert running._believed(-signal.SIGXCPU, b"").problem == problems.TEXTS["slow"]


def test_a_process_that_waits_is_killed_with_all_that_it_started(tmp_path):
    mark = tmp_path / "alive"
    command = ["/bin/sh", "-c", f"sleep 2; touch {mark}"]
    code = f"import subprocess, time\nsubprocess.Popen({command!r})\ntime.sleep(60)"
    with open("/dev/null", "rb") as nothing:
        code, answer = running._run([sys.executable, "-c", code], nothing.fileno(), 1)
    assert (code, answer) == (None, b"")
    found = running._believed(code, answer)
    assert found.may_pass
    assert found.problem
    signal.sigtimedwait([], 2)
    assert not mark.exists()


@pytest.mark.parametrize(
    ("code", "answer", "problem"),
    [
        (0, b"nonsense", "damaged"),
        (0, b'{"text": 1, "pages": null, "truncated": false}', "damaged"),
        (0, b"[]", "damaged"),
        (0, b'{"code": "made-up"}', "damaged"),
        (-signal.SIGSEGV, b"", "too-complex"),
        (-signal.SIGKILL, b"", "killed"),
    ],
)
def test_what_the_process_answers_is_not_believed(code, answer, problem):
    assert running._believed(code, answer).problem == problems.TEXTS[problem]


def test_halves_of_characters_and_control_characters_are_left_out():
    answer = b'{"text": "\\ud800a\\u0000b \\n\\n c", "pages": null, "truncated": false}'
    assert running._believed(0, answer).text == "ab\nc"


def test_an_endless_answer_is_cut_off():
    code = "while True: sys.stdout.write('x' * 100000)"
    assert program(code) == (0, b"")


def test_the_process_knows_no_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "do-not-tell")
    assert b"do-not-tell" not in program("print(dict(os.environ))")[1]


def test_limits_are_those_of_the_process_alone():
    of(TEXT.encode(), "a.txt")
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 0
