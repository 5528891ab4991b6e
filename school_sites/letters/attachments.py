"""Files that come with letters: known by their content, kept where no visitor gets."""

import secrets
import unicodedata
import warnings
import zipfile
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from PIL import Image

from media.storages import private_storage
from school_sites.plain_text import without_control

FOLDER = "letters"
NAME_LENGTH = 120
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {
    ".pdf": "application/pdf",
    ".docx": WORD,
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}


def storage():
    """Where attachments are."""
    return private_storage()


def stored_files():
    """(name, whose it is) of every attachment the database knows, for the inventory."""
    from school_sites.models import Letter

    for pk, name in Letter.objects.exclude(file="").values_list("pk", "file").iterator():
        yield name, f"letter {pk}"


def check_file(upload):
    """Raise ValidationError, for the sender, unless ``upload`` is what its name says."""
    suffix = PurePath(upload.name).suffix.lower()
    if suffix not in TYPES:
        raise ValidationError("附件只能是 Word（.docx）、PDF 或图片（.jpg、.png）。")
    if upload.size > settings.LETTER_FILE_BYTES:
        limit = filesizeformat(settings.LETTER_FILE_BYTES)
        raise ValidationError(f"附件太大，不能超过 {limit}。")
    if not CHECKS[suffix](upload):
        raise ValidationError(f"附件的内容不是 {suffix[1:]} 文件，可能已经损坏，请换一个文件。")
    upload.seek(0)


def _is_pdf(upload):
    upload.seek(0)
    return upload.read(5) == b"%PDF-"


def _is_word(upload):
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return {"[Content_Types].xml", "word/document.xml"} <= names and not has_macros


def _is_picture(format_name):
    def check(upload):
        upload.seek(0)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                with Image.open(upload, formats=[format_name]) as picture:
                    picture.verify()
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning):
            return False
        return True

    return check


CHECKS = {
    ".pdf": _is_pdf,
    ".docx": _is_word,
    ".jpg": _is_picture("JPEG"),
    ".jpeg": _is_picture("JPEG"),
    ".png": _is_picture("PNG"),
}


def store(upload):
    """Keep a checked file under a name nobody can guess; return (stored name, shown name)."""
    path = PurePath(upload.name.replace("\\", "/"))
    suffix = path.suffix.lower()
    secret = secrets.token_hex(16)
    name = storage().save(f"{FOLDER}/{secret[:2]}/{secret}{suffix}", upload)
    # Characters that change the direction of writing make one name look like another.
    plain = "".join(c for c in without_control(path.stem) if unicodedata.category(c) != "Cf")
    stem = plain.strip() or "附件"
    return name, stem[: NAME_LENGTH - len(suffix)] + suffix


def remove(name):
    """Remove a stored file; one that is gone already is no fault."""
    if name:
        storage().delete(name)


def content_type(name):
    """The media type of a stored file."""
    return TYPES.get(PurePath(name).suffix.lower(), "application/octet-stream")
