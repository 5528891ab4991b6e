"""Link boards (友情链接)."""

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from .columns import ColumnLayout
from .pages import LeafPage


class LinkBoardPage(LeafPage):
    """One group of links; the column shows all its groups."""

    layout = ColumnLayout.LINKS

    content_panels = [
        FieldPanel("title", heading=_("分组名称")),
        InlinePanel("links", heading=_("链接"), label=_("链接"), min_num=1, max_num=100),
    ]

    class Meta:
        verbose_name = _("链接分组")
        verbose_name_plural = _("链接分组")


class BoardLink(Orderable):
    """One link out of the site."""

    board = ParentalKey(LinkBoardPage, on_delete=models.CASCADE, related_name="links")
    title = models.CharField(_("名称"), max_length=60)
    url = models.URLField(
        _("网址"), max_length=500, validators=[URLValidator(schemes=["http", "https"])]
    )
    logo = models.ForeignKey(
        "media.SiteImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("标志"),
    )
    description = models.CharField(_("说明"), max_length=100, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("url")]),
        FieldPanel("logo"),
        FieldPanel("description"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("链接")
        verbose_name_plural = _("链接")
