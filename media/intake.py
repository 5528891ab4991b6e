"""The one door for pictures: what is stored was decoded, turned upright, and written anew.

Whatever an upload carried besides its pixels (place, camera, comments, a program
appended to it) does not survive. Nothing here knows a model or a request.
"""

import hashlib
import threading
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

import pillow_heif
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

Image.init()  # opening by a list of formats does not load them
pillow_heif.register_heif_opener()

# What Pillow may try, whatever the name says. Its opener of JPEG may answer MPO,
# which is several JPEGs in one file, as many phones write them.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF")
EXTENSIONS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
SAVE = {
    "JPEG": {
        "quality": 85,
        "optimize": True,
    },  # progressive takes twice the time; visitors get renditions
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 85, "method": 4},
}
SRGB = ImageCms.createProfile("sRGB")
SVG_HEAD = 1024
NEARLY = 0.9  # of the longer side kept: what the decoder halves to this is as good
# A decoded photograph takes up to 200 MB: in each process one at a time.
ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an accepted picture besides its bytes."""

    format: str
    width: int
    height: int
    upload_hash: str  # SHA-256 of the upload as it came
    original_name: str


class AcceptedPicture(ContentFile):
    """A picture that passed; the only content a picture field stores."""

    def __init__(self, data, facts):
        stem = PurePath(facts.original_name).stem or "picture"
        super().__init__(data, name=stem + EXTENSIONS[facts.format])
        self.facts = facts


def accept_picture(*, data_or_file, name):
    """Check and re-encode a picture; return an AcceptedPicture.

    ``data_or_file`` is bytes or an open binary file, ``name`` what its owner
    called it. Kept as they are: pixels (colours become sRGB; longer sides than
    MEDIA_KEEP_SIDE shrink) and transparency. An animation keeps its first frame.
    Raises ValidationError with a message for the person who uploaded it.
    """
    if isinstance(data_or_file, AcceptedPicture):
        return data_or_file
    source = BytesIO(data_or_file) if isinstance(data_or_file, bytes) else data_or_file
    upload_hash = _checked_size_and_hash(source)
    with ONE_AT_A_TIME:
        opened = _opened(source)
        _check_dimensions(opened)
        try:
            image = _upright_srgb(opened)
        except (MemoryError, Image.DecompressionBombError):
            raise
        except Exception as error:
            # Decoders meet broken files with errors of every kind; all mean the same.
            raise ValidationError(
                _("图片已损坏或不完整，无法读取。请重新导出或换一张。"), code="broken"
            ) from error
        encoding = _encoding_for(opened.format, image)
        return _encoded(image, encoding, upload_hash, PurePath(name.replace("\\", "/")).name[:255])


def _checked_size_and_hash(source):
    source.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(1 << 20):
        size += len(chunk)
        if size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
            limit = filesizeformat(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
            raise ValidationError(
                _("图片文件太大，最大 %(limit)s。") % {"limit": limit}, code="too_large"
            )
        digest.update(chunk)
    if not size:
        raise ValidationError(_("图片文件是空的。"), code="empty")
    source.seek(0)
    return digest.hexdigest()


def _opened(source):
    """The picture with only its header read, or ValidationError."""
    try:
        return Image.open(source, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Exception as error:
        # Not a picture, or one whose header its decoder stumbles over.
        source.seek(0)
        if b"<svg" in source.read(SVG_HEAD).lower():
            message = _("不接受 SVG 图片，它可能带有程序。请另存为 PNG 再上传。")
            raise ValidationError(message, code="svg") from error
        message = _("这个文件不是可用的图片。可以上传 JPEG、PNG、WebP、GIF、HEIC 和 AVIF。")
        raise ValidationError(message, code="not_a_picture") from error


def _check_dimensions(image):
    """Refuse from the header what would need too much memory to decode."""
    if max(image.size) > settings.MEDIA_MAX_SIDE:
        raise ValidationError(
            _("图片的边太长（%(width)d×%(height)d 像素），每边最多 %(limit)d 像素。")
            % {"width": image.width, "height": image.height, "limit": settings.MEDIA_MAX_SIDE},
            code="too_long",
        )
    if image.width * image.height > settings.MEDIA_MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels():
    millions = settings.MEDIA_MAX_PIXELS // 1_000_000
    return ValidationError(
        _("图片的像素太多，最多 %(millions)d 百万像素。请缩小后再上传。") % {"millions": millions},
        code="too_many_pixels",
    )


def _upright_srgb(image):
    """The decoded picture: no larger than kept, upright, in sRGB, nothing but pixels."""
    side = settings.MEDIA_KEEP_SIDE
    enough = side * NEARLY
    if image.format in ("JPEG", "MPO") and max(image.size) >= 2 * enough:
        # The decoder itself halves or quarters, in a tenth of the time and memory.
        scale = enough / max(image.size)
        image.draft("RGB", (round(image.width * scale), round(image.height * scale)))
    profile = image.info.get("icc_profile")
    image.load()
    if image.mode.startswith("I;16") or image.mode == "I":
        image = image.point(lambda value: value / 256).convert("L")
    if max(image.size) > side:
        if image.mode in ("P", "1", "PA"):
            image = image.convert("RGBA" if image.has_transparency_data else "RGB")
        image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    # After shrinking, and in place: a copy of the whole picture would double the memory.
    ImageOps.exif_transpose(image, in_place=True)
    plain = _to_srgb(image, profile)
    if plain.mode == "RGBA" and plain.getchannel("A").getextrema()[0] == 255:
        plain = plain.convert("RGB")
    plain.info = {}  # Pillow would write some of it into the new file
    return plain


def _to_srgb(image, profile):
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile: the numbers are taken as they are
    return image if image.mode == mode else image.convert(mode)


def _encoding_for(format_name, image):
    """What to store it as: drawings without loss, photographs as JPEG."""
    if format_name in ("PNG", "GIF"):
        return "PNG"
    return "WEBP" if format_name == "WEBP" or image.mode == "RGBA" else "JPEG"


def _encoded(image, encoding, upload_hash, name):
    output = BytesIO()
    image.save(output, encoding, **SAVE[encoding])
    facts = Facts(encoding, image.width, image.height, upload_hash, name)
    return AcceptedPicture(output.getvalue(), facts)
