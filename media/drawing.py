"""Draw a rendition: crop by the focal point, shrink, mark, encode. Decoded once for many."""

import logging
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont
from wagtail.images.models import Filter

from .intake import ONE_AT_A_TIME

logger = logging.getLogger(__name__)

# AVIF at speed 8 is as small as WebP's best and takes 0.14 s at 1280 pixels; at 6, 0.8 s.
SAVE = {
    "avif": {"quality": 60, "speed": 8, "max_threads": 1},
    "webp": {"quality": 78, "method": 4},
    "jpeg": {"quality": 80, "progressive": True, "optimize": True},
    "png": {"optimize": True},
}
EXTENSIONS = {"avif": ".avif", "webp": ".webp", "jpeg": ".jpg", "png": ".png"}
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
)
MARK_PART = 0.035  # height of the letters, of the rendition's width
MARK_LEAST = 12  # pixels
MARK_COLOUR = (255, 255, 255, 170)
MARK_SHADOW = (0, 0, 0, 110)


class DrawnFile(ContentFile):
    """The file of a rendition; its size in pixels is known."""

    def __init__(self, picture, encoding):
        output = BytesIO()
        picture.save(output, encoding.upper(), **SAVE[encoding])
        super().__init__(output.getvalue(), name="rendition" + EXTENSIONS[encoding])
        self.width, self.height = picture.size


@contextmanager
def decoded(image):
    """The pixels of ``image`` (a SiteImage). Raises OSError if its file cannot be read."""
    with image.open_file() as file, ONE_AT_A_TIME:
        picture = Image.open(file)
        picture.load()
        yield picture if picture.mode in ("RGB", "RGBA") else picture.convert("RGB")


def draw(image, spec, *, mark="", source=None):
    """The file of the rendition ``spec`` (Wagtail's notation) of ``image``, as a DrawnFile.

    ``mark`` is a watermark's text; ``source`` an open file to read instead of
    the storage.
    """
    if source is not None:
        with ONE_AT_A_TIME:
            picture = Image.open(source)
            return draw_from(picture.convert(_plain_mode(picture)), image, spec, mark=mark)
    with decoded(image) as picture:
        return draw_from(picture, image, spec, mark=mark)


def draw_from(picture, image, spec, *, mark=""):
    """As ``draw``, from pixels that are decoded already. ``picture`` is not changed."""
    rendition_filter = Filter(spec=spec)
    transform = rendition_filter.get_transform(image, picture.size)
    left, top, right, bottom = transform.get_rect().round()
    # Rounded, a box can be a pixel larger than the picture.
    box = (max(left, 0), max(top, 0), min(right, picture.width), min(bottom, picture.height))
    size = tuple(max(1, round(side)) for side in transform.size)
    drawn = picture.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
    if mark:
        drawn = marked(drawn, mark)
    encoding = _encoding(rendition_filter, drawn)
    if encoding == "jpeg" and drawn.mode == "RGBA":
        paper = Image.new("RGB", drawn.size, "white")
        paper.paste(drawn, mask=drawn.getchannel("A"))
        drawn = paper
    return DrawnFile(drawn, encoding)


def _encoding(rendition_filter, picture):
    named = [getattr(operation, "format", "") for operation in rendition_filter.operations]
    usual = "png" if picture.mode == "RGBA" else "jpeg"
    return next((name for name in named if name in SAVE), usual)


def marked(picture, text):
    """A copy of ``picture`` with ``text`` in its lower right corner, readable on any ground."""
    path = font_path()
    if path is None:
        logger.warning("no font with Chinese letters: %r was not drawn", text)
        return picture
    size = max(MARK_LEAST, round(picture.width * MARK_PART))
    wide = picture.width - size  # half a letter on either side stays free
    font = ImageFont.truetype(path, size)
    if font.getlength(text) > wide:
        font = ImageFont.truetype(
            path, max(MARK_LEAST // 2, round(size * wide / font.getlength(text)))
        )
    layer = Image.new("RGBA", picture.size)
    corner = (picture.width - size // 2, picture.height - size // 2)
    ImageDraw.Draw(layer).text(
        corner,
        text,
        font=font,
        anchor="rd",
        fill=MARK_COLOUR,
        stroke_width=max(1, size // 18),
        stroke_fill=MARK_SHADOW,
    )
    below = picture.convert("RGBA")
    return Image.alpha_composite(below, layer).convert(picture.mode)


def _plain_mode(picture):
    return "RGBA" if picture.has_transparency_data else "RGB"


def font_path():
    """A font with Chinese letters: MEDIA_MARK_FONT, or the first of the usual ones; or None."""
    wanted = (settings.MEDIA_MARK_FONT, *FONTS)
    return next((path for path in wanted if path and Path(path).is_file()), None)
