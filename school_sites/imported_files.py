"""Pictures and files out of a document become the school's own, once they are what they say."""

import base64
import binascii
import io
import re
import warnings

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from media.models import SiteDocument, SiteImage

CONVERTED = ("BMP", "TIFF")
_DATA = re.compile(r"data:image/[a-z+]{2,10};base64,([A-Za-z0-9+/=\s]+)\Z")


class FileRefused(ValueError):
    """These bytes are nothing that the door takes; ``str()`` says why, in Chinese."""


def stored_picture(*, collection, title, data, by):
    """A SiteImage of the picture ``data``, its file stored; saving the row is the caller's.

    Old documents hold bitmaps and TIFF, which become PNG first. Raises FileRefused.
    """
    image = SiteImage(title=title[:255], collection=collection, uploaded_by_user=by)
    _store(image, _as_png(data) or data, title)
    return image


def stored_attachment(*, collection, title, data, by):
    """A SiteDocument of a file that came inside a document, stored; saving it is the caller's.

    Raises FileRefused.
    """
    document = SiteDocument(title=title[:255], collection=collection, uploaded_by_user=by)
    _store(document, data, title)
    return document


def _store(row, data, name):
    """Store the file of ``row`` through its field, which is the one door."""
    try:
        row.file.save(name, ContentFile(data, name=name), save=False)
    except ValidationError as error:
        # A part of a sentence: the report goes on after it.
        why = "；".join(message.rstrip("。") for message in error.messages)
        raise FileRefused(why) from None


def _as_png(data):
    """``data`` as PNG if it is a bitmap or TIFF that can be read, else None."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=CONVERTED) as picture:
                if picture.width * picture.height > settings.MEDIA_MAX_PIXELS:
                    return None
                converted = io.BytesIO()
                picture.convert("RGBA" if "A" in picture.mode else "RGB").save(converted, "PNG")
                return converted.getvalue()
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None  # the door says what is wrong


def bytes_of_address(src):
    """The bytes of a ``data:`` address, None for any other."""
    match = _DATA.match(src)
    try:
        return base64.b64decode(match[1], validate=False) if match else None
    except binascii.Error:
        return None
