"""Conventions of this room, checked by manage.py check."""

from django.conf import settings
from django.core.checks import Error, Info, register

from .drawing import font_path


@register()
def storage_is_complete(app_configs, **kwargs):
    """S3 needs two buckets: one that is public would show private files to everyone."""
    if settings.MEDIA_STORAGE != "s3":
        return []
    buckets = settings.MEDIA_S3["bucket"], settings.MEDIA_S3["private_bucket"]
    if all(buckets) and buckets[0] != buckets[1]:
        return []
    hint = "Set S3_BUCKET and S3_PRIVATE_BUCKET to two buckets."
    return [Error("MEDIA_STORAGE=s3 needs two different buckets.", hint=hint, id="media.E001")]


@register()
def watermark_font(app_configs, **kwargs):
    """Without a font there are no watermarks."""
    if font_path():
        return []
    hint = "Install fonts-noto-cjk, or name a font file in MEDIA_MARK_FONT."
    return [Info("No font with Chinese letters was found.", hint=hint, id="media.I001")]
