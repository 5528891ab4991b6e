"""What may be uploaded, and what of it is kept."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageCms

from media.intake import accept_picture
from media.kinds import accept_document

from .conftest import encoded

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def accepted(data, name="photo.jpg"):
    return Image.open(accept_picture(data_or_file=data, name=name))


def refusal(door, **arguments):
    with pytest.raises(ValidationError) as caught:
        door(**arguments)
    return caught.value.code


def zipped(*names):
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return output.getvalue()


def png_that_claims(width, height):
    """A PNG of a few bytes whose header promises an enormous picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    body = zlib.compress(b"\0" * 100)
    data = b"IDAT" + body
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))
        for part in (chunk, data, b"IEND")
    )


def phone_photo():
    """A sideways photograph with a place, a camera, an XMP packet and a program behind it."""
    image = Image.new("RGB", (400, 200), "red")
    image.paste("blue", (0, 0, 200, 200))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees
    exif[0x010F] = "Phone Maker"
    exif.get_ifd(0x8825)[2] = (31.0, 13.0, 49.0)
    output = BytesIO()
    image.save(output, "JPEG", exif=exif, comment=b"secret comment", xmp=b"<x>secret xmp</x>")
    return output.getvalue() + b"<script>alert(1)</script>PK\x03\x04"


def test_a_photograph_is_turned_upright_and_carries_nothing_but_pixels():
    result = accept_picture(data_or_file=phone_photo(), name=r"C:\Users\lin\IMG 01.JPG")
    stored = result.read()
    picture = Image.open(BytesIO(stored))
    assert picture.size == (200, 400)
    top, bottom = picture.getpixel((100, 50)), picture.getpixel((100, 350))
    assert top[2] > 200, "blue was on the left, and is on top once the picture is upright"
    assert bottom[0] > 200
    assert not picture.getexif()
    assert not {"icc_profile", "xmp", "comment", "exif"} & set(picture.info)
    for secret in (b"Phone Maker", b"secret", b"<script>", b"PK\x03\x04"):
        assert secret not in stored
    assert result.facts.original_name == "IMG 01.JPG"


@pytest.mark.parametrize(
    ("encoding", "transparent", "stored_as"),
    [
        ("JPEG", False, "JPEG"),
        ("PNG", False, "PNG"),
        ("PNG", True, "PNG"),
        ("WEBP", True, "WEBP"),
        ("GIF", False, "PNG"),
        ("HEIF", False, "JPEG"),
        ("AVIF", False, "JPEG"),
        ("AVIF", True, "WEBP"),
    ],
)
def test_each_format_is_known_by_content_and_written_anew(encoding, transparent, stored_as):
    data = encoded((64, 48), encoding, transparent=transparent)
    picture = accepted(data, "wrong-name.jpg")
    assert (picture.format, picture.size) == (stored_as, (64, 48))
    assert picture.mode == ("RGBA" if transparent else "RGB")


def test_colours_of_a_wide_profile_become_srgb():
    swapped = Image.new("RGB", (8, 8), (200, 100, 50))
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    output = BytesIO()
    swapped.save(output, "JPEG", icc_profile=lab, quality=100)
    red, green, blue = accepted(output.getvalue()).getpixel((4, 4))
    assert abs(red - 200) < 6
    assert abs(green - 100) < 6
    assert abs(blue - 50) < 6
    cmyk = BytesIO()
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(cmyk, "JPEG", icc_profile=b"broken")
    assert accepted(cmyk.getvalue()).mode == "RGB"


def test_sixteen_bits_of_grey_stay_grey():
    output = BytesIO()
    Image.new("I;16", (16, 16), 32768).save(output, "PNG")
    assert abs(accepted(output.getvalue()).convert("L").getpixel((3, 3)) - 128) <= 1


def test_a_large_photograph_is_kept_at_a_useful_size(settings):
    settings.MEDIA_KEEP_SIDE = 1000
    assert accepted(encoded((4000, 3000))).size == (1000, 750)
    assert accepted(encoded((3, 1200), "PNG")).height == 1000


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<html>hello</html>", "not_a_picture"),
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "svg"),
        (png_that_claims(12_000, 12_000), "too_many_pixels"),
        (png_that_claims(60_000, 60_000), "too_many_pixels"),
        (png_that_claims(30_000, 10), "too_long"),
        (png_that_claims(500, 500), "broken"),
        (encoded((600, 400))[:2000], "broken"),
        (b"GIF89a" + b"\xff" * 40, "broken"),
        (b"MZ\x90\x00" + b"\0" * 200, "not_a_picture"),
    ],
)
def test_what_is_no_sound_picture_is_refused(data, code):
    assert refusal(accept_picture, data_or_file=data, name="a.jpg") in (code, "not_a_picture")


def test_a_file_over_the_limit_is_refused(settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000
    big = b"%PDF-1.7" + b"x" * 2000
    assert refusal(accept_picture, data_or_file=big, name="a.jpg") == "too_large"
    assert refusal(accept_document, file=ContentFile(big), name="a.pdf") == "too_large"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("通知.pdf", b"%PDF-1.7 ..."),
        ("a.docx", zipped("[Content_Types].xml", "word/document.xml")),
        ("a.xlsx", zipped("[Content_Types].xml", "xl/workbook.xml")),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le")),
        ("a.wps", OLE + "WordDocument".encode("utf-16-le")),
        ("a.zip", zipped("任何.html")),
        ("a.txt", "家长您好".encode("gb18030")),
        ("a.csv", "\ufeff姓名,班级".encode()),
        ("a.mp4", b"\0\0\0\x20ftypisom" + b"\0" * 50),
        ("a.RAR", b"Rar!\x1a\x07\x01\x00"),
    ],
)
def test_files_whose_content_is_what_the_name_says_are_taken(name, data):
    result = accept_document(file=ContentFile(data), name=name)
    assert result.read() == data
    assert result.original_name == name


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("virus.exe", b"MZ\x90\x00", "kind"),
        ("page.html", b"<html>", "kind"),
        ("drawing.svg", b"<svg/>", "kind"),
        ("macro.docm", zipped("word/document.xml"), "kind"),
        ("plan.pdf", b"MZ\x90\x00", "content"),
        ("plan.docx", zipped("[Content_Types].xml", "xl/workbook.xml"), "content"),
        ("plan.docx", zipped("word/document.xml", "word/vbaProject.bin"), "content"),
        ("plan.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "content"),
        ("plan.xls", OLE + "WordDocument".encode("utf-16-le"), "content"),
        ("plan.xls", OLE + "Workbook_VBA_PROJECT".encode("utf-16-le"), "content"),
        ("plan.zip", b"PK\x03\x04broken", "content"),
        ("plan.txt", b"\xef\xbb\xbf <!DOCTYPE html><script>", "content"),
        ("plan.txt", b"\x7fELF\x00\x00", "content"),
        ("song.mp4", b"\0\0\0\x20ftypheic" + b"\0" * 50, "content"),
        ("photo.jpg", b"%PDF-1.7", "not_a_picture"),
        ("empty.pdf", b"", "empty"),
    ],
)
def test_files_that_are_not_what_they_say_are_refused(name, data, code):
    assert refusal(accept_document, file=ContentFile(data), name=name) == code


def test_a_picture_among_the_documents_is_re_encoded_too():
    result = accept_document(file=ContentFile(phone_photo()), name="奖状.JPG")
    assert b"Phone Maker" not in result.read()
