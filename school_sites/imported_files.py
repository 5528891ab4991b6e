"""Pictures and files out of a document become the school's own, once they are what they say."""

import base64
import binascii
import hashlib
import io
import re
import warnings
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from media.intake import accept_picture
from media.models import SiteDocument, SiteImage

CONVERTED = ("BMP", "TIFF")
_DATA = re.compile(r"data:image/[a-z+]{2,10};base64,([A-Za-z0-9+/=\s]+)\Z")


class PictureRefused(ValueError):
    """These bytes are no picture that a page may show; ``str()`` says why, in Chinese."""


def store_picture(*, collection, title, data, by):
    """Make a SiteImage in ``collection`` of the picture ``data``, which is decoded to prove it.

    Raises PictureRefused.
    """
    image = SiteImage(title=title[:255], collection=collection, uploaded_by_user=by)
    image.file = accepted_picture(data, title)
    image.save()
    return image


def store_attachment(*, collection, title, data, by):
    """Make a SiteDocument in ``collection`` of a file that came inside a document."""
    suffix = PurePosixPath(title).suffix.lower()
    name = hashlib.sha256(data).hexdigest()[:16] + suffix
    document = SiteDocument(
        title=title[:255], collection=collection, uploaded_by_user=by, file_size=len(data)
    )
    document.file = ContentFile(data, name=name)
    document.save()
    return document


def accepted_picture(data, name):
    """The picture ``data`` as the one door for pictures leaves it (media.intake).

    Old documents hold bitmaps and TIFF, which become PNG first. Raises PictureRefused.
    """
    try:
        return accept_picture(data_or_file=_as_png(data) or data, name=name)
    except ValidationError as error:
        # A part of a sentence: the report goes on after it.
        why = "；".join(message.rstrip("。") for message in error.messages)
        raise PictureRefused(why) from None


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
