"""Albums, videos and events: articles with something more."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable

from media.kinds import film_type
from school_sites.photo_panel import PhotosPanel

from .articles import ArticlePage, Form

# What all articles have, after the fields of the type itself.
# (what an import noted is first, and stands for imported articles only).
_NOTES, TITLE, *COMMON = ArticlePage.content_panels
DURATION = re.compile(r"(\d{1,2}:)?[0-5]?\d:[0-5]\d")


class AlbumPage(ArticlePage):
    """Photographs in an order, each with its words."""

    form = Form.ALBUM
    listing_prefetch = ("photos__image",)

    parent_page_types = ["school_sites.ColumnPage"]
    content_panels = [
        TITLE,
        PhotosPanel(
            "photos",
            "image",
            heading=_("照片"),
            label=_("照片"),
            min_num=1,
            max_num=200,
        ),
        *COMMON,
    ]

    class Meta:
        verbose_name = _("相册")
        verbose_name_plural = _("相册")

    def listing_facts(self):
        photos = list(self.photos.all())
        first = photos[0].image if photos else None
        return {"pictures": len(photos), "cover": self.cover or first}


class AlbumPhoto(Orderable):
    """One photograph of an album."""

    album = ParentalKey(AlbumPage, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey(
        "media.SiteImage", on_delete=models.CASCADE, related_name="+", verbose_name=_("照片")
    )
    caption = models.CharField(_("说明"), max_length=200, blank=True)
    alt_text = models.CharField(
        _("替代文字"),
        max_length=200,
        blank=True,
        help_text=_("给看不见照片的人读的一句话；留空则用说明。"),
    )

    panels = [FieldPanel("image"), FieldRowPanel([FieldPanel("caption"), FieldPanel("alt_text")])]

    class Meta(Orderable.Meta):
        verbose_name = _("照片")
        verbose_name_plural = _("照片")


class VideoPage(ArticlePage):
    """A film: a file of the school's own, or a link to where it can be seen."""

    form = Form.VIDEO

    file = models.ForeignKey(
        "media.SiteDocument",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("视频文件"),
        help_text=_("MP4 或 WebM 格式，手机和电脑都能播放。"),
    )
    link = models.URLField(
        _("视频链接"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("视频放在别的平台时填写；访客点击后到那里观看。"),
    )
    duration = models.CharField(_("时长"), max_length=10, blank=True, help_text=_("例如：3:25。"))

    parent_page_types = ["school_sites.ColumnPage"]
    content_panels = [
        TITLE,
        MultiFieldPanel(
            [FieldPanel("file"), FieldRowPanel([FieldPanel("link"), FieldPanel("duration")])],
            heading=_("视频"),
        ),
        *COMMON,
    ]

    class Meta:
        verbose_name = _("视频")
        verbose_name_plural = _("视频")

    def listing_facts(self):
        return {"duration": self.duration}

    def clean(self):
        super().clean()
        if bool(self.file_id) == bool(self.link):
            raise ValidationError({"file": _("请上传视频文件，或填写视频链接，二者选一。")})
        if self.file_id and not film_type(self.file.file):
            raise ValidationError(
                {"file": _("视频文件要是 MP4 或 WebM 格式；其他格式手机放不了，请先转换。")}
            )
        self.duration = self.duration.replace("：", ":")
        if self.duration and not DURATION.fullmatch(self.duration):
            raise ValidationError({"duration": _("时长请写成分:秒，例如 3:25 或 1:02:40。")})
