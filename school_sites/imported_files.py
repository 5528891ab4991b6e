"""Pictures and files out of a document become the school's own, once they are what they say."""

import base64
import binascii
import hashlib
import io
import re
import warnings
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from PIL import Image, UnidentifiedImageError

from media.models import SiteDocument, SiteImage

MAX_PICTURE_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 60_000_000
KEPT = {"JPEG": ".jpg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp"}
CONVERTED = ("BMP", "TIFF")
_DATA = re.compile(r"data:image/[a-z+]{2,10};base64,([A-Za-z0-9+/=\s]+)\Z")


class PictureRefused(ValueError):
    """These bytes are no picture that a page may show; ``str()`` says why, in Chinese."""


def store_picture(*, collection, title, data, by):
    """Make a SiteImage in ``collection`` of the picture ``data``, which is decoded to prove it.

    Raises PictureRefused.
    """
    data, suffix = checked_picture(data)
    name = hashlib.sha256(data).hexdigest()[:16] + suffix
    image = SiteImage(
        title=title[:255], collection=collection, uploaded_by_user=by, file_size=len(data)
    )
    image.file = ContentFile(data, name=name)
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


def checked_picture(data):
    """Return (bytes, suffix) of a picture whose content is a kind browsers show.

    Bitmaps and TIFF are turned into PNG. Raises PictureRefused.
    """
    if len(data) > MAX_PICTURE_BYTES:
        raise PictureRefused(f"图片有 {len(data) // 1024 // 1024} MB，太大")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[*KEPT, *CONVERTED]) as picture:
                width, height = picture.size
                if width * height > MAX_PIXELS:
                    raise PictureRefused(f"图片有 {width}×{height} 像素，太大")
                # A JPEG is decoded at an eighth of its size: enough to meet every broken byte.
                picture.draft(picture.mode, (width // 8, height // 8))
                picture.load()
                if picture.format in KEPT:
                    return data, KEPT[picture.format]
                converted = io.BytesIO()
                picture.convert("RGBA" if "A" in picture.mode else "RGB").save(converted, "PNG")
                return converted.getvalue(), ".png"
    except PictureRefused:
        raise
    except UnidentifiedImageError:
        raise PictureRefused("格式不能在网页上显示（如 EMF、WMF、SVG）") from None
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        raise PictureRefused("已经损坏") from None


def bytes_of_address(src):
    """The bytes of a ``data:`` address, None for any other."""
    match = _DATA.match(src)
    try:
        return base64.b64decode(match[1], validate=False) if match else None
    except binascii.Error:
        return None
