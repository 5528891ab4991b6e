"""Files that come with letters: what is taken, and where it is kept."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from media.storages import is_public
from school_sites.letters import attachments, states
from school_sites.models import Letter
from tests.factories import make_letter, make_mailbox
from tests.school_sites.letters.visitor import TYPED, path_of, words

pytestmark = pytest.mark.django_db


def picture():
    data = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(data, "PNG")
    return data.getvalue()


def pixels(data):
    return Image.open(BytesIO(data)).convert("RGB").tobytes()


def word(**more):
    data = BytesIO()
    with ZipFile(data, "w") as package:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            package.writestr(name, "<x/>")
    return data.getvalue()


GOOD = {"稿件.docx": word(), "图.PNG": picture(), "全文.pdf": b"%PDF-1.7 text"}
BAD = {
    "稿件.docx": b"MZ program", "图.png": b"<svg onload=alert(1)>", "全文.pdf": b"<html>",
    "加密.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "假.jpg": b"\xff\xd8\xff\xe0 no picture",
    "宏.docx": word(**{"word/vbaProject.bin": 1}), "程序.exe": b"MZ",
    "页.html": b"<html>", "空.pdf": b"",
}  # fmt: skip


@pytest.fixture
def contributions(school):
    return make_mailbox(school, "我要投稿", kind="contribution")


@pytest.mark.parametrize("name", GOOD)
def test_a_contribution_brings_a_file(visitor, contributions, name):
    file = SimpleUploadedFile(name, GOOD[name])
    assert visitor.send(path_of(contributions), **TYPED, file=file).status_code == 302
    letter = Letter.objects.get()
    assert letter.file_name == name.replace("PNG", "png")
    with attachments.storage().open(letter.file) as stored:
        kept = stored.read()
    if name.endswith("PNG"):
        assert pixels(kept) == pixels(GOOD[name])
    else:
        assert kept == GOOD[name]
    assert "稿" not in letter.file
    assert not is_public(letter.file)
    assert visitor.get(f"/media/{letter.file}").status_code == 404


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_not_what_it_says_is_refused(visitor, contributions, name):
    response = visitor.send(
        path_of(contributions), **TYPED, file=SimpleUploadedFile(name, BAD[name])
    )
    assert response.status_code == 200
    assert "附件：" in words(response)
    assert not Letter.objects.exists()


def test_a_photograph_is_kept_without_the_place_where_it_was_taken(visitor, contributions):
    place = Image.Exif()
    place.get_ifd(0x8825).update({1: "N", 2: (31.0, 14.0, 9.0)})
    data = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(data, "JPEG", exif=place, comment=b"secret")
    assert Image.open(data).getexif().get_ifd(0x8825)
    file = SimpleUploadedFile("操场.jpeg", data.getvalue())
    assert visitor.send(path_of(contributions), **TYPED, file=file).status_code == 302
    letter = Letter.objects.get()
    with attachments.storage().open(letter.file) as stored:
        kept = stored.read()
    assert not Image.open(BytesIO(kept)).getexif()
    assert b"secret" not in kept


def test_the_form_names_the_limit_that_holds(visitor, contributions, settings):
    settings.LETTER_FILE_BYTES = 3 << 20
    assert "不超过 3.0\xa0MB" in visitor.get(path_of(contributions)).content.decode()


def test_a_file_that_is_too_large_is_refused_unread(visitor, contributions, settings):
    settings.LETTER_FILE_BYTES = 2000
    large = SimpleUploadedFile("全文.pdf", b"%PDF-" + b"x" * 3000)
    assert "不能超过" in words(visitor.send(path_of(contributions), **TYPED, file=large))
    huge = SimpleUploadedFile("全文.pdf", b"%PDF-" + b"x" * (2 << 20))
    assert visitor.send(path_of(contributions), **TYPED, file=huge).status_code == 413
    assert not Letter.objects.exists()


def test_a_letter_that_cannot_be_kept_leaves_no_file(school, contributions, monkeypatch):
    monkeypatch.setattr(states, "record", lambda *args, **options: 1 / 0)
    before = files_of_letters()
    with pytest.raises(ZeroDivisionError):
        make_letter(school, contributions, file=SimpleUploadedFile("a.pdf", b"%PDF-"))
    assert files_of_letters() == before
    assert not Letter.objects.exists()


def files_of_letters():
    root = attachments.storage().base_location
    return sorted(str(path) for path in root.rglob("*.*")) if root.exists() else []
