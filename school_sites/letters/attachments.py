"""Files that come with letters: through the one door for files, kept where no visitor gets."""

import unicodedata
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat

from media.kinds import accept_document
from media.storages import opaque_name, private_storage
from school_sites.plain_text import without_control

FOLDER = "letters"
NAME_LENGTH = 120
# Few of the kinds there are: what a parent or a pupil has, and what opens without a program.
TAKEN = (".pdf", ".docx", ".jpg", ".jpeg", ".png")


def storage():
    """Where attachments are."""
    return private_storage()


def stored_files():
    """(name, whose it is) of every attachment the database knows, for the inventory."""
    from school_sites.models import Letter

    for pk, name in Letter.objects.exclude(file="").values_list("pk", "file").iterator():
        yield name, f"letter {pk}"


def help_text():
    """What may be attached, in words for the sender."""
    limit = filesizeformat(settings.LETTER_FILE_BYTES)
    return f"可以附一个文件：Word（.docx）、PDF 或图片（.jpg、.png），不超过 {limit}。"


def accept_file(upload):
    """Check a sender's file by its content, once; return it as it may be kept.

    A picture is encoded anew, without the place where it was taken. Raises
    ValidationError with a message for the sender.
    """
    if PurePath(upload.name).suffix.lower() not in TAKEN:
        raise ValidationError("附件只能是 Word（.docx）、PDF 或图片（.jpg、.png）。")
    if upload.size > settings.LETTER_FILE_BYTES:
        limit = filesizeformat(settings.LETTER_FILE_BYTES)
        raise ValidationError(f"附件太大，不能超过 {limit}。")
    return accept_document(file=upload, name=upload.name)


def store(upload):
    """Keep a file under a name nobody can guess; return (stored name, shown name).

    Raises ValidationError, as ``accept_file``.
    """
    accepted = accept_file(upload)
    path = PurePath(accepted.name.replace("\\", "/"))
    suffix = path.suffix.lower()
    name = storage().save(opaque_name(FOLDER, suffix), accepted)
    # Characters that change the direction of writing make one name look like another.
    plain = "".join(c for c in without_control(path.stem) if unicodedata.category(c) != "Cf")
    stem = plain.strip() or "附件"
    return name, stem[: NAME_LENGTH - len(suffix)] + suffix


def remove(name):
    """Remove a stored file; one that is gone already is no fault."""
    if name:
        storage().delete(name)
