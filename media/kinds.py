"""The one door for files: which kinds there are, and how each is known by its content.

The name must say what the content is. Nothing that a browser would run is taken
(HTML, SVG, programs), and no macros.
"""

import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from .intake import accept_picture

HEAD = 4096
MAX_ZIP_ENTRIES = 20_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
RUN_BY_BROWSERS = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?xml", b"<head", b"<body")
QUICKTIME = b"qt  "  # where the brand of a film stands
PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. ``check(file, head)`` returns "" or what is wrong, for the uploader."""

    check: Callable
    content_type: str


class AcceptedFile(File):
    """A file that passed; the only content a document field stores."""

    def __init__(self, file, *, name, upload_hash):
        super().__init__(file, name=name)
        self.original_name, self.upload_hash = name, upload_hash


def accept_document(*, file, name):
    """Check an uploaded file by its content; return an AcceptedFile or AcceptedPicture.

    Pictures go through ``accept_picture``. Raises ValidationError with a
    message for the person who uploaded it.
    """
    if isinstance(file, AcceptedFile) or hasattr(file, "facts"):
        return file
    name = PurePath(name.replace("\\", "/")).name[-200:]
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension in PICTURES:
        return accept_picture(data_or_file=file, name=name)
    kind = KINDS.get(extension)
    if kind is None:
        known = "、".join([*KINDS, *PICTURES])
        raise ValidationError(
            _("不接受这种文件。可以上传：%(kinds)s。") % {"kinds": known}, code="kind"
        )
    upload_hash, head = _read_through(file)
    if wrong := kind.check(file, head):
        raise ValidationError(wrong, code="content")
    file.seek(0)
    return AcceptedFile(file, name=name, upload_hash=upload_hash)


def content_type_of(name):
    """The media type a stored file is handed out with, by its extension."""
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension in PICTURES:
        return PICTURES[extension]
    kind = KINDS.get(extension)
    return kind.content_type if kind else "application/octet-stream"


def film_type(file):
    """The media type of a stored film that browsers play; "" for any other file, or none.

    The door takes QuickTime as mp4 as well: many telephones call it so, and few browsers play it.
    """
    content_type = content_type_of(file.name or "")
    if not content_type.startswith("video/"):
        return ""
    try:
        with file.open("rb") as opened:
            head = opened.read(HEAD)
    except OSError:
        return ""
    check = _webm if content_type == "video/webm" else _mp4
    return "" if check(file, head) or head[8:12] == QUICKTIME else content_type


def download_name(title, extension):
    """A name for a file without one of its own, made of its title."""
    return get_valid_filename(title.replace("/", "_").strip(". ") or "file") + extension


def _read_through(file):
    limit = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE
    file.seek(0)
    digest, size, head = hashlib.sha256(), 0, b""
    while chunk := file.read(1 << 20):
        head = head or chunk[:HEAD]
        size += len(chunk)
        if size > limit:
            raise ValidationError(
                _("文件太大，最大 %(limit)s。") % {"limit": filesizeformat(limit)}, code="too_large"
            )
        digest.update(chunk)
    if not size:
        raise ValidationError(_("文件是空的。"), code="empty")
    return digest.hexdigest(), head


def _mismatch():
    return _("文件内容与扩展名不符。请用原来的程序打开，另存后再上传。")


def _macros():
    return _("文件里有宏程序，不能上传。请另存为不带宏的格式。")


# --- how kinds are known --------------------------------------------------------
def _starts(*beginnings):
    def check(file, head):
        return "" if head.startswith(beginnings) else _mismatch()

    return check


def _pdf(file, head):
    return "" if b"%PDF-" in head[:1024] else _mismatch()


def _old_office(*streams):
    """Office's format before 2007; the names of its streams say what it is."""
    wanted = [name.encode("utf-16-le") for name in streams]
    macro = "_VBA_PROJECT".encode("utf-16-le")

    def check(file, head):
        if not head.startswith(OLE):
            return _mismatch()
        found = _search(file, [macro, *wanted])
        if macro in found:
            return _macros()
        return "" if found & set(wanted) else _mismatch()

    return check


def _search(file, needles):
    """Which of ``needles`` occur in ``file``, read in pieces."""
    found, tail = set(), b""
    longest = max(map(len, needles))
    file.seek(0)
    while chunk := file.read(1 << 20):
        window = tail + chunk
        found |= {needle for needle in needles if needle in window}
        tail = window[-longest:]
    return found


def _office(folder):
    """Office's format since 2007 (and OFD): a zip with a part of a known name."""

    def check(file, head):
        if head.startswith(OLE):
            return _("文件加了密码，或是旧版格式。请去掉密码，另存后再上传。")
        names = _zip_names(file, head)
        if names is None or not any(name.startswith(folder) for name in names):
            return _mismatch()
        macros = any("vbaproject" in name.lower() for name in names)
        return _macros() if macros else ""

    return check


def _zip(file, head):
    return _mismatch() if _zip_names(file, head) is None else ""


def _zip_names(file, head):
    """Names in a zip's directory; None if it is none. Nothing is unpacked."""
    if not head.startswith(ZIP):
        return None
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    return names if len(names) <= MAX_ZIP_ENTRIES else None


def _text(file, head):
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(RUN_BY_BROWSERS):
        return _("内容是网页，不能当作文本上传。")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ""
    return _mismatch() if b"\0" in head else ""


def _mp3(file, head):
    frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    return "" if frame or head.startswith(b"ID3") else _mismatch()


def _mp4(file, head):
    return "" if head[4:8] == b"ftyp" and head[8:12] not in PICTURE_BRANDS else _mismatch()


def _webm(file, head):
    # Matroska has the same signature; browsers play the kind that calls itself webm.
    return "" if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64] else _mismatch()


OOXML = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "pdf": Kind(_pdf, "application/pdf"),
    "doc": Kind(_old_office("WordDocument"), "application/msword"),
    "docx": Kind(_office("word/"), OOXML + "wordprocessingml.document"),
    "xls": Kind(_old_office("Workbook", "Book"), "application/vnd.ms-excel"),
    "xlsx": Kind(_office("xl/"), OOXML + "spreadsheetml.sheet"),
    "ppt": Kind(_old_office("PowerPoint Document"), "application/vnd.ms-powerpoint"),
    "pptx": Kind(_office("ppt/"), OOXML + "presentationml.presentation"),
    "wps": Kind(_old_office("WordDocument"), "application/vnd.ms-works"),
    "et": Kind(_old_office("Workbook", "Book"), "application/octet-stream"),
    "dps": Kind(_old_office("PowerPoint Document"), "application/octet-stream"),
    "ofd": Kind(_office("OFD.xml"), "application/ofd"),
    "txt": Kind(_text, "text/plain"),
    "csv": Kind(_text, "text/csv"),
    "zip": Kind(_zip, "application/zip"),
    "rar": Kind(_starts(b"Rar!\x1a\x07"), "application/vnd.rar"),
    "7z": Kind(_starts(b"7z\xbc\xaf\x27\x1c"), "application/x-7z-compressed"),
    "mp3": Kind(_mp3, "audio/mpeg"),
    "mp4": Kind(_mp4, "video/mp4"),
    "webm": Kind(_webm, "video/webm"),
}
# These go through the door for pictures.
PICTURES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
    "heic": "image/heic",
    "heif": "image/heic",
}
